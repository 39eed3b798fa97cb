// Package compare holds what somebody wrote against what was read: which reports
// state it, and which state another number, date or name, or the opposite, for the
// same thing. It decides nothing, uses no model, keeps nothing and logs no text of a
// message. What it cannot tell it leaves out: an opinion, a joke and a question state
// nothing, and of a text in another language only what that language's own reports
// say counts.
package compare
