package outlet

import (
	"testing"
	"unicode/utf8"
)

func FuzzAttributed(f *testing.F) {
	f.Add("Reuters (reuters.com)", "https://evil.example/feed")
	f.Add("R\u0435uters | World", "http://127.0.0.1:81/")
	f.Add("", "https://\u00e4rzteblatt.de/")
	f.Fuzz(func(t *testing.T, name, address string) {
		once := Attributed(name, address)
		if twice := Attributed(once, address); twice != once {
			t.Errorf("%q of %q: %q, then %q", name, address, once, twice)
		}
		if utf8.ValidString(name) && utf8.ValidString(address) && !utf8.ValidString(Name(address, name)) {
			t.Errorf("%q of %q: broken letters", name, address)
		}
	})
}
