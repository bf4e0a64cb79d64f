package ginauthtest

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Received is a request that a provider has got.
type Received struct {
	Method, Host string
	Header       http.Header
	// Query are the parameters of the URL, Form those of the body.
	Query, Form url.Values
}

// records are the requests to a provider, and the secrets that it has given or
// been given.
type records struct {
	recordsMu sync.Mutex
	received  map[Endpoint][]Received
	secrets   []string
}

const maxRequest = 1 << 20

func (p *Provider) record(e Endpoint, r *http.Request) {
	body, _ := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest)) // half a form is a form that will be refused
	form, err := url.ParseQuery(string(body))
	if err != nil || r.Method == http.MethodGet {
		form = url.Values{}
	}
	r.PostForm, r.Form, r.Body = form, form, http.NoBody
	p.recordsMu.Lock()
	defer p.recordsMu.Unlock()
	if p.received == nil {
		p.received = map[Endpoint][]Received{}
	}
	p.received[e] = append(p.received[e], Received{r.Method, r.Host, r.Header.Clone(), r.URL.Query(), form})
	if v := form.Get("code_verifier"); v != "" {
		p.secrets = append(p.secrets, v)
	}
}

// Count is how many requests an endpoint has got.
func (p *Provider) Count(e Endpoint) int { return len(p.Requests(e)) }

// Requests are the requests that an endpoint has got.
func (p *Provider) Requests(e Endpoint) []Received {
	p.recordsMu.Lock()
	defer p.recordsMu.Unlock()
	return slices.Clone(p.received[e])
}

// secret makes a new secret and remembers it, for the search for leaks.
func (p *Provider) secret() string { return p.keep(random()) }

func (p *Provider) keep(secret string) string {
	p.recordsMu.Lock()
	defer p.recordsMu.Unlock()
	p.secrets = append(p.secrets, secret)
	return secret
}

// Leaks are those codes, tokens and secrets that a text has in it: none of
// them belongs into a log or a page.
func (p *Provider) Leaks(text string) []string {
	p.recordsMu.Lock()
	defer p.recordsMu.Unlock()
	var found []string
	for _, s := range append(p.secrets, p.ClientSecret, url.QueryEscape(p.ClientSecret)) {
		if s != "" && strings.Contains(text, s) {
			found = append(found, s)
		}
	}
	return found
}
