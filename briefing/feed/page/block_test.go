package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a browser shows apart stands apart, with or without white space in the
// source; what it shows as one line is one line.
func TestPlain_ABlockIsALine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a heading and a lead", "<h2>Rate cut</h2><p>The bank cut its rate.</p>", "Rate cut\n\nThe bank cut its rate."},
		{"boxes without white space", "<div>Rate cut</div><div>The bank cut its rate.</div>", "Rate cut\n\nThe bank cut its rate."},
		{"text beside a box", "Rate cut<div>The bank cut its rate.</div>Markets rose", "Rate cut\n\nThe bank cut its rate.\n\nMarkets rose"},
		{"cells", "<table><tr><td>Oslo</td><td>Bergen</td></tr><tr><th>Rain</th><td>Snow</td></tr></table>",
			"Oslo\n\nBergen\n\nRain\n\nSnow"},
		{"cells without their table", "<tr><td>Oslo</td><td>Bergen</td></tr>", "Oslo\n\nBergen"},
		{"items and terms", "<ul><li>Oslo<li>Bergen</ul><dl><dt>Rain<dd>Snow</dl>", "Oslo\n\nBergen\n\nRain\n\nSnow"},
		{"line breaks", "Oslo<br>Bergen<br><br>Rain", "Oslo\nBergen\n\nRain"},
		{"a break within a word's style", "<b>Rate cut<br></b>The bank cut", "Rate cut\nThe bank cut"},
		{"new elements", "<main><hgroup>Rate</hgroup><details><summary>More</summary>A cut</details></main><address>Oslo</address>",
			"Rate\n\nMore\n\nA cut\n\nOslo"},
		{"elements of the site's own", "<card-title>Rate cut</card-title><card-text>The bank cut</card-text>", "Rate cut\n\nThe bank cut"},
		{"an own element within a line", "The bank <x-tip>of Velland</x-tip> cut", "The bank of Velland cut"},
		{"a span styled as a box", `<span style="display: block">Rate cut</span>The bank cut`, "Rate cut\n\nThe bank cut"},
		{"spans side by side", "<span>Rate cut by a quarter</span><span>The bank cut</span>", "Rate cut by a quarter\n\nThe bank cut"},
		{"a bold lead", "<p><b>Rate cut by a quarter</b>The bank cut</p>", "Rate cut by a quarter\n\nThe bank cut"},
		{"a span behind a text", "<p>Rate cut by a quarter.<span>The bank cut</span></p>", "Rate cut by a quarter.\n\nThe bank cut"},
		{"links side by side", "<a href=/>Home</a><a href=/b>Business</a>", "Home\n\nBusiness"},
		{"style within a word", "The <b>Riks</b>bank, <i>un</i>usual<sup>a</sup>, <span>T</span>he", "The Riksbank, unusuala, The"},
		{"a word set bold", "The <b>bank</b> <i>cut</i> its rate", "The bank cut its rate"},
		{"wrapped source", "<p>The bank\n  cut its\nrate.</p>", "The bank cut its rate."},
		{"wrapped text with a bold word", "The <b>bank</b> cut.\nMarkets rose.", "The bank cut.\nMarkets rose."},
		{"blank lines for paragraphs", "<h2>Rate</h2>\n\nThe bank cut.\n\nMarkets rose", "Rate\n\nThe bank cut.\n\nMarkets rose"},
		{"a blank line beside a link", "<p>The\n\n <a href=/>bank</a>\n\n cut.</p>", "The bank cut."},
		{"kept lines", "<pre>Oslo 1\nBergen 2</pre>", "Oslo 1\nBergen 2"},
		{"a power and a footnote", "<p>10<sup>6</sup> tons<sup><a href=#n>[2]</a></sup>, CO<sub>2</sub></p>", "10⁶ tons, CO2"},
		{"entities", "Fish &amp; chips&nbsp;&lt;b&gt;", "Fish & chips <b>"},
	} {
		if d := cmp.Diff(c.want, Plain(c.in)); d != "" {
			t.Errorf("%s: -want +got\n%s", c.name, d)
		}
	}
}
