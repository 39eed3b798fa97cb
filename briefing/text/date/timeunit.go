package date

// timeUnit is how long a phrase of time is; the lexicon names units by these letters.
type timeUnit byte

const (
	unitDay     timeUnit = 'd'
	unitWeek    timeUnit = 'w'
	unitWeekend timeUnit = 'e'
	unitMonth   timeUnit = 'm'
	unitQuarter timeUnit = 'q'
	unitYear    timeUnit = 'y'
	unitDecade  timeUnit = 'D'
	unitCentury timeUnit = 'c'
	unitPart    timeUnit = 'p' // of a day
	unitRange   timeUnit = 'r'
	unitInstant timeUnit = 'i'
	unitNone    timeUnit = 'x' // a day that there is not
)

// timeEdge is the part of a period that is meant, by the lexicon's letters; 0 is all of it.
type timeEdge byte

const (
	edgeEarly  timeEdge = 'b'
	edgeMiddle timeEdge = 'm'
	edgeLate   timeEdge = 'e'
)
