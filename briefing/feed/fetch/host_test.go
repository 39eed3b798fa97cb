package fetch

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// hanging answers nothing before its time is over.
type hanging struct {
	asked atomic.Int32
	lasts time.Duration
}

func (h *hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	h.asked.Add(1)
	select {
	case <-time.After(h.lasts):
		return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Header: http.Header{}, Request: r}, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// Whoever waits for its turn at a host waits no longer than it wants, and its own time
// for an answer begins with its turn.
func TestFetch_WaitsForItsTurnAsLongAsItWants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &Fetcher{Client: &http.Client{Transport: &hanging{lasts: totalTime - time.Second}}}
		began, ended := time.Now(), make(chan error)
		for range 3 {
			go func() {
				_, err := f.Fetch(t.Context(), "https://a.example/feed", Known{})
				ended <- err
			}()
		}
		synctest.Wait()
		hurried, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := f.Fetch(hurried, "https://a.example/feed", Known{})
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
			t.Errorf("one in a hurry gives up after %s: %v", took, err)
		}
		for range 3 {
			if err := <-ended; err == nil || errors.Is(err, context.DeadlineExceeded) || err.Error() != statusFault(404).Error() {
				t.Errorf("after %s one that waited ends with %v, want an answer", time.Since(began), err)
			}
		}
		if len(f.hosts.byHost) != 0 {
			t.Errorf("%d hosts are kept", len(f.hosts.byHost))
		}
	})
}

// However many want to know what a site allows, it is asked once.
func TestMayRead_ASiteIsAskedOnceByAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := &hanging{lasts: time.Second}
		f := &Fetcher{Client: &http.Client{Transport: site}}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := f.MayRead(t.Context(), "https://a.example/a"); err != nil {
					t.Error(err)
				}
				if _, known := f.Reserved(t.Context(), "https://a.example/a"); !known {
					t.Error("what it reserves is not known")
				}
			})
		}
		all.Wait()
		if n := site.asked.Load(); n != 2 {
			t.Errorf("it was asked %d times, want once for each", n)
		}
	})
}
