package message

import (
	"testing"

	"dateline/briefing/text/texttest"
)

func TestGrowth_Printable(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "Printable", Read: func(s, _ string) { Printable(s) }},
	})
}
