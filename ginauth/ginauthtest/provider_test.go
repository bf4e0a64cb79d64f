package ginauthtest_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// client is a client of a provider, by hand.
type client struct {
	*testing.T
	op *ginauthtest.Provider
}

const clientURI = "http://localhost:3000/api/auth/callback/op"

// authorize makes an authorization request, with other parameters than usual.
func (c client) authorize(change ...string) *http.Response {
	c.Helper()
	query := url.Values{
		"client_id": {c.op.ClientID}, "redirect_uri": {clientURI}, "response_type": {"code"}, "scope": {"openid email"}, "state": {"s"},
		"nonce": {"n"}, "code_challenge": {naiveS256}, "code_challenge_method": {"S256"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		query.Set(change[i], change[i+1])
		if change[i+1] == "" {
			query.Del(change[i])
		}
	}
	w := httptest.NewRecorder()
	c.op.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.op.At(ginauthtest.EndpointAuthorize)+"?"+query.Encode(), nil))
	return w.Result()
}

// sent are the parameters of the answer, by a redirect.
func (c client) sent(res *http.Response) url.Values {
	c.Helper()
	u, err := res.Location()
	if err != nil {
		c.Fatalf("%d: %v", res.StatusCode, err)
	}
	return u.Query()
}

func (c client) code() string { return c.sent(c.authorize()).Get("code") }

// token makes a token request and returns the error code, or "" and the
// answer. The client authenticates in the form unless auth does it otherwise.
func (c client) token(form url.Values, auth func(*http.Request, url.Values)) (string, map[string]any) {
	c.Helper()
	r := httptest.NewRequest(http.MethodPost, c.op.At(ginauthtest.EndpointToken), nil)
	if auth == nil {
		form.Set("client_id", c.op.ClientID)
		form.Set("client_secret", c.op.ClientSecret)
	} else {
		auth(r, form)
	}
	r.Body = io.NopCloser(strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	c.op.ServeHTTP(w, r)
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		c.Fatalf("%d %q: %v", w.Code, w.Body, err)
	}
	code, _ := got["error"].(string)
	if (code == "") != (w.Code == http.StatusOK) {
		c.Errorf("%d %v", w.Code, got)
	}
	return code, got
}

func (c client) trade(code string) (string, map[string]any) {
	c.Helper()
	return c.token(codeForm(code), nil)
}

func codeForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {naiveVerifier}, "redirect_uri": {clientURI}}
}

func (c client) refresh(token any) (string, map[string]any) {
	c.Helper()
	text, _ := token.(string)
	return c.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {text}}, nil)
}

func (c client) userInfo(token any) (int, map[string]any) {
	text, _ := token.(string)
	r := httptest.NewRequest(http.MethodGet, c.op.At(ginauthtest.EndpointUserInfo), nil)
	r.Header.Set("Authorization", "Bearer "+text)
	w := httptest.NewRecorder()
	c.op.ServeHTTP(w, r)
	var got map[string]any
	json.Unmarshal(w.Body.Bytes(), &got)
	return w.Code, got
}

// The well-behaved provider refuses what one has to refuse at its
// authorization endpoint.
func TestProviderAuthorize(t *testing.T) {
	c := client{t, ginauthtest.NewProvider(t)}
	for _, x := range []struct{ parameter, value, want string }{
		{"response_type", "token", "unsupported_response_type"},
		{"response_type", "", "unsupported_response_type"},
		{"scope", "email", "invalid_scope"},
		{"code_challenge", "", "invalid_request"},
		{"code_challenge_method", "plain", "invalid_request"},
		{"code_challenge_method", "", "invalid_request"},
		{"prompt", "login", ""},
	} {
		got := c.sent(c.authorize(x.parameter, x.value))
		if got.Get("error") != x.want || got.Has("code") != (x.want == "") || got.Get("state") != "s" || got.Get("iss") != c.op.Issuer {
			t.Errorf("%s=%s: %v", x.parameter, x.value, got)
		}
	}
	c.op.RedirectURIs = []string{clientURI}
	for _, x := range [][]string{{"client_id", "another"}, {"redirect_uri", clientURI + "/"}, {"redirect_uri", "https://attacker.example"}, {"redirect_uri", ""}} {
		if res := c.authorize(x...); res.StatusCode != http.StatusBadRequest || res.Header.Get("Location") != "" {
			t.Errorf("%v: %d, to %q", x, res.StatusCode, res.Header.Get("Location"))
		}
	}
	c.op.Deny = "access_denied"
	if got := c.sent(c.authorize()); got.Get("error") != "access_denied" || got.Has("code") {
		t.Errorf("denied: %v", got)
	}
}

