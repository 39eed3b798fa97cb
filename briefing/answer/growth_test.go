package answer

import (
	"testing"

	"dateline/briefing/text/texttest"
)

func TestGrowth_Questions(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "cutQuestion", Read: func(s, _ string) { cutQuestion(s) }},
	})
}
