package devprovider_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestNotRedirected are requests that must not send a browser anywhere.
func TestNotRedirected(t *testing.T) {
	b := start(t)
	for _, uri := range []string{
		"", "/relative", "https://app.example/callback", "http://127.0.0.1.nip.example/", "http://localhost@evil.example/",
		"http://evil.example#@localhost", "http://user@localhost/", "http://localhost/#x", "javascript:alert(1)//localhost", "http://10.0.0.1/", "http://[::]/", "http://localhost.evil.example/",
	} {
		if res, _ := b.do(http.MethodPost, b.asks("redirect_uri", uri), url.Values{"person": {"ada"}}); res.StatusCode != http.StatusBadRequest || res.Header.Get("Location") != "" {
			t.Errorf("redirect_uri %q: %d, to %q", uri, res.StatusCode, res.Header.Get("Location"))
		}
		out := b.p.Issuer + "/logout?" + url.Values{"client_id": {b.p.ClientID}, "post_logout_redirect_uri": {uri}}.Encode()
		if res, _ := b.do(http.MethodGet, out, nil); res.Header.Get("Location") != "" || uri != "" && res.StatusCode != http.StatusBadRequest {
			t.Errorf("post_logout_redirect_uri %q: %d, to %q", uri, res.StatusCode, res.Header.Get("Location"))
		}
	}
	for name, to := range map[string]string{
		"another client":            b.asks("client_id", "other"),
		"a redirect_uri twice":      b.asks() + "&redirect_uri=http%3A%2F%2F127.0.0.1%2F",
		"a sign-out of nobody":      b.p.Issuer + "/logout?post_logout_redirect_uri=" + url.QueryEscape(redirect),
		"a sign-out with a bad one": b.p.Issuer + "/logout?id_token_hint=x.y.z&client_id=dev&post_logout_redirect_uri=" + url.QueryEscape(redirect),
	} {
		if res, _ := b.do(http.MethodGet, to, nil); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d, to %q", name, res.StatusCode, res.Header.Get("Location"))
		}
	}
}

// TestRefused are requests whose client is told why they cannot be.
func TestRefused(t *testing.T) {
	b := start(t)
	for _, c := range []struct{ name, value, want string }{
		{"response_type", "token", "unsupported_response_type"},
		{"response_mode", "fragment", "invalid_request"},
		{"scope", "profile", "invalid_scope"},
		{"code_challenge", "", "invalid_request"},
		{"code_challenge_method", "plain", "invalid_request"},
		{"code_challenge_method", "", "invalid_request"},
		{"max_age", "-1", "invalid_request"},
	} {
		res, _ := b.do(http.MethodPost, b.asks(c.name, c.value), url.Values{"person": {"ada"}})
		if _, query := b.landed(res); query.Get("error") != c.want || query.Has("code") {
			t.Errorf("%s=%s: %v", c.name, c.value, query)
		}
	}
}

func TestTokenRequests(t *testing.T) {
	b := start(t)
	for name, change := range map[string]func(url.Values){
		"another verifier":     func(v url.Values) { v.Set("code_verifier", verifier+"x") },
		"no verifier":          func(v url.Values) { v.Del("code_verifier") },
		"another redirect_uri": func(v url.Values) { v.Set("redirect_uri", "http://localhost:3001/") },
		"another code":         func(v url.Values) { v.Set("code", "x") },
		"two codes":            func(v url.Values) { v.Add("code", "x") },
		"another grant":        func(v url.Values) { v.Set("grant_type", "password") },
		"a code as a token":    func(v url.Values) { v.Set("grant_type", "refresh_token"); v.Set("refresh_token", v.Get("code")) },
	} {
		form := url.Values{"grant_type": {"authorization_code"}, "code": {b.choose("ada", "prompt", "login")}, "redirect_uri": {redirect}, "code_verifier": {verifier}}
		change(form)
		if status, answer := b.trade(form); status != http.StatusBadRequest || answer["access_token"] != nil {
			t.Errorf("%s: %d %v", name, status, answer)
		}
	}
	code := b.choose("ada", "prompt", "login")
	b.secret = "wrong"
	status, answer := b.spend(code)
	if status != http.StatusUnauthorized || answer["error"] != "invalid_client" {
		t.Errorf("a wrong secret: %d %v", status, answer)
	}
	if status, _ := b.userinfo(code); status != http.StatusUnauthorized {
		t.Error("a code is taken for an access token")
	}
}

// TestOtherSites cannot act in the browser of somebody who develops.
func TestOtherSites(t *testing.T) {
	b := start(t)
	choice := url.Values{"person": {"ada"}}
	if res, _ := b.do(http.MethodPost, b.asks(), choice, "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusForbidden {
		t.Errorf("a choice from another site: %d", res.StatusCode)
	}
	if res, _ := b.do(http.MethodGet, b.asks(), nil, "Host", "rebound.example"); res.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", res.StatusCode)
	}
	b.choose("ada")
	res, page := b.do(http.MethodGet, b.p.Issuer+"/logout", nil)
	if res.StatusCode != http.StatusOK || !strings.Contains(page, "Ada Lovelace") {
		t.Errorf("a sign-out without a hint does not ask: %d %s", res.StatusCode, page)
	}
	if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("policy %q", policy)
	}
	if res, _ := b.do(http.MethodGet, b.asks("prompt", "none"), nil); res.StatusCode != http.StatusSeeOther {
		t.Error("signed out by another site")
	}
	if _, page := b.do(http.MethodPost, b.p.Issuer+"/logout", url.Values{"sure": {"yes"}}); !strings.Contains(page, "You are signed out") {
		t.Errorf("page %s", page)
	}
	res, _ = b.do(http.MethodGet, b.asks("prompt", "none"), nil)
	if _, query := b.landed(res); query.Get("error") != "login_required" {
		t.Error("not signed out")
	}
}
