package bot

import (
	"encoding/json"
	"testing"

	"dateline/bot/wire"
)

func TestLanguageOf_OptionElseServersLocale(t *testing.T) {
	for _, c := range []struct{ picked, locale, want string }{
		{"de", "fr", "de"}, {"", "fr", "fr"}, {"", "es-419", "es"}, {"", "en-GB", "en"}, {"", "en-US", ""}, {"", "", ""}, {"xx", "xx", ""},
	} {
		in := &wire.Interaction{}
		in.Home.V = c.locale
		picked, err := json.Marshal(c.picked)
		if err != nil {
			t.Fatal(err)
		}
		if got := languageOf(&call{in: in, opts: map[string]wire.Option{"language": {Value: picked}}}); got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}
