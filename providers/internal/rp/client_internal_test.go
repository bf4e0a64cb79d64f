package rp

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Discovery and keys are fetched once for a thousand sign-ins, however many
// come at once.
func TestFetchedOnce(t *testing.T) {
	p := newOP()
	c := p.client(t, nil)
	var all sync.WaitGroup
	work := make(chan struct{}, 1000)
	for range 1000 {
		work <- struct{}{}
	}
	close(work)
	for range 50 {
		all.Go(func() {
			for range work {
				if _, err := signIn(t, c); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if d, k := p.calls("/.well-known/openid-configuration"), p.calls("/keys"); d != 1 || k != 1 || p.calls("/token") != 1000 || p.calls("/me") != 0 {
		t.Errorf("discovery %d, keys %d, %v", d, k, p.count)
	}
}

// What is fetched is kept for an hour, and longer while the provider is down.
func TestKeptWhileDown(t *testing.T) {
	p := newOP()
	c := p.client(t, nil)
	mustSignIn := func(when string) {
		t.Helper()
		if _, err := signIn(t, c); err != nil {
			t.Errorf("%s: %v", when, err)
		}
	}
	mustSignIn("first")
	down := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	p.handler["/keys"], p.handler["/.well-known/openid-configuration"] = down, down
	p.advance(59 * time.Minute)
	mustSignIn("within the hour")
	if p.calls("/keys") != 1 {
		t.Errorf("%d key fetches", p.calls("/keys"))
	}
	p.advance(2 * time.Hour)
	for range 5 {
		mustSignIn("down")
	}
	if k := p.calls("/keys"); k != 2 {
		t.Errorf("%d key fetches while it is down", k)
	}
	p.advance(25 * time.Hour)
	if _, err := signIn(t, c); err == nil {
		t.Error("keys of yesterday still count")
	}
	delete(p.handler, "/keys")
	delete(p.handler, "/.well-known/openid-configuration")
	mustSignIn("back")
}

// A new key is asked for, a storm of unknown ones is not.
func TestKeyRotation(t *testing.T) {
	p := newOP()
	c := p.client(t, nil)
	if _, err := signIn(t, c); err != nil {
		t.Fatal(err)
	}
	p.keyID = "k2"
	if _, err := signIn(t, c); err != nil {
		t.Errorf("after the rotation: %v", err)
	}
	keys := p.calls("/keys")
	p.handler["/keys"] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"keys":[]}`)) }
	p.keyID = "unknown"
	for range 100 {
		if _, err := signIn(t, c); !errors.Is(err, errIDToken) {
			t.Fatalf("error %v", err)
		}
	}
	if n := p.calls("/keys") - keys; n != 0 {
		t.Errorf("%d fetches within 30 seconds of the last", n)
	}
	p.advance(31 * time.Second)
	for range 100 {
		_, _ = signIn(t, c)
	}
	if n := p.calls("/keys") - keys; n != 1 {
		t.Errorf("%d fetches for the storm", n)
	}
}

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

// A JSON answer under the name of text is still one; a form is one, too.
func TestTokenAnswerForms(t *testing.T) {
	for name, tc := range map[string]struct{ kind, body string }{
		"text":    {"text/plain; charset=utf-8", ` {"access_token":"a","token_type":"bearer","expires_in":7200}`},
		"form":    {"application/x-www-form-urlencoded", "access_token=a&token_type=bearer&expires_in=7200"},
		"a list":  {"text/plain", "access_token=a&token_type=bearer&expires_in=7200"},
		"no type": {"", `{"access_token":"a","token_type":"bearer","expires_in":"7200"}`},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.handler["/token"] = func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{tc.kind}
				_, _ = w.Write([]byte(tc.body))
			}
			c := p.client(t, func(c *Config) {
				c.OpenID, c.Endpoints = false, Endpoints{Authorization: testIssuer + "/a", Token: testIssuer + "/token", UserInfo: testIssuer + "/me"}
			})
			got, err := signIn(t, c)
			if err != nil || got.Access != "a" || got.ExpiresAt != p.now.Unix()+7200 {
				t.Errorf("%v", err)
			}
			if p.seen["/token"].Header.Get("User-Agent") != "ginauth" {
				t.Error("no User-Agent")
			}
		})
	}
}

// The server reaches the issuer under another name; nothing else changes.
func TestInternalURL(t *testing.T) {
	p := newOP()
	p.meta["token_endpoint"] = "http://keycloak:8080/token" // as Keycloak does for such requests
	c := p.client(t, func(c *Config) { c.InternalURL = "http://keycloak:8080" })
	if _, err := signIn(t, c); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/.well-known/openid-configuration", "/keys"} {
		r := p.seen[path]
		if r.URL.Host != "keycloak:8080" || r.URL.Scheme != "http" || r.Host != "id.example.com" {
			t.Errorf("%s: %s, Host %s", path, r.URL, r.Host)
		}
	}
	to, err := c.AuthorizationURL(t.Context(), Request{State: "s", RedirectURI: "https://app.example.com/cb", CodeVerifier: "v", Nonce: "n"})
	if err != nil || !strings.HasPrefix(to, testIssuer+"/authorize?") {
		t.Errorf("%q %v", to, err)
	}
	p.meta["token_endpoint"] = "http://elsewhere:8080/token"
	if _, err := signIn(t, p.client(t, func(c *Config) { c.InternalURL = "http://keycloak:8080" })); err == nil {
		t.Error("another http host was taken")
	}
}

// Multi-tenant issuers: the token's own tenant, and no other issuer.
func TestTenantIssuer(t *testing.T) {
	const tenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
	template := testIssuer + "/{tenantid}/v2.0"
	for name, tc := range map[string]struct {
		iss, tid any
		ok       bool
	}{
		"one tenant":     {testIssuer + "/" + tenant + "/v2.0", tenant, true},
		"another tid":    {testIssuer + "/" + tenant + "/v2.0", "11111111-6c67-4c5b-b112-36a304b66dad", false},
		"no tid":         {testIssuer + "/" + tenant + "/v2.0", nil, false},
		"the template":   {template, "{tenantid}", false},
		"a path":         {testIssuer + "/../evil/v2.0", "../evil", false},
		"another issuer": {"https://evil.test/" + tenant + "/v2.0", tenant, false},
		"upper case":     {testIssuer + "/" + strings.ToUpper(tenant) + "/v2.0", strings.ToUpper(tenant), false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.meta["issuer"] = template
			p.claims["iss"], p.claims["tid"] = tc.iss, tc.tid
			p.handler["/common/v2.0/.well-known/openid-configuration"] = func(w http.ResponseWriter, r *http.Request) {
				r.URL.Path = "/.well-known/openid-configuration"
				p.answer(w, r)
			}
			c := p.client(t, func(c *Config) { c.Issuer, c.Quirks.TenantIssuer = testIssuer+"/common/v2.0", true })
			if _, err := signIn(t, c); (err == nil) != tc.ok {
				t.Errorf("error %v", err)
			}
			c = p.client(t, func(c *Config) { c.Issuer = testIssuer + "/common/v2.0" })
			if _, err := signIn(t, c); err == nil {
				t.Error("without the quirk the template is taken")
			}
		})
	}
}

// HS256 by the client secret is for those who ask for it, and then for that
// alone.
func TestHMAC(t *testing.T) {
	p := newOP()
	p.alg, p.key, p.keyID = "HS256", []byte(testSecret), ""
	hmac := func(c *Config) { c.Algs = []string{"HS256"} }
	if _, err := signIn(t, p.client(t, hmac)); err != nil {
		t.Error(err)
	}
	if _, err := signIn(t, p.client(t, nil)); err == nil {
		t.Error("HS256 is taken without having been asked for")
	}
	p.key = []byte("another client secret of thirty-two bytes")
	if _, err := signIn(t, p.client(t, hmac)); err == nil {
		t.Error("another secret is taken")
	}
	p = newOP()
	if _, err := signIn(t, p.client(t, hmac)); err == nil {
		t.Error("RS256 is taken beside HS256")
	}
}

// A refresh keeps what the answer leaves out, and takes no other's token.
func TestRefresh(t *testing.T) {
	old := Old{Refresh: "old", Scope: "openid profile email", Subject: "7"}
	for name, tc := range map[string]struct {
		tokens map[string]any
		claims map[string]any
		dead   bool
		ok     bool
	}{
		"rotated":         {nil, nil, false, true},
		"not rotated":     {map[string]any{"refresh_token": nil}, nil, false, true},
		"no scope":        {map[string]any{"scope": nil}, nil, false, true},
		"narrower scope":  {map[string]any{"scope": "openid"}, nil, false, true},
		"wider scope":     {map[string]any{"scope": "openid profile email admin"}, nil, false, true},
		"no ID token":     {map[string]any{"id_token": nil}, nil, false, true},
		"another subject": {nil, map[string]any{"sub": "8"}, true, false},
		"another issuer":  {nil, map[string]any{"iss": "https://evil.test"}, true, false},
		"another client":  {nil, map[string]any{"aud": "other"}, true, false},
		"no nonce":        {nil, map[string]any{"nonce": nil}, false, true},
		"no type":         {map[string]any{"token_type": nil}, nil, true, false},
		"odd token":       {map[string]any{"access_token": "a\nb"}, nil, true, false},
		"huge token":      {map[string]any{"refresh_token": strings.Repeat("r", 17<<10)}, nil, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			maps.Copy(p.tokens, tc.tokens)
			maps.Copy(p.claims, tc.claims)
			c := p.client(t, nil)
			got, err := c.Refresh(t.Context(), old)
			if (err == nil) != tc.ok || errors.Is(err, ErrInvalidGrant) != tc.dead {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				return
			}
			want := map[bool]string{true: "old", false: "refresh"}[name == "not rotated"]
			if name == "wider scope" && got.Scope != old.Scope {
				t.Errorf("scope %q", got.Scope)
			}
			if got.Refresh != want || got.Scope == "" || got.ExpiresAt != p.now.Unix()+3600 || p.form.Get("refresh_token") != "old" || p.form.Get("grant_type") != "refresh_token" || p.form.Has("code") {
				t.Errorf("refresh %q, scope %q, expires %d, form %v", got.Refresh, got.Scope, got.ExpiresAt, p.form)
			}
		})
	}
	for code, dead := range map[string]bool{"invalid_grant": true, "bad_refresh_token": true, "invalid_request": true, "invalid_client": false, "temporarily_unavailable": false, "": false} {
		p := newOP()
		p.handler["/token"] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"` + code + `"}`))
		}
		if _, err := p.client(t, nil).Refresh(context.Background(), old); err == nil || errors.Is(err, ErrInvalidGrant) != dead {
			t.Errorf("%q: %v", code, err)
		}
	}
}

