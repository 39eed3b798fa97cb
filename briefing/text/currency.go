package text

import "strings"

// currencies are signs and stems of names of money.
var currencies = map[string]string{
	"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₽": "RUB", "₹": "INR",
	"us$": "USD", "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "eur": "EUR",
	"pound": "GBP", "yen": "JPY", "rubl": "RUB", "crown": "crown",
}

// currencyWords are names of money as they stand behind a figure, folded.
var currencyWords = func() map[string]string {
	out := valuesOf("currencies", func(code string) string { return code })
	for code := range strings.FieldsSeq("usd eur gbp jpy cny chf brl") { // as codes stand behind a figure
		out[code] = strings.ToUpper(code)
	}
	return out
}()

// currencyBefore reads "$", "US$", "R$" or a code before the figure at i.
func (r *numberReader) currencyBefore(i int) (code string, start int) {
	if i == 0 {
		return "", 0
	}
	t := r.tokens[i-1]
	code = currencies[r.s[t.start:t.end]]
	switch {
	case code == "" && t.upper && t.end-t.start == 3:
		return currencyWords[t.s], t.start
	case code == "":
		return "", 0
	case r.s[t.start:t.end] != "$" || i < 2 || r.tokens[i-1].gap:
		return code, t.start
	}
	switch before := r.tokens[i-2]; before.s {
	case "us":
		return "USD", before.start
	case "r":
		return "BRL", before.start
	case "a", "au":
		return "AUD", before.start
	case "c", "ca":
		return "CAD", before.start
	case "hk":
		return "HKD", before.start
	}
	return code, t.start
}

// currencyAfter reads the money behind a figure, past an "of".
func (r *numberReader) currencyAfter(i int) string {
	if r.is(i, "-") && r.tight(i) || r.is(i, "de", "d") {
		i++
	}
	if r.is(i, "'", "’") {
		i++
	}
	if r.is(i, "us") {
		i++
	}
	if i >= len(r.tokens) {
		return ""
	}
	t := r.tokens[i]
	if r.is(i, "$", "€", "£", "¥") && i+1 < len(r.tokens) && r.tokens[i+1].digits > 0 {
		return "" // it is the next figure's
	}
	if c := currencies[r.s[t.start:t.end]]; c != "" && t.s != "¥" {
		return c
	}
	if c := currencyWords[t.s]; c != "" {
		return c
	}
	if i+1 < len(r.tokens) && r.tight(i+1) {
		return currencyWords[t.s+r.tokens[i+1].s] // 美元
	}
	return ""
}
