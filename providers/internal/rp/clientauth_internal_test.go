package rp

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// The ways to authenticate, as the token endpoint sees them; and one request
// each, whatever it answers.
func TestClientAuth(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		change func(*Config)
		check  func(t *testing.T, r *http.Request, form url.Values)
	}{
		"basic": {nil, func(t *testing.T, r *http.Request, form url.Values) {
			user, password, _ := r.BasicAuth()
			if user != testClient || password != url.QueryEscape(testSecret) || form.Has("client_secret") {
				t.Errorf("%q %q %v", user, password, form)
			}
		}},
		"post": {func(c *Config) { c.ClientAuth = "client_secret_post" }, func(t *testing.T, r *http.Request, form url.Values) {
			if r.Header.Get("Authorization") != "" || form.Get("client_secret") != testSecret || form.Get("client_id") != testClient {
				t.Errorf("%v", form)
			}
		}},
		"none": {func(c *Config) { c.ClientAuth, c.Secret = "none", nil }, func(t *testing.T, r *http.Request, form url.Values) {
			if r.Header.Get("Authorization") != "" || form.Has("client_secret") || form.Get("client_id") != testClient {
				t.Errorf("%v", form)
			}
		}},
		"RSA": {func(c *Config) { c.ClientAuth, c.Key, c.KeyID = "private_key_jwt", testKey(), "mine" }, assertion(&testKey().PublicKey, "RS256")},
		"EC":  {func(c *Config) { c.ClientAuth, c.Key, c.KeyID = "private_key_jwt", ec, "mine" }, assertion(&ec.PublicKey, "ES256")},
		"Ed":  {func(c *Config) { c.ClientAuth, c.Key, c.KeyID = "private_key_jwt", ed, "mine" }, assertion(ed.Public(), "EdDSA")},
		"renamed": {func(c *Config) {
			c.ClientAuth, c.Quirks = "client_secret_post", Quirks{ClientIDParam: "client_key", ClientSecretParam: "secret"}
		}, func(t *testing.T, _ *http.Request, form url.Values) {
			if form.Get("client_key") != testClient || form.Get("secret") != testSecret || form.Has("client_id") || form.Has("client_secret") {
				t.Errorf("%v", form)
			}
		}},
		"by GET": {func(c *Config) { c.ClientAuth, c.Quirks.TokenByGET = "client_secret_post", true }, func(t *testing.T, r *http.Request, _ url.Values) {
			if r.Method != http.MethodGet || r.URL.Query().Get("code") != "code" || r.ContentLength != 0 {
				t.Errorf("%s %s", r.Method, r.URL)
			}
		}},
		"other parameters": {func(c *Config) {
			c.Quirks.TokenParams = func(id, secret, code string) map[string]string {
				return map[string]string{"assertion": id + secret + code, "code": "", "grant_type": "jwt"}
			}
		}, func(t *testing.T, _ *http.Request, form url.Values) {
			if form.Get("assertion") != testClient+testSecret+"code" || form.Has("code") || form.Get("grant_type") != "jwt" {
				t.Errorf("%v", form)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			c := p.client(t, tc.change)
			if _, err := signIn(t, c); err != nil {
				t.Fatal(err)
			}
			tc.check(t, p.seen["/token"], p.form)
			if p.form.Get("code_verifier") == "" && name != "by GET" {
				t.Error("no code_verifier")
			}
			p.handler["/token"] = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = w.Write([]byte(`{"error":"invalid_client","error_description":"canary"}`))
			}
			_, err := signIn(t, c)
			if refused, ok := errors.AsType[*RefusedError](err); !ok || refused.Code != "invalid_client" || refused.Status != 401 || strings.Contains(err.Error(), "canary") {
				t.Errorf("error %v", err)
			}
			if p.calls("/token") != 2 {
				t.Errorf("the code was sent %d times", p.calls("/token"))
			}
		})
	}
}

func assertion(key any, alg string) func(*testing.T, *http.Request, url.Values) {
	return func(t *testing.T, r *http.Request, form url.Values) {
		t.Helper()
		at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
		token, err := jwt.Parse(form.Get("client_assertion"), func(*jwt.Token) (any, error) { return key, nil },
			jwt.WithValidMethods([]string{alg}), jwt.WithAudience(testIssuer), jwt.WithIssuer(testClient), jwt.WithSubject(testClient),
			jwt.WithExpirationRequired(), jwt.WithTimeFunc(func() time.Time { return at }))
		if err != nil || token.Header["kid"] != "mine" || form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" ||
			form.Has("client_secret") || r.Header.Get("Authorization") != "" {
			t.Errorf("%v %v", err, form)
		}
	}
}
