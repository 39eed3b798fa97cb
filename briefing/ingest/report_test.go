package ingest_test

import (
	"fmt"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/store/storetest"
)

// Whoever is told of outcomes need not care that sources are read at the same time.
func TestPoller_ReportsOneOutcomeAtATime(t *testing.T) {
	r := newRound(t, storetest.Open(t))
	const sources, items = 12, 20
	for i := range sources {
		address := fmt.Sprintf("https://s%d.example/feed", i)
		r.add(address)
		var titles []string
		for n := range items {
			titles = append(titles, fmt.Sprintf("News %d of %d", n, i))
		}
		r.web.pages[address] = channelOf(titles...)
	}
	var busy atomic.Bool
	told, mixed := 0, 0
	now := func() time.Time { return r.now }
	p := &ingest.Poller{Store: r.store, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: r.web}}, Ingest: &ingest.Ingester{Store: r.store}, Now: now, Report: func(ingest.Outcome) {
		if !busy.CompareAndSwap(false, true) {
			mixed++
		}
		for range 1000 { // others get their turn, if nothing keeps them
			runtime.Gosched()
		}
		told++
		busy.Store(false)
	}}
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if told != sources*items || mixed > 0 {
		t.Errorf("%d outcomes told of %d, %d of them while another was", told, sources*items, mixed)
	}
}
