// Package fetch reads addresses over HTTP: no private ones, sizes capped,
// robots.txt kept, walls told from articles.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"dateline/briefing/feed"
	"dateline/briefing/feed/link"
	"dateline/briefing/rights"
)

const (
	headerTime   = 10 * time.Second // until a server answers
	totalTime    = 30 * time.Second // for a whole document
	redirectMost = 5
	agentName    = "Dateline"
)

// Known is what the source said last time, for a conditional request.
type Known struct{ ETag, Modified string }

// Fetcher fetches documents. The zero value fetches public addresses only.
type Fetcher struct {
	Allow   []netip.Prefix // private networks that may be fetched all the same
	Contact string         // in the user agent: who runs this, an address or a URL
	Client  *http.Client   // nil: the safe one
	Now     func() time.Time
	Log     *slog.Logger

	once   sync.Once
	safe   *http.Client
	robots rulebook
	mining rulebook // who reserves text and data mining
	hosts  hostLocks
	walls  walls
	common paragraphs
}

func (f *Fetcher) client() *http.Client {
	if f.Client != nil {
		return f.Client
	}
	f.once.Do(func() { f.safe = &http.Client{Transport: f.transport(), CheckRedirect: redirect, Timeout: totalTime} })
	return f.safe
}

// transport refuses private addresses when it connects, so that redirects and
// names that change their address are covered. No proxy: it would connect for us.
func (f *Fetcher) transport() http.RoundTripper {
	control := ssrf.New(ssrf.WithPorts(80, 443), ssrf.WithDeniedV4Prefixes(publicMetadata)).Safe
	dialer := &net.Dialer{Timeout: headerTime, KeepAlive: 30 * time.Second}
	dialer.Control = func(network, address string, c syscall.RawConn) error {
		if f.allowed(address) {
			return nil
		}
		if err := control(network, address, c); err != nil {
			if errors.Is(err, ssrf.ErrProhibitedPort) {
				return err
			}
			return fmt.Errorf("%w (%s)", ErrPrivate, address)
		}
		return nil
	}
	return &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, MaxConnsPerHost: 1, MaxIdleConns: 50,
		IdleConnTimeout:     time.Minute,
		TLSHandshakeTimeout: headerTime, ResponseHeaderTimeout: headerTime, DisableCompression: true, MaxResponseHeaderBytes: 256 << 10}
}

func (f *Fetcher) allowed(address string) bool {
	parsed, err := netip.ParseAddrPort(address)
	if err != nil {
		return false
	}
	for _, p := range f.Allow {
		if p.Contains(parsed.Addr().Unmap()) {
			return true
		}
	}
	return false
}

func redirect(r *http.Request, via []*http.Request) error {
	if len(via) > redirectMost {
		return fmt.Errorf("it redirects more than %d times", redirectMost)
	}
	if via[len(via)-1].URL.Scheme == "https" && r.URL.Scheme != "https" {
		return errors.New("it redirects from https to http")
	}
	return checkURL(r.URL)
}

// Check says why an address cannot be one of a feed, before anything is asked.
func Check(raw string) error {
	parsed, err := url.Parse(raw)
	if err != nil {
		return errors.New("it is no web address")
	}
	return checkURL(parsed)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("the address begins with neither http:// nor https://: write one of them in front")
	case u.Host == "":
		return errors.New("the address has no host")
	case u.User != nil:
		return errors.New("addresses with a user or password are refused: they would be stored and shown")
	}
	return nil
}

// reply is what came from an address, capped and decompressed.
type reply struct {
	url            string
	status         int
	body           []byte
	contentType    string
	etag, modified string
	wait           time.Duration
	truncated      bool
	challenge      bool   // the server holds a check for programs before it
	moved          string // where the address says for good that it is
	rights         rights.Rights
}

