package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

const (
	issuer       = "https://id.example.com"
	clientID     = "client"
	clientSecret = "secret"
	subjectID    = "248289761001"
)

// idp is an OpenID provider without a network: an http.RoundTripper that
// answers from memory. It checks the PKCE verifier, and uses each code once.
type idp struct {
	key             *rsa.PrivateKey
	discovery, keys []byte

	mu       sync.Mutex
	requests map[string]int
	granted  map[string]grant
	codes    int
}

// grant is what a code stands for.
type grant struct {
	challenge string
	answer    []byte
}

func newIDP() (*idp, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("the provider's key: %w", err)
	}
	p := &idp{key: key, requests: map[string]int{}, granted: map[string]grant{}}
	p.discovery, err = json.Marshal(map[string]any{
		"issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
		"jwks_uri": issuer + "/keys", "userinfo_endpoint": issuer + "/userinfo",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported":      []string{"S256"},
	})
	if err != nil {
		return nil, err
	}
	p.keys, err = json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: &key.PublicKey, KeyID: "1", Algorithm: "RS256", Use: "sig"},
	}})
	return p, err
}

// grant makes a code and the answer to it, with an ID token of the usual size.
func (p *idp) grant(nonce, challenge string) (code string, err error) {
	now := time.Now().Unix()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"iss": issuer, "aud": clientID, "sub": subjectID, "nonce": nonce, "iat": now, "exp": now + 3600, "auth_time": now,
		"name": name, "email": email, "email_verified": true, "picture": "https://img.example.com/a.png",
	})
	token.Header["kid"] = "1"
	signed, err := token.SignedString(p.key)
	if err != nil {
		return "", fmt.Errorf("the provider's ID token: %w", err)
	}
	answer, err := json.Marshal(map[string]any{
		"access_token": "an-access-token-of-the-provider", "refresh_token": "a-refresh-token-of-the-provider",
		"token_type": "Bearer", "expires_in": 3600, "scope": "openid profile email", "id_token": signed,
	})
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.codes++
	code = fmt.Sprintf("code-%d", p.codes)
	p.granted[code] = grant{challenge, answer}
	return code, nil
}

// counted is how often a path was asked for.
func (p *idp) counted(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.requests[path]
}

// RoundTrip implements [http.RoundTripper].
func (p *idp) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.requests[r.URL.Path]++
	p.mu.Unlock()
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		return answer(r, p.discovery), nil
	case "/keys":
		return answer(r, p.keys), nil
	case "/token":
		body, err := p.token(r)
		if err != nil {
			return nil, err
		}
		return answer(r, body), nil
	}
	return nil, fmt.Errorf("the provider has no %s", r.URL.Path)
}

func (p *idp) token(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	if id, secret, _ := r.BasicAuth(); id != clientID || secret != clientSecret {
		return nil, errors.New("another client")
	}
	code := form.Get("code")
	p.mu.Lock()
	given, ok := p.granted[code]
	delete(p.granted, code)
	p.mu.Unlock()
	verifier := sha256.Sum256([]byte(form.Get("code_verifier")))
	if !ok || base64.RawURLEncoding.EncodeToString(verifier[:]) != given.challenge {
		return nil, fmt.Errorf("the code %q is not good, or not for this verifier", code)
	}
	return given.answer, nil
}

func answer(r *http.Request, body []byte) *http.Response {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}
}
