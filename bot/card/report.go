package card

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/report"
)

// Report begins the ids of what is reported and decided: what is done, and the number
// of a post, of a story, or of a report.
const Report = "report:"

// What is done with a report.
const (
	DoForm  = "form" // of a post
	DoSent  = "sent" // its form
	DoStory = "story"
	DoFix   = "fix" // of a report: asks what is right
	DoFixed = "fixed"
	DoTake  = "take"
	DoFine  = "fine"
)

// The fields of the forms.
const (
	FieldWhich  = "which" // with a number behind it
	FieldReason = "reason"
	FieldRight  = "right"
)

const menusMost = 4 // of a form, beside the reason

// ReportID is that of a button or form.
func ReportID(do string, id int64) string { return fmt.Sprintf("%s%s:%d", Report, do, id) }

// Form asks which of some sentences is wrong, and why. Sentences that are told
// twice stand once.
func Form(id string, said []report.Said, w *phrases.Words) component.Form {
	form := component.Form{ID: id, Title: w.Say("card_report")}
	seen := map[string]bool{}
	var options []component.Option
	for _, s := range said {
		if !seen[s.Text] {
			seen[s.Text] = true
			options = append(options, component.Option{Label: message.Printable(s.Text), Value: Key(s), Help: message.Printable(outlet(s))})
		}
	}
	for i := 0; i < menusMost && len(options) > 0; i++ {
		n := min(len(options), Most)
		menu := component.Menu{ID: fmt.Sprint(FieldWhich, i), Options: options[:n], Optional: len(seen) > Most}
		label := w.Say("report_which")
		if i > 0 {
			label = w.Say("report_which_more")
		}
		form.Labels = append(form.Labels, component.Label{Text: label, Field: menu})
		options = options[n:]
	}
	form.Labels = append(form.Labels, component.Label{Text: w.Say("report_reason"), Help: w.Say("report_reason_help"),
		Field: component.Text{ID: FieldReason, Long: true, Most: report.ReasonMost}})
	return form
}

// Key names a sentence in a form: by its words, so that it is the same when it is
// read anew.
func Key(s report.Said) string {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(s.Text)) // a hash takes everything
	return strconv.FormatUint(sum.Sum64(), 36)
}

// Reported is what a form brings back: the sentence, if it is one of those that were
// offered, and the reason, on one line.
func Reported(answers component.Answers, said []report.Said) (report.Said, string, bool) {
	reason := layout.Clip(strings.Join(strings.Fields(message.Printable(answers.Text(FieldReason))), " "), report.ReasonMost)
	for i := range menusMost {
		for _, value := range answers.Values(fmt.Sprint(FieldWhich, i)) {
			for _, s := range said {
				if Key(s) == value && reason != "" {
					return s, reason, true
				}
			}
		}
	}
	return report.Said{}, reason, false
}

// Of are sentences as they are reported.
func Of(claims []claim.Claim) []report.Said {
	var out []report.Said
	for _, c := range claims {
		said := report.Said{Claim: c.ID, Text: c.Text, Kind: c.Kind}
		for _, ct := range c.Cites {
			said.Sources = append(said.Sources, report.Source{Quote: ct.Quote, Outlet: ct.Outlet, URL: ct.URL})
		}
		out = append(out, said)
	}
	return out
}

func outlet(s report.Said) string {
	if len(s.Sources) == 0 || s.Sources[0].Outlet == "" {
		return claim.Unnamed
	}
	return s.Sources[0].Outlet
}

const (
	sourcesMost = 2 // of a sentence that moderators are shown
	reasonsMost = 3
	quoteMost   = 400 // characters of each
)

// Blocks are a report as moderators read it; where names the briefing or the story.
func Blocks(r report.Report, said report.Said, where string, w *phrases.Words) []message.Block {
	para := func(runs ...message.Run) message.Block { return message.Block{Kind: message.Para, Runs: runs} }
	source := func(s report.Source) message.Run { return claim.OutletRun(s.Outlet, s.URL) }
	head := w.Count(len(r.Reasons), "report_head")
	if where != "" {
		head += " (" + where + ")"
	}
	out := []message.Block{{Kind: message.Heading, Runs: message.Plain(head)}}
	wrote := message.QuoteMarks(layout.Clip(said.Text, quoteMost))
	if claim.IsVerbatim(said.Kind) && len(said.Sources) > 0 {
		out = append(out, para(message.Say(w, "report_quoted", wrote, source(said.Sources[0]))...))
	} else {
		out = append(out, para(message.Say(w, "report_wrote", wrote)...))
		for _, s := range said.Sources[:min(len(said.Sources), sourcesMost)] {
			out = append(out, para(message.Say(w, "report_source", message.QuoteMarks(layout.Clip(s.Quote, quoteMost)), source(s))...))
		}
	}
	for _, reason := range r.Reasons[max(0, len(r.Reasons)-reasonsMost):] {
		out = append(out, para(message.Say(w, "report_given", reason)...))
	}
	if r.Decision == "" {
		return out
	}
	by := message.Run{Text: w.Say("audit_someone")}
	if r.By != "" {
		by = message.Run{Ref: "@" + r.By}
	}
	done := para(message.Say(w, "report_done_"+string(r.Decision), by, r.Decided)...)
	if r.Words != "" {
		done.Runs = append(done.Runs, message.Run{Text: " " + w.Say("report_right_is", r.Words)})
	}
	return append(out, done)
}

// Decisions are the buttons under a report that nobody has decided.
func Decisions(id int64, w *phrases.Words) []Button {
	return []Button{{w.Say("report_fix"), ReportID(DoFix, id), false}, {w.Say("report_take"), ReportID(DoTake, id), true},
		{w.Say("report_fine"), ReportID(DoFine, id), false}}
}

// Button is a button with its label; Danger takes something away.
type Button struct {
	Label, ID string
	Danger    bool
}