// A code counts once, for one address, one verifier, and a minute.
func TestProviderCodes(t *testing.T) {
	clock := ginauthtest.NewClock(time.Now())
	c := client{t, ginauthtest.NewProvider(t, func(p *ginauthtest.Provider) { p.Now = clock.Now })}
	for name, spoil := range map[string]func(url.Values){
		"another redirect URI": func(f url.Values) { f.Set("redirect_uri", clientURI+"2") },
		"another verifier":     func(f url.Values) { f.Set("code_verifier", strings.Repeat("x", 43)) },
		"no verifier":          func(f url.Values) { f.Del("code_verifier") },
		"another code":         func(f url.Values) { f.Set("code", "x") },
		"after two minutes":    func(url.Values) { clock.Advance(2 * time.Minute) },
	} {
		form := codeForm(c.code())
		spoil(form)
		if got, _ := c.token(form, nil); got != "invalid_grant" {
			t.Errorf("%s: %q", name, got)
		}
	}
	code := c.code()
	failed, got := c.trade(code)
	if failed != "" || got["token_type"] != "Bearer" || got["expires_in"] != 3600.0 || got["scope"] != "openid email" {
		t.Fatalf("%q %v", failed, got)
	}
	if status, info := c.userInfo(got["access_token"]); status != 200 || info["email"] != c.op.User["email"] || info["name"] != nil {
		t.Errorf("userinfo %d %v", status, info)
	}
	if failed, _ := c.trade(code); failed != "invalid_grant" {
		t.Errorf("the second time: %q", failed)
	}
	if status, _ := c.userInfo(got["access_token"]); status != http.StatusUnauthorized {
		t.Errorf("the grant of a stolen code goes on: %d", status)
	}
	if failed, _ := c.refresh(got["refresh_token"]); failed != "invalid_grant" {
		t.Errorf("the grant of a stolen code is refreshed: %q", failed)
	}
	for form, want := range map[string]string{"grant_type=password": "unsupported_grant_type", "grant_type=authorization_code&code=a&code=b": "invalid_request"} {
		values, _ := url.ParseQuery(form)
		if got, _ := c.token(values, nil); got != want {
			t.Errorf("%s: %q", form, got)
		}
	}
}

// Refresh tokens rotate; one that comes twice ends the grant.
func TestProviderRefresh(t *testing.T) {
	c := client{t, ginauthtest.NewProvider(t)}
	_, first := c.trade(c.code())
	failed, second := c.refresh(first["refresh_token"])
	if failed != "" || second["refresh_token"] == first["refresh_token"] || second["access_token"] == first["access_token"] || second["id_token"] == nil {
		t.Fatalf("%q %v", failed, second)
	}
	if failed, _ := c.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {second["refresh_token"].(string)}, "scope": {"openid admin"}}, nil); failed != "invalid_scope" {
		t.Errorf("a wider scope: %q", failed)
	}
	if failed, _ := c.refresh(first["refresh_token"]); failed != "invalid_grant" {
		t.Errorf("the old one: %q", failed)
	}
	if failed, _ := c.refresh(second["refresh_token"]); failed != "invalid_grant" {
		t.Errorf("the grant goes on: %q", failed)
	}
}

// A client authenticates in the registered way and no other.
func TestProviderClientAuthentication(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := client{t, ginauthtest.NewProvider(t)}
	id, secret := c.op.ClientID, c.op.ClientSecret
	assertion := func(change func(jwt.MapClaims)) func(*http.Request, url.Values) {
		return func(_ *http.Request, f url.Values) {
			claims := jwt.MapClaims{"iss": id, "sub": id, "aud": c.op.Issuer, "exp": time.Now().Add(time.Minute).Unix(), "jti": rand.Text()}
			change(claims)
			signed, err := jwt.NewWithClaims(jwt.SigningMethodES256, claims).SignedString(key)
			if err != nil {
				t.Fatal(err)
			}
			f.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
			f.Set("client_assertion", signed)
		}
	}
	basic := func(r *http.Request, _ url.Values) { r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret)) }
	post := func(_ *http.Request, f url.Values) { f.Set("client_id", id); f.Set("client_secret", secret) }
	none := func(_ *http.Request, f url.Values) { f.Set("client_id", id) }
	proper := func(jwt.MapClaims) {}
	for _, x := range []struct {
		name, registered string
		auth             func(*http.Request, url.Values)
		want             string
	}{
		{"basic", "", basic, ""},
		{"post", "", post, ""},
		{"none", "", none, "invalid_client"},
		{"basic, not encoded", "", func(r *http.Request, _ url.Values) { r.SetBasicAuth(id, secret) }, "invalid_client"},
		{"basic, wrong", "", func(r *http.Request, _ url.Values) { r.SetBasicAuth(id, "x") }, "invalid_client"},
		{"post, wrong", "", func(_ *http.Request, f url.Values) { f.Set("client_id", id); f.Set("client_secret", "x") }, "invalid_client"},
		{"another client", "", func(_ *http.Request, f url.Values) { f.Set("client_id", "x"); f.Set("client_secret", secret) }, "invalid_client"},
		{"both", "", func(r *http.Request, f url.Values) { basic(r, f); post(r, f) }, "invalid_request"},
		{"basic", "client_secret_basic", basic, ""},
		{"post", "client_secret_basic", post, "invalid_client"},
		{"basic", "client_secret_post", basic, "invalid_client"},
		{"none", "none", none, ""},
		{"post", "none", post, "invalid_client"},
		{"key", "private_key_jwt", assertion(proper), ""},
		{"post", "private_key_jwt", post, "invalid_client"},
		{"key for another", "private_key_jwt", assertion(func(c jwt.MapClaims) { c["aud"] = "https://other.example" }), "invalid_client"},
		{"key of another", "private_key_jwt", assertion(func(c jwt.MapClaims) { c["sub"] = "x" }), "invalid_client"},
		{"key without end", "private_key_jwt", assertion(func(c jwt.MapClaims) { delete(c, "exp") }), "invalid_client"},
		{"key without jti", "private_key_jwt", assertion(func(c jwt.MapClaims) { delete(c, "jti") }), "invalid_client"},
		{"key with jti", "private_key_jwt", assertion(func(c jwt.MapClaims) { c["jti"] = "once" }), ""},
		{"key with jti again", "private_key_jwt", assertion(func(c jwt.MapClaims) { c["jti"] = "once" }), "invalid_client"},
	} {
		c.op.ClientAuth, c.op.ClientKey = x.registered, key.Public()
		if got, _ := c.token(codeForm(c.code()), x.auth); got != x.want {
			t.Errorf("%s, for %q: %q, want %q", x.name, x.registered, got, x.want)
		}
	}
}
