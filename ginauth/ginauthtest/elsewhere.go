package ginauthtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// stranger is a server that no program under test should ever ask. It answers
// as its provider would, so that whoever asks notices nothing.
type stranger struct {
	URL string
	mu  sync.Mutex
	got []string
}

func newStranger(tb testing.TB, p *Provider) *stranger {
	s := &stranger{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.got = append(s.got, fmt.Sprintf("%s %s (Authorization: %q)", r.Method, r.URL.Path, r.Header.Get("Authorization")))
		s.mu.Unlock()
		p.honest(w, r)
	}))
	s.URL = server.URL
	tb.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return s
}

// honest answers without the hooks that are put before an endpoint: else a
// redirect to the stranger would end in itself.
func (p *Provider) honest(w http.ResponseWriter, r *http.Request) {
	for e, serve := range p.endpoints() {
		if strings.HasSuffix(r.URL.Path, e.path()) {
			p.record(e, r)
			serve(w, r)
			return
		}
	}
	http.NotFound(w, r)
}

// Elsewhere is the address of another server, which the program under test
// has no reason to ask.
func (p *Provider) Elsewhere() string {
	p.elsewhereMu.Lock()
	defer p.elsewhereMu.Unlock()
	if p.stranger == nil {
		p.stranger = newStranger(p.tb, p)
	}
	return p.stranger.URL
}

// Trespasses are the requests that went to Elsewhere, or, with HTTPClient, to
// another host than the Issuer's.
func (p *Provider) Trespasses() []string {
	p.elsewhereMu.Lock()
	defer p.elsewhereMu.Unlock()
	out := slices.Clone(p.foreign)
	if p.stranger != nil {
		p.stranger.mu.Lock()
		defer p.stranger.mu.Unlock()
		out = append(out, p.stranger.got...)
	}
	return out
}

// HTTPClient is the client by which the program under test reaches the
// provider, for providers.Config.HTTPClient. It is nil, which stands for the
// program's own, unless the Issuer is not the provider's address, or AnyHost
// is set.
func (p *Provider) HTTPClient() *http.Client {
	if p.Issuer == p.URL && !p.AnyHost {
		return nil
	}
	return &http.Client{Transport: anyHost{p}}
}

// anyHost leads each request to the provider, whatever its host and scheme
// are, as a name server in an attacker's hands would.
type anyHost struct{ p *Provider }

// RoundTrip implements [http.RoundTripper].
func (t anyHost) RoundTrip(r *http.Request) (*http.Response, error) {
	here, err := url.Parse(t.p.URL)
	if err != nil {
		return nil, err
	}
	issuer, err := url.Parse(t.p.Issuer)
	if err != nil {
		return nil, err
	}
	if r.URL.Host != issuer.Host || r.URL.Scheme != issuer.Scheme {
		t.p.elsewhereMu.Lock()
		t.p.foreign = append(t.p.foreign, fmt.Sprintf("%s %s://%s%s", r.Method, r.URL.Scheme, r.URL.Host, r.URL.Path))
		t.p.elsewhereMu.Unlock()
	}
	out := r.Clone(r.Context())
	out.Host = r.URL.Host
	out.URL.Scheme, out.URL.Host = here.Scheme, here.Host
	return http.DefaultTransport.RoundTrip(out)
}
