package text

// QuoteMost is the longest quotation that is looked for, in bytes: beyond it a
// mark was forgotten.
const QuoteMost = 2000
