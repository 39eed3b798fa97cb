package chart

import (
	"bytes"
	"image/png"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var start = time.Date(2026, 11, 18, 6, 30, 0, 0, time.UTC)

func day(t time.Time) string { return t.Format("2 Jan") }

// after are reports of outlets so long after the start.
func after(outlets map[string][]time.Duration) (out []Report) {
	for outlet, times := range outlets {
		for _, x := range times {
			out = append(out, Report{outlet, start.Add(x)})
		}
	}
	return out
}

func TestNew_CountsByOutletAndTime(t *testing.T) {
	const hour, days = time.Hour, 24 * time.Hour
	for name, c := range map[string]struct {
		reports []Report
		labels  []string
		names   []string
		counts  [][]float64
	}{
		"hours": {after(map[string][]time.Duration{"Coast Radio": {0, 20 * time.Minute, 3 * hour}}), []string{"06:00", "07:00", "08:00", "09:00"}, []string{"Coast Radio"}, [][]float64{{2, 0, 0, 1}}},
		"days, most first": {after(map[string][]time.Duration{"North Wire": {0}, "Coast Radio": {hour, 2 * days}}), []string{"18 Nov", "19 Nov", "20 Nov"}, []string{"Coast Radio", "North Wire"},
			[][]float64{{1, 0, 1}, {1, 0, 0}}},
		"weeks": {after(map[string][]time.Duration{"Coast Radio": {0, 8 * days, 30 * days}}), []string{"18 Nov", "25 Nov", "2 Dec", "9 Dec", "16 Dec"}, []string{"Coast Radio"}, [][]float64{{1, 1, 0, 0, 1}}},
	} {
		got := New(c.reports, time.UTC, day)
		if diff := cmp.Diff([]any{c.labels, c.names, c.counts}, []any{got.labels, got.names, got.counts}); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	years := New(after(map[string][]time.Duration{"Coast Radio": {0, 3000 * days}}), time.UTC, day)
	if n := len(years.labels); n > 70 {
		t.Errorf("%d bars of eight years", n)
	}
}

func TestNew_NamesItCannotDrawAreNumbers(t *testing.T) {
	reports := after(map[string][]time.Duration{"الجزيرة": {0, 0, 0}, "Życie": {0, 0}, "朝日新聞": {0}})
	got := New(reports, time.UTC, func(time.Time) string { return "18 نوفمبر" })
	if diff := cmp.Diff([]any{[]string{"1", "Życie", "2"}, []string{"الجزيرة", "朝日新聞"}}, []any{got.names, got.Key}); diff != "" {
		t.Error(diff)
	}
	many := map[string][]time.Duration{}
	for _, o := range "abcdefghijkl" {
		many[string(o)] = []time.Duration{0}
	}
	if got := New(after(many), time.UTC, day); len(got.names) != 8 || got.names[7] != "+5" {
		t.Errorf("of 12 outlets: %v", got.names)
	}
}

func TestPNG_IsAPicture(t *testing.T) {
	many := map[string][]time.Duration{}
	for i, o := range []string{"Coast Radio", "North Wire", "Velland Herald", "The Ledger", "Süddeutsche Zeitung", "Le Monde diplomatique et ses amis", "Правда", "x", "الجزيرة"} {
		for k := range i + 1 {
			many[o] = append(many[o], time.Duration(k*k)*7*time.Hour)
		}
	}
	for name, reports := range map[string][]Report{"many": after(many), "one": after(map[string][]time.Duration{"North Wire": {0}}), "none": nil} {
		raw, err := New(reports, time.UTC, day).PNG()
		if name == "none" {
			if err == nil && len(raw) == 0 {
				t.Error("neither a picture nor an error")
			}
			continue
		}
		if err != nil {
			t.Fatal(name, err)
		}
		picture, err := png.Decode(bytes.NewReader(raw))
		if err != nil || picture.Bounds().Dx() != width || picture.Bounds().Dy() != height || len(raw) > 100_000 {
			t.Errorf("%s: %v, %d bytes", name, err, len(raw))
		}
		if dir := os.Getenv("LOOK"); dir != "" {
			if err := os.WriteFile(dir+"/"+name+".png", raw, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}
