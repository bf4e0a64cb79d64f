package ginauthtest

import (
	"encoding/json"
	"net/http"
	"sync"
)

// hooks are what makes a provider do other things than it should.
type hooks struct {
	hooksMu sync.Mutex
	changes map[Endpoint][]func(map[string]any)
	wraps   map[Endpoint][]func(http.Handler) http.Handler
	tokens  []func(*IDToken)
}

// Change changes the JSON document with which an endpoint answers a proper
// request; f runs at each one. The values may be json.RawMessage, which goes
// out as it is.
func (p *Provider) Change(e Endpoint, f func(document map[string]any)) {
	p.hooksMu.Lock()
	defer p.hooksMu.Unlock()
	if p.changes == nil {
		p.changes = map[Endpoint][]func(map[string]any){}
	}
	p.changes[e] = append(p.changes[e], f)
}

// Wrap puts a handler before an endpoint. It may answer by itself, or wrap the
// answer of honest.
func (p *Provider) Wrap(e Endpoint, f func(honest http.Handler) http.Handler) {
	p.hooksMu.Lock()
	defer p.hooksMu.Unlock()
	if p.wraps == nil {
		p.wraps = map[Endpoint][]func(http.Handler) http.Handler{}
	}
	p.wraps[e] = append(p.wraps[e], f)
}

// ChangeIDToken changes each ID token before it is signed.
func (p *Provider) ChangeIDToken(f func(*IDToken)) {
	p.hooksMu.Lock()
	defer p.hooksMu.Unlock()
	p.tokens = append(p.tokens, f)
}

// Restore makes it well-behaved again, but for its fields.
func (p *Provider) Restore() {
	p.hooksMu.Lock()
	defer p.hooksMu.Unlock()
	p.changes, p.wraps, p.tokens = nil, nil, nil
}

func (p *Provider) wrapped(e Endpoint, handler http.Handler) http.Handler {
	p.hooksMu.Lock()
	defer p.hooksMu.Unlock()
	for _, f := range p.wraps[e] {
		handler = f(handler)
	}
	return handler
}

func (p *Provider) changeToken(t *IDToken) {
	p.hooksMu.Lock()
	all := p.tokens
	p.hooksMu.Unlock()
	for _, f := range all {
		f(t)
	}
}

// answer writes a document, as it was changed.
func (p *Provider) answer(w http.ResponseWriter, e Endpoint, document map[string]any) {
	p.hooksMu.Lock()
	all := p.changes[e]
	p.hooksMu.Unlock()
	for _, f := range all {
		f(document)
	}
	writeJSON(w, http.StatusOK, document)
}

func writeJSON(w http.ResponseWriter, status int, document map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	data, err := json.Marshal(document)
	if err != nil {
		data = []byte(err.Error()) // a RawMessage that is no JSON: nor is this
	}
	_, _ = w.Write(data) // the other side may have gone
}

func oauthError(w http.ResponseWriter, status int, code string) {
	writeJSON(w, status, map[string]any{"error": code})
}
