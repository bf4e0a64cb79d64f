package rp

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	testIssuer = "https://id.example.com"
	testClient = "app"
	testSecret = "a client secret with : and % in it"
)

var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil
	}
	return key
})

// op is a provider without a network: an http.RoundTripper that answers by
// path, and counts.
type op struct {
	mu      sync.Mutex
	now     time.Time
	count   map[string]int
	seen    map[string]*http.Request
	form    url.Values
	issuer  string
	keyID   string
	key     any
	alg     jose.SignatureAlgorithm
	claims  map[string]any // added to, or put in the place of, the usual ones
	tokens  map[string]any
	meta    map[string]any
	info    string
	handler map[string]http.HandlerFunc
}

func newOP() *op {
	return &op{
		now: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), count: map[string]int{}, seen: map[string]*http.Request{}, issuer: testIssuer,
		keyID: "k1", key: testKey(), alg: jose.RS256, claims: map[string]any{}, tokens: map[string]any{}, meta: map[string]any{}, handler: map[string]http.HandlerFunc{},
		info: `{"sub":"7","name":"Ann","email":"ann@example.com","email_verified":true}`,
	}
}

func (p *op) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.count[r.URL.Path]++
	p.seen[r.URL.Path] = r
	if r.Body != nil && r.URL.Path == "/token" {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if p.form, err = url.ParseQuery(string(data)); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(strings.NewReader(string(data)))
	}
	custom := p.handler[r.URL.Path]
	p.mu.Unlock()
	w := httptest.NewRecorder()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if custom != nil {
			custom(w, r)
			return
		}
		p.answer(w, r)
	}()
	select {
	case <-done:
		res := w.Result()
		res.Request = r
		return res, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func (p *op) calls(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.count[path]
}

func (p *op) answer(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	var out any
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		doc := map[string]any{
			"issuer": p.issuer, "authorization_endpoint": testIssuer + "/authorize", "token_endpoint": testIssuer + "/token",
			"jwks_uri": testIssuer + "/keys", "userinfo_endpoint": testIssuer + "/me", "end_session_endpoint": testIssuer + "/end",
			"id_token_signing_alg_values_supported": []string{string(p.alg), "none", "HS256"},
		}
		maps.Copy(doc, p.meta)
		out = doc
	case "/keys":
		out = jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: publicOf(p.key), KeyID: p.keyID, Use: "sig", Algorithm: string(p.alg)}}}
	case "/token":
		doc := map[string]any{"access_token": "access", "token_type": "Bearer", "refresh_token": "refresh", "expires_in": 3600, "scope": "openid profile email", "id_token": p.idToken()}
		maps.Copy(doc, p.tokens)
		out = doc
	case "/me":
		_, _ = io.WriteString(w, p.info)
		return
	default:
		w.WriteHeader(http.StatusNotFound)
		return
	}
	data, err := json.Marshal(out)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(data)
}

func publicOf(key any) any {
	if k, ok := key.(*rsa.PrivateKey); ok {
		return &k.PublicKey
	}
	return key
}

func (p *op) idToken() string {
	claims := map[string]any{
		"iss": p.issuer, "aud": testClient, "sub": "7", "iat": p.now.Unix(), "exp": p.now.Add(5 * time.Minute).Unix(), "nonce": "nonce",
		"name": "Ann", "email": "ann@example.com", "email_verified": true,
	}
	for name, value := range p.claims {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return err.Error()
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: p.alg, Key: jose.JSONWebKey{Key: p.key, KeyID: p.keyID}}, nil)
	if err != nil {
		return err.Error()
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return err.Error()
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		return err.Error()
	}
	return token
}

// client is a Client of a provider, with a configuration changed by change.
func (p *op) client(t testing.TB, change func(*Config)) *Client {
	t.Helper()
	c := Config{
		OpenID: true, Issuer: testIssuer, ClientID: testClient, Scopes: []string{"openid", "profile", "email"},
		Secret: func(context.Context) (string, error) { return testSecret, nil },
		HTTP:   &http.Client{Transport: p}, Now: func(context.Context) time.Time { p.mu.Lock(); defer p.mu.Unlock(); return p.now },
	}
	if change != nil {
		change(&c)
	}
	client, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (p *op) advance(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
}

func goodAnswer() Answer {
	return Answer{Params: url.Values{"code": {"code"}}, RedirectURI: "https://app.example.com/cb", Nonce: "nonce", CodeVerifier: strings.Repeat("v", 43)}
}

// signIn is one whole sign-in.
func signIn(t testing.TB, c *Client) (*Tokens, error) {
	t.Helper()
	ctx, cancel := c.Bounded(t.Context())
	defer cancel()
	tokens, err := c.Exchange(ctx, goodAnswer())
	if err != nil {
		return nil, err
	}
	if _, err := c.Profile(ctx, tokens, WhenNeeded, nil, nil); err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	return tokens, nil
}