// get fetches one address.
func (f *Fetcher) get(ctx context.Context, raw string, known Known, most int) (reply, error) {
	parsed, err := url.Parse(raw)
	if err != nil {
		return reply{}, fmt.Errorf("%q is no address: %w", raw, err)
	}
	if err := checkURL(parsed); err != nil {
		return reply{}, err
	}
	unlock, err := f.hosts.lock(ctx, parsed.Host)
	if err != nil {
		return reply{}, err
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, totalTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, raw, nil)
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("User-Agent", f.agent())
	req.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, "+
		"*/*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip")
	if known.ETag != "" {
		req.Header.Set("If-None-Match", known.ETag)
	}
	if known.Modified != "" {
		req.Header.Set("If-Modified-Since", known.Modified)
	}
	resp, err := f.client().Do(req)
	if err != nil {
		return reply{}, fetchFault(err)
	}
	defer resp.Body.Close()
	response := reply{url: resp.Request.URL.String(), status: resp.StatusCode, contentType: resp.Header.Get("Content-Type"),
		etag: resp.Header.Get("ETag"), modified: resp.Header.Get("Last-Modified"), wait: f.waitOf(resp.Header),
		challenge: challenged(resp.Header), moved: movedTo(resp.Request), rights: rights.OfHeader(resp.Header)}
	switch {
	case resp.StatusCode == http.StatusNotModified:
		return response, nil
	case resp.StatusCode != http.StatusOK:
		return response, statusFault(resp.StatusCode)
	}
	response.body, response.truncated, err = feed.ReadCapped(resp.Body, resp.Header.Get("Content-Encoding"), most)
	if err != nil {
		err = fetchFault(err)
	}
	return response, err
}

func (f *Fetcher) agent() string {
	if f.Contact != "" {
		return agentName + "/1.0 (+" + f.Contact + ")"
	}
	return agentName + "/1.0 (news desk)"
}

func statusFault(code int) error {
	switch code {
	case 401, 403:
		return fmt.Errorf("the server refuses (status %d): it may ask for a login, or refuse programs", code)
	case 404:
		return fmt.Errorf("nothing is there (status %d): check the address", code)
	case 410:
		return ErrGone
	case 429:
		return fmt.Errorf("the server asks for fewer visits (status 429)")
	}
	return fmt.Errorf("the server answered with status %d", code)
}

// fetchFault says what went wrong without repeating the whole address.
func fetchFault(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, ErrPrivate):
		return ErrPrivate
	case errors.Is(err, ssrf.ErrProhibitedPort):
		return errors.New("its port is neither 80 nor 443: an operator may allow the address in FETCH_ALLOW")
	case errors.As(err, &dns):
		return fmt.Errorf("the host %s is not known: check the address and the network", dns.Name)
	case errors.Is(err, context.DeadlineExceeded), strings.Contains(err.Error(), "timeout"):
		return fmt.Errorf("the server did not answer in time")
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &record):
		return errors.New("it answers over http only: write http:// in front of the address")
	case errors.As(err, &certificate):
		return errors.New("its certificate is not valid, so it may be somebody else")
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("nothing answers at this address: check it, or try again later")
	case brokenOff(err):
		return errors.New("the server broke off the connection")
	}
	return err
}

// brokenOff reports whether the server ended a connection; net/http has no value
// for one that ends before the request is written.
func brokenOff(err error) bool {
	for _, end := range []error{syscall.ECONNRESET, syscall.EPIPE, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, end) {
			return true
		}
	}
	return strings.Contains(err.Error(), "server closed idle connection")
}

// waitOf is how long Retry-After or Cache-Control ask to wait.
func (f *Fetcher) waitOf(h http.Header) time.Duration {
	if after := h.Get("Retry-After"); after != "" {
		if n, err := strconv.Atoi(after); err == nil && n > 0 {
			return time.Duration(min(n, 86400)) * time.Second
		}
		if when, err := http.ParseTime(after); err == nil {
			return min(max(when.Sub(f.now()), 0), 24*time.Hour)
		}
	}
	for _, d := range strings.Split(h.Get("Cache-Control"), ",") {
		if age, ok := strings.CutPrefix(strings.TrimSpace(strings.ToLower(d)), "max-age="); ok {
			if n, err := strconv.Atoi(age); err == nil && n > 0 {
				return time.Duration(min(n, 6*3600)) * time.Second
			}
		}
	}
	return 0
}

