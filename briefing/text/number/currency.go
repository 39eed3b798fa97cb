package number

import (
	"strings"

	"dateline/briefing/text/date"
)

// currencies are signs and stems of names of money.
var currencies = map[string]string{
	"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₽": "RUB", "₹": "INR",
	"us$": "USD", "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "eur": "EUR",
	"pound": "GBP", "yen": "JPY", "rubl": "RUB", "crown": "crown",
}

// currencyWords are names of money as they stand behind a figure, folded.
var currencyWords = func() map[string]string {
	out := date.ValuesOf("currencies", func(code string) string { return code })
	for code := range strings.FieldsSeq("usd eur gbp jpy cny chf brl") { // as codes stand behind a figure
		out[code] = strings.ToUpper(code)
	}
	return out
}()
