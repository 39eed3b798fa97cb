package retain

import "time"

const (
	// CarriedAgain is how long before the newest article that was read others may be stored
	// later than it: who looks for what came since looks so far back.
	CarriedAgain = time.Hour
	// CatchUpKept is how long it is kept up to when a person has caught up with a channel:
	// longer than a catch-up goes back.
	CatchUpKept = 30 * 24 * time.Hour
	// AnswersKept is how long it is kept on which sentences an answer in direct messages rests.
	AnswersKept = 30 * 24 * time.Hour
	// AuditKept is how long a change of settings is kept.
	AuditKept = 365 * 24 * time.Hour
)

// Tables says of each table what keeps it from growing for ever: what is old goes by the
// hour, what belongs to a row goes with it, and the rest are few for they are made by hand.
var Tables = map[string]string{
	"articles":        "ARCHIVE_DAYS after it was last read anew or, gone, was held by a feed; shown, EVIDENCE_DAYS after that",
	"article_sources": "with its article",
	"versions":        "with its article, 20 an article and those that are cited; of one that is gone fingerprints",
	"embeddings":      "with its article",
	"stories":         "ARCHIVE_DAYS after its last article, when none is left; a merged one EVIDENCE_DAYS after",
	"segments":        "written anew when half of its articles are gone",
	"segment_origins": "with its segment",
	"postings":        "with its segment",
	"spellings":       "ARCHIVE_DAYS and a month after it was last read",

	"summaries":   "ARCHIVE_DAYS after it was made; when it was shown, EVIDENCE_DAYS after",
	"claims":      "with its summary",
	"cites":       "with its claim",
	"claim_facts": "with its claim",
	"reports":     "90 days after it was made, or with its claim",

	"posts":          "EVIDENCE_DAYS after it was due; one that was not sent ARCHIVE_DAYS",
	"post_claims":    "with its post",
	"post_mentions":  "with its post",
	"post_recalls":   "with its post",
	"recalls":        "with its post",
	"slots":          "ARCHIVE_DAYS after it was due, when no post is left of it; the newest of a schedule stays",
	"answers":        "EVIDENCE_DAYS after it was said, in direct messages 30 days; with its server or person",
	"answer_rests":   "with its answer",
	"catchups":       "30 days after the last catch-up",
	"inbound":        "a day",
	"turns":          "a day, ten a conversation",
	"drawn":          "a day; a row a conversation",
	"watches":        "30 days, five a person",
	"watch_reads":    "with its watch",
	"mutes":          "when it is over",
	"report_reasons": "with its report",
	"calls":          "7 days; of servers and persons two",
	"replies":        "a day",
	"audit":          "a year, and the newest of each server",
	"spend":          "of servers and persons two days; a row a day of the installation",

	"retractions": "made by hand; with its server",
	"retracted":   "with its claim",
	"withheld":    "with its retraction",
	"brakes":      "made by hand",

	"sources":       "one an address that somebody added; what a server or person handed in goes with them",
	"subscriptions": "one a server or person and source",
	"channels":      "one a channel that was set up; with its server or person",
	"schedules":     "set by hand; with its channel",
	"guilds":        "one a server; 30 days after the bot was sent away",
	"users":         "one a person, until /forget",
	"user_guilds":   "one a person and server; with either",

	"meta":         "a row a name that the program knows, and a model that read for it",
	"leases":       "a row a stage, and a channel of the terminal",
	"schema_files": "a row a migration",
}