func (f *Fetcher) now() time.Time {
	if f.Now != nil {
		return f.Now()
	}
	return time.Now()
}

// Fetch reads a document: a feed, a list, a page.
func (f *Fetcher) Fetch(ctx context.Context, raw string, known Known) (feed.Document, error) {
	response, err := f.get(ctx, raw, known, feed.DocumentMost)
	doc := feed.Document{URL: response.url, Asked: raw, Moved: response.moved, Wait: response.wait}
	over := errors.Is(err, feed.ErrTooBig) && len(response.body) > 0
	if err != nil && !over {
		return doc, err
	}
	if response.status == http.StatusNotModified {
		doc.NotModified, doc.ETag, doc.Modified = true, known.ETag, known.Modified
		return doc, nil
	}
	fault := err
	doc, err = feed.Parse(response.body, response.url, response.contentType)
	if over {
		doc, err = beginning(doc, err, fault)
	}
	doc.URL, doc.Asked, doc.Moved, doc.ETag, doc.Modified = response.url, raw, response.moved, response.etag, response.modified
	doc.Truncated = doc.Truncated || response.truncated
	doc.Wait, doc.Rights = max(doc.Wait, response.wait), response.rights
	return doc, err
}

// beginning is what the first part of a feed holds that is larger than is read:
// its newest items, when it begins with them; else they were not reached, and
// the old ones would be told for new.
func beginning(doc feed.Document, err, fault error) (feed.Document, error) {
	if err != nil {
		return feed.Document{}, fault
	}
	if len(doc.Items) == 0 || doc.OldestFirst {
		return feed.Document{}, fmt.Errorf("%w: its newest items stand at its end", fault)
	}
	doc.Refused = append(doc.Refused, feed.Refusal{Input: "", Reason: fault.Error() + ": its newest items were read, the others were not"})
	return doc, nil
}

// commonPaths are where sites keep their feeds.
var commonPaths = []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml"}

// Discover reads an address; if it is a page that names a feed, the feed
// instead. A page that is an article is returned as such.
func (f *Fetcher) Discover(ctx context.Context, raw string) (feed.Document, error) {
	doc, err := f.Fetch(ctx, raw, Known{})
	if err == nil && (doc.Kind != "page" || len(doc.Items) > 0 && !frontPage(doc.URL)) {
		return doc, nil
	}
	if err != nil && !errors.Is(err, feed.ErrNotNews) {
		return doc, err
	}
	var addresses []string
	for _, named := range doc.Feeds[:min(len(doc.Feeds), 3)] {
		addresses = append(addresses, named.URL)
	}
	if frontPage(doc.URL) {
		for _, common := range commonPaths {
			addresses = append(addresses, link.Resolve(doc.URL, common))
		}
	}
	for _, address := range addresses {
		if found, failure := f.Fetch(ctx, address, Known{}); failure == nil && found.Kind != "page" && len(found.Items) > 0 {
			return found, nil
		}
	}
	return doc, err
}

// frontPage reports an address that names a site or a section, not an article: a file is
// one, but for an index.
func frontPage(raw string) bool {
	parsed, err := url.Parse(raw)
	if err != nil || parsed.RawQuery != "" || path.Ext(parsed.Path) != "" && !strings.HasPrefix(path.Base(parsed.Path), "index.") {
		return false
	}
	return strings.Count(strings.Trim(parsed.Path, "/"), "/") == 0 && !strings.ContainsAny(parsed.Path, "-0123456789")
}