// What a program configures wrongly fails before anybody signs in.
func TestNewRefuses(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		change func(*Config)
		says   string
	}{
		"no client":        {func(c *Config) { c.ClientID = "" }, "client id"},
		"no issuer":        {func(c *Config) { c.Issuer = "" }, "issuer"},
		"http issuer":      {func(c *Config) { c.Issuer = "http://id.example.com" }, "https is needed"},
		"odd issuer":       {func(c *Config) { c.Issuer = "id.example.com" }, "not a URL"},
		"javascript":       {func(c *Config) { c.Endpoints.Authorization = "javascript:alert(1)" }, "AuthorizationURL"},
		"user in a URL":    {func(c *Config) { c.Endpoints.Token = "https://a:b@c/" }, "user name"},
		"internal path":    {func(c *Config) { c.InternalURL = "http://x/realms" }, "InternalURL"},
		"auth":             {func(c *Config) { c.ClientAuth = "basic" }, "client_secret_basic"},
		"no key":           {func(c *Config) { c.ClientAuth = "private_key_jwt" }, "ClientKey"},
		"weak key":         {func(c *Config) { c.ClientAuth, c.Key = "private_key_jwt", weak }, "2048"},
		"no secret":        {func(c *Config) { c.Secret = nil }, "secret"},
		"public, no PKCE":  {func(c *Config) { c.ClientAuth, c.Quirks.NoPKCE = "none", true }, "PKCE"},
		"alg none":         {func(c *Config) { c.Algs = []string{"none"} }, "IDTokenAlgs"},
		"HS256 and others": {func(c *Config) { c.Algs = []string{"HS256", "RS256"} }, "IDTokenAlgs"},
		"no endpoints":     {func(c *Config) { c.OpenID = false }, "AuthorizationURL"},
		"logout": {func(c *Config) {
			c.OpenID, c.Logout, c.Endpoints = false, true, Endpoints{Authorization: "https://a/", Token: "https://a/"}
		}, "EndSessionURL"},
	} {
		c := Config{OpenID: true, Issuer: testIssuer, ClientID: testClient, Secret: func(context.Context) (string, error) { return "s", nil }}
		tc.change(&c)
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, issuer := range []string{"http://localhost:8080", "http://127.0.0.1:1/x", "http://[::1]:1"} {
		if _, err := New(Config{OpenID: true, Issuer: issuer, ClientID: "x", Secret: func(context.Context) (string, error) { return "s", nil }}); err != nil {
			t.Errorf("%s: %v", issuer, err)
		}
	}
}

// The claims that say who it is, and when; the attacks of ginauthtest have the
// others.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		claim string
		value any
		ok    bool
	}{
		"sub":              {"sub", "x", true},
		"no sub":           {"sub", nil, false},
		"empty sub":        {"sub", "", false},
		"sub of a number":  {"sub", 7, false},
		"longest sub":      {"sub", strings.Repeat("x", 255), true},
		"long sub":         {"sub", strings.Repeat("x", 256), false},
		"far exp":          {"exp", 1 << 39, true},
		"extreme exp":      {"exp", 1e300, false},
		"negative nbf":     {"nbf", -1, false},
		"exp of a text":    {"exp", "1893456300", false},
		"fraction":         {"iat", 1893456000.5, true},
		"several audience": {"aud", []string{testClient, "other"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.claims[tc.claim] = tc.value
			ctx, cancel := p.client(t, nil).Bounded(t.Context())
			defer cancel()
			if _, err := p.client(t, nil).Exchange(ctx, goodAnswer()); (err == nil) != tc.ok {
				t.Errorf("error %v", err)
			}
		})
	}
}
