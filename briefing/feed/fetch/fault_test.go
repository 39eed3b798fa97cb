package fetch

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestFetchFault_SaysWhatToDoInWordsThatPeopleKnow(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	secret := httptest.NewTLSServer(http.NotFoundHandler()) // its certificate is its own
	t.Cleanup(secret.Close)
	rude, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rude.Close() })
	go func() {
		for {
			c, err := rude.Accept()
			if err != nil {
				return
			}
			_ = c.Close()
		}
	}()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + silent.Addr().String()
	_ = silent.Close()
	for address, want := range map[string]string{
		strings.Replace(plain.URL, "http://", "https://", 1): "it answers over http only: write http:// in front of the address",
		secret.URL:                       "its certificate is not valid",
		"http://" + rude.Addr().String(): "the server broke off the connection",
		nobody:                           "nothing answers at this address",
	} {
		f := &Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
		_, err := f.Discover(context.Background(), address)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", address, err, want)
		}
	}
}
