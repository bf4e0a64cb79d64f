package devprovider_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/example/devprovider"
)

const (
	redirect = "http://localhost:3000/api/auth/callback/dev"
	verifier = "a-verifier-of-more-than-forty-three-characters"
)

// browser is a person's browser; it follows no redirects.
type browser struct {
	t *testing.T
	p *devprovider.Provider
	*http.Client
	secret string
}

func start(t *testing.T) *browser {
	t.Helper()
	p, err := devprovider.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{t, p, client, p.ClientSecret}
}

// asks is a right authorization request, with changes; "" takes a parameter out.
func (b *browser) asks(changes ...string) string {
	sum := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"client_id": {b.p.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {"openid profile email offline_access"},
		"state": {"the state"}, "nonce": {"the nonce"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(changes); i += 2 {
		query.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			query.Del(changes[i])
		}
	}
	return b.p.Issuer + "/authorize?" + query.Encode()
}

func (b *browser) do(method, to string, form url.Values, header ...string) (*http.Response, string) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, to, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	res, err := b.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res, string(body)
}

// landed is where a redirect leads, and its query.
func (b *browser) landed(res *http.Response) (to string, query url.Values) {
	b.t.Helper()
	u, err := url.Parse(res.Header.Get("Location"))
	if err != nil || res.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("status %d, Location %q", res.StatusCode, res.Header.Get("Location"))
	}
	query, u.RawQuery = u.Query(), ""
	return u.String(), query
}

// choose opens the page, clicks on a person and returns the code.
func (b *browser) choose(person string, changes ...string) (code string) {
	b.t.Helper()
	if res, body := b.do(http.MethodGet, b.asks(changes...), nil); res.StatusCode != http.StatusOK || !strings.Contains(body, `value="`+person+`"`) {
		b.t.Fatalf("status %d, page %s", res.StatusCode, body)
	}
	res, _ := b.do(http.MethodPost, b.asks(changes...), url.Values{"person": {person}})
	to, query := b.landed(res)
	if to != redirect || query.Get("state") != "the state" || query.Get("iss") != b.p.Issuer {
		b.t.Fatalf("landed at %s with %v", to, query)
	}
	return query.Get("code")
}

// trade sends a token request as the client.
func (b *browser) trade(form url.Values) (status int, answer map[string]any) {
	b.t.Helper()
	basic := base64.StdEncoding.EncodeToString([]byte(b.p.ClientID + ":" + b.secret))
	res, body := b.do(http.MethodPost, b.p.Issuer+"/token", form, "Authorization", "Basic "+basic)
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		b.t.Fatalf("%v: %s", err, body)
	}
	return res.StatusCode, answer
}

func (b *browser) spend(code string) (status int, answer map[string]any) {
	b.t.Helper()
	return b.trade(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {verifier}})
}

func (b *browser) refresh(token any) (status int, answer map[string]any) {
	b.t.Helper()
	return b.trade(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token.(string)}})
}

func (b *browser) userinfo(token any) (status int, answer map[string]any) {
	b.t.Helper()
	res, body := b.do(http.MethodGet, b.p.Issuer+"/userinfo", nil, "Authorization", "Bearer "+token.(string))
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		b.t.Fatalf("%v: %s", err, body)
	}
	return res.StatusCode, answer
}
