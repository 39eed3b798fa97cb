package clock

import (
	"strings"
	"testing"
	"time"
)

func TestDate_FormsThatFeedsWrite(t *testing.T) {
	for _, line := range strings.Split(strings.TrimSpace(dateForms), "\n") {
		want, in, ok := strings.Cut(line, " | ")
		if !ok {
			t.Fatalf("no date in %q", line)
		}
		got := "unread"
		if d, ok := Date(in); ok {
			got = d.Format("2006-01-02T15:04:05Z")
		} else if StatesNone(in) {
			got = "none"
		}
		if want = strings.TrimSpace(want); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

const dateForms = `
2026-03-14T13:05:09Z | Sat, 14 Mar 2026 13:05:09 GMT
2026-03-14T13:05:09Z | Sat, 14 Mar 2026 14:05:09 +0100
2026-03-14T13:05:00Z | Sat, 14 Mar 2026 13:05 GMT
2026-03-14T13:05:09Z | 14 Mar 26 13:05:09 UT
1999-03-14T13:05:09Z | 14 Mar 99 13:05:09 UT
2026-03-14T13:05:09Z | Sat Mar 14 13:05:09 2026
2026-03-14T12:05:09Z | Sat Mar 14 13:05:09 CET 2026
2026-03-14T13:05:09Z | Saturday, 14-Mar-26 13:05:09 GMT
2026-03-14T13:05:09Z | 14/Mar/2026:14:05:09 +0100
2026-03-14T12:05:09Z | Sat Mar 14 2026 13:05:09 GMT+0100 (Central European Standard Time)
2026-03-14T13:05:09Z | 2026-03-14 13:05:09 +0000 UTC
2026-03-14T13:05:00Z | 2026-03-14T13:05Z
2026-03-14T13:05:09Z | 2026-03-14T13:05:09.123Z
2026-03-14T11:05:09Z | 2026-03-14T13:05:09+02
2026-03-14T11:05:09Z | 2026-03-14T13:05:09+0200
2026-03-14T11:05:09Z | 2026-03-14T13:05:09+02:00[Europe/Athens]
2026-03-14T13:05:09Z | 20260314T130509Z
2026-03-14T11:05:09Z | 20260314T130509+0200
2026-03-14T13:05:00Z | 202603141305
2026-03-14T00:00:00Z | 20260314
2026-03-14T00:00:00Z | 2026-03-14
2026-03-14T00:00:00Z | 2026/3/14
2026-03-14T00:00:00Z | Mar 14, 2026
2026-03-14T00:00:00Z | March 14th, 2026
2026-03-14T20:05:00Z | March 14, 2026 8:05 pm
2026-03-14T20:00:00Z | March 14, 2026 at 8 p.m.
2026-03-14T00:05:00Z | 14 March 2026, 12:05 AM
2026-03-14T12:05:00Z | 14 March 2026, 12:05 PM
2026-03-14T20:05:00Z | Sat, 14 Mar 2026 20:05 PM
2026-03-15T01:05:00Z | Sat, 14 Mar 2026 08:05 PM EST
2026-03-15T00:05:00Z | Sat, 14 Mar 2026 08:05 PM ET
2026-12-15T01:05:00Z | Mon, 14 Dec 2026 08:05 PM Eastern Time
2026-03-15T00:00:00Z | Sat, 14 Mar 2026 24:00:00 +0000
2026-03-14T06:05:00Z | Sat, 14 Mar 2026 13:05:00 GMT+7
2026-03-14T10:35:00Z | Sat, 14 Mar 2026 13:05:00 UTC +02:30
2026-03-14T20:05:00Z | 2026-03-14 13:05:00 UTC-7
2026-03-14T12:05:00Z | Sat, 14 Mar 2026 13:05:00 Europe/Berlin
2026-07-14T11:05:00Z | Tue, 14 Jul 2026 13:05:00 Europe/Berlin
2026-03-14T20:05:00Z | 2026-03-14 13:05 Etc/GMT+7
2026-03-14T16:05:00Z | 2026-03-14T13:05:00 America/Argentina/Buenos_Aires
2026-03-14T10:05:00Z | Sat, 14 Mar 2026 13:05:00 MSK
2026-03-14T07:35:00Z | Sat, 14 Mar 2026 13:05:00 IST
2026-03-14T03:05:00Z | Sat, 14 Mar 2026 13:05:00 AEST
2026-03-14T16:35:00Z | Sat, 14 Mar 2026 13:05:00 NST
2026-03-14T13:05:00Z | Sat, 14 Mar 2026 13:05:00 -0000
2026-03-14T13:05:00Z | 14/03/2026 13:05
2026-03-14T13:05:00Z | 03/14/2026 1:05:00 PM
2026-03-14T13:05:00Z | 14.03.2026 13:05
2026-04-03T13:05:00Z | 03.04.2026, 13.05 Uhr
2026-04-03T13:05:00Z | 3.4.2026 klo 13.05
2026-03-03T00:00:00Z | 03/03/2026
2026-03-14T13:05:00Z | Saturday, March 14, 2026 - 13:05
2026-03-14T13:05:00Z | 13:05 - 14/03/2026
2026-03-14T13:05:00Z | Sa., 14. März 2026, 13:05 Uhr
2026-03-24T12:05:00Z | mar., 24 mars 2026 13:05:00 +0100
2026-11-24T12:05:00Z | mar. 24 nov. 2026 13:05:00 +0100
2026-08-01T11:30:00Z | 1er août 2026 à 11h30
2026-03-14T20:05:00Z | 14 de marzo de 2026 a las 8:05 p. m.
2026-01-14T12:05:00Z | mié, 14 ene 2026 13:05:00 +0100
2026-05-14T13:05:00Z | gio, 14 mag 2026 13:05:00 GMT
2026-10-14T16:05:00Z | qua, 14 out 2026 13:05:00 -0300
2026-11-14T12:05:00Z | sob, 14 lis 2026 13:05:00 +0100
2026-07-14T11:05:00Z | út, 14 července 2026 13:05 +0200
2026-06-14T11:05:00Z | 14. června 2026 13:05 +0200
2026-11-29T13:05:00Z | 2026. november 29., vasárnap 13:05
2026-11-29T10:05:00Z | 29 Kas 2026 Paz, 13:05 +0300
2026-11-14T13:05:00Z | lauantai 14. marraskuuta 2026 klo 13.05
2026-08-14T10:05:00Z | 14 августа 2026 г., 13:05 MSK
2026-11-14T11:05:00Z | 14 листопада 2026 13:05 EET
2026-11-14T11:05:00Z | Σάβ, 14 Νοε 2026 13:05:00 +0200
2026-11-14T00:00:00Z | ١٤ نوفمبر ٢٠٢٦
2026-01-14T00:00:00Z | 14 كانون الثاني 2026
2026-11-14T00:00:00Z | 14 नवंबर 2026
2026-11-14T00:00:00Z | 14 พ.ย. 2569
2026-11-14T00:00:00Z | Ngày 14 tháng 11, 2026
2026-03-14T13:05:00Z | 2026年3月14日 13:05
2026-03-14T13:05:00Z | 2026年3月14日(土) 13時05分
2026-03-14T20:05:00Z | 2026年03月14日 下午8:05
2026-03-14T20:00:00Z | 2026年3月14日 星期六 20时
2026-03-14T00:00:00Z | 令和8年3月14日
2026-03-14T20:05:00Z | 2026년 3월 14일 오후 8:05
2026-03-14T20:05:00Z | 2026. 3. 14. 오후 8:05
2026-03-14T13:05:00Z | ２０２６/０３/１４　13:05
2026-03-14T13:05:09Z | 1773493509
2026-03-14T13:05:09Z | 1773493509123
2026-03-14T13:05:09Z | 1773493509.123
2026-03-14T00:00:00Z | 2026-W11-6
2026-03-14T13:05:00Z | 2026-073T13:05Z
2019-03-14T13:05:00Z | Thu, Mar 14 2019 01:05:00 PM
2126-03-14T13:05:09Z | Thu, 14 Mar 2126 13:05:09 GMT
none | Thu, 01 Jan 1970 00:00:00 GMT
none | Wed, 31 Dec 1969 16:00:00 PST
none | 0001-01-01T00:00:00Z
none | 0000-00-00 00:00:00
none | 1900-01-01
none | Invalid Date
none | null
unread | 05/10/2026
unread | Wed, 31 Feb 2026 10:00:00 GMT
unread | Sat, 14 Mar 2026 25:05:00 GMT
unread | Sat, 14 Mar 2026 13:05:00 XQT
unread | 2026-03-14T13:05:00 Mars/Phobos
unread | 2026-13-45
unread | Yesterday
unread | 3 hours ago
unread | March 2026
unread | 0218-03-14T13:05:00Z`

func TestDate_TheOrderOfDayAndMonthIsTheSource(t *testing.T) {
	for _, c := range []struct {
		name, lang string
		others     []string
		want       string
	}{
		{"another date begins with its day", "", []string{"28/09/2026"}, "2026-10-05"},
		{"another date ends with its day", "de", []string{"09/28/2026 10:00"}, "2026-05-10"},
		{"American English", "en-US", nil, "2026-05-10"},
		{"British English", "en-gb", nil, "2026-10-05"},
		{"French", "fr", nil, "2026-10-05"},
		{"English of no country", "en", nil, "unread"},
		{"no language", "", []string{"04/10/2026"}, "unread"},
		{"others that contradict each other", "", []string{"28/09/2026", "09/28/2026"}, "unread"},
	} {
		got := "unread"
		if d, ok := DateIn("05/10/2026", OrderOf(c.others, c.lang)); ok {
			got = d.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
