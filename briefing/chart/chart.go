// Package chart draws how many reports each outlet brought over time, as a PNG with
// stacked bars. It knows nothing of what was reported. Its font has Latin letters: an
// outlet whose name has others stands there as a number, and the caller says which that is.
package chart

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-analyze/charts"
)

const (
	labelsMost    = 8 // of bars
	outletsMost   = 7 // that have a colour of their own; the others have one together
	width, height = 800, 450
)

// Report is one report.
type Report struct {
	Outlet string
	At     time.Time
}

// Chart is a picture to be drawn.
type Chart struct {
	Key []string // the outlets that stand in the picture as numbers, from 1

	labels []string    // of the bars
	names  []string    // of their parts
	counts [][]float64 // by part, by bar
}

// New counts reports by outlet and hour, day or week, whichever gives bars that can be
// told apart. day names a day. The outlets with most reports come first.
func New(reports []Report, zone *time.Location, day func(time.Time) string) Chart {
	var out Chart
	if len(reports) == 0 {
		return out
	}
	reports = slices.Clone(reports)
	for i := range reports {
		reports[i].At = reports[i].At.In(zone)
	}
	slices.SortStableFunc(reports, func(a, b Report) int { return a.At.Compare(b.At) })
	step := newSteps(reports[0].At, reports[len(reports)-1].At)
	for at := step.first; !at.After(reports[len(reports)-1].At); at = step.next(at) {
		label := day(at)
		if step.hours {
			label = at.Format("15:04")
		}
		out.labels = append(out.labels, out.drawable(label, at.Format("2006-01-02")))
	}
	parts := out.parts(reports)
	out.counts = make([][]float64, len(out.names))
	for i := range out.counts {
		out.counts[i] = make([]float64, len(out.labels))
	}
	bar, end := 0, step.next(step.first)
	for _, r := range reports {
		for !r.At.Before(end) {
			bar, end = bar+1, step.next(end)
		}
		out.counts[parts[r.Outlet]][bar]++
	}
	return out
}

// steps are the bars' times.
type steps struct {
	first time.Time
	hours bool
	days  int // of a bar; 0 is an hour
}

func newSteps(from, to time.Time) steps {
	switch y, m, d := from.Date(); {
	case to.Sub(from) < 24*time.Hour:
		return steps{from.Truncate(time.Hour), true, 0}
	case to.Sub(from) < 28*24*time.Hour:
		return steps{time.Date(y, m, d, 0, 0, 0, 0, from.Location()), false, 1}
	default:
		bars := int(to.Sub(from)/(28*24*time.Hour)) + 1 // at most 28 of them
		return steps{time.Date(y, m, d, 0, 0, 0, 0, from.Location()), false, 7 * ((bars + 6) / 7)}
	}
}

func (s steps) next(at time.Time) time.Time {
	if s.hours {
		return at.Add(time.Hour)
	}
	return at.AddDate(0, 0, s.days)
}

// parts gives each outlet its part of the bars, and names the parts.
func (c *Chart) parts(reports []Report) map[string]int {
	count := map[string]int{}
	var outlets []string
	for _, r := range reports {
		if count[r.Outlet]++; count[r.Outlet] == 1 {
			outlets = append(outlets, r.Outlet)
		}
	}
	slices.SortStableFunc(outlets, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	out := map[string]int{}
	for i, o := range outlets {
		switch {
		case i < outletsMost:
			out[o] = i
			c.names = append(c.names, c.named(o))
		case i == outletsMost:
			c.names = append(c.names, fmt.Sprint("+", len(outlets)-outletsMost))
			fallthrough
		default:
			out[o] = outletsMost
		}
	}
	return out
}

// named is an outlet's name, or the number that stands for it.
func (c *Chart) named(outlet string) string {
	name := c.drawable(strings.TrimSpace(outlet), "")
	if name == "" {
		c.Key = append(c.Key, outlet)
		return strconv.Itoa(len(c.Key))
	}
	const most = 24 // characters, so that a line of names holds some
	if runes := []rune(name); len(runes) > most {
		return strings.TrimSpace(string(runes[:most])) + "…"
	}
	return name
}

// drawable is a text, or another where the font lacks a letter of it.
func (c *Chart) drawable(text, other string) string {
	font := charts.GetDefaultFont()
	for _, r := range text {
		if font.Index(r) == 0 {
			return other
		}
	}
	return text
}

// PNG draws it.
func (c Chart) PNG() ([]byte, error) {
	option := charts.NewBarChartOptionWithData(c.counts)
	option.StackSeries = charts.Ptr(true)
	option.Theme = charts.GetTheme(charts.ThemeLight)
	option.CategoryAxis.Labels, option.CategoryAxis.LabelCount = c.labels, min(len(c.labels), labelsMost)
	option.ValueFormatter = func(n float64) string { return strconv.Itoa(int(n)) }
	option.Legend = charts.LegendOption{SeriesNames: c.names}
	option.ValueAxis = []charts.ValueAxisOption{{Min: charts.Ptr(0.0), Unit: 1}}
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: width, Height: height})
	if err := painter.BarChart(option); err != nil {
		return nil, fmt.Errorf("draw a chart: %w", err)
	}
	raw, err := painter.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write a picture: %w", err)
	}
	return raw, nil
}
