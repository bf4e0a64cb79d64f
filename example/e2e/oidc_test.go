package e2e_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// What the dialects say to a browser that comes back without having signed in.
var (
	deniedCode = map[string]string{"nextauth": "Callback", "authjs": "OAuthCallbackError"}
	failedCode = map[string]string{"nextauth": "OAuthCallback", "authjs": "OAuthCallbackError"}
)

// TestOIDCSignIn signs in at oidc-provider, which demands PKCE, in each way to
// authenticate a client.
func TestOIDCSignIn(t *testing.T) {
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			p := startRelier(t, dialect, false)
			for _, provider := range []string{"basic", "post", "signs", "public"} {
				t.Run(provider, func(t *testing.T) { signInOnce(t, p, provider) })
			}
		})
	}
}

func signInOnce(t *testing.T, p *relier, provider string) {
	v := newTraveller(t, p)
	away := v.leave(provider, "alice")
	asked := away.Query()
	for name, want := range map[string]string{
		"client_id": provider, "response_type": "code", "scope": "openid profile email", "login_hint": "alice",
		"redirect_uri": p.origin + "/api/auth/callback/" + provider, "code_challenge_method": "S256",
	} {
		if got := asked.Get(name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(asked.Get(name)) != 43 {
			t.Errorf("%s is %q", name, asked.Get(name))
		}
	}
	if len(asked) != 9 {
		t.Errorf("the authorization request has other parameters: %v", asked)
	}

	back, _ := v.visit(away)
	answer := back.Query()
	if back.Path != "/api/auth/callback/"+provider || answer.Get("state") != asked.Get("state") || answer.Get("iss") != p.issuer || answer.Get("code") == "" {
		t.Fatalf("sent back to %s", back)
	}
	if v.session() != nil {
		t.Error("signed in before coming back")
	}
	if landed := v.land(back.String()); landed.String() != p.origin+"/after" {
		t.Errorf("landed at %s", landed)
	}
	session := v.session()
	user, _ := session["user"].(map[string]any)
	if session["uid"] != provider+":alice" || user["name"] != "Alice Liddell" || user["email"] != "alice@example.com" || session["error"] != nil {
		t.Errorf("session %v", session)
	}
	if n := p.happened(t, happening{Event: "granted", Client: provider, Type: "authorization_code"}); n != 1 {
		t.Errorf("%d token requests", n)
	}
	grant := p.grant()
	if grant.AccessToken == "" || grant.RefreshToken == "" || grant.Provider != provider || grant.ProviderAccountID != "alice" {
		t.Errorf("the grant of %q at %q lacks tokens", grant.ProviderAccountID, grant.Provider)
	}
	_, body := v.send(http.MethodGet, "/api/auth/session", nil)
	for _, token := range []string{grant.AccessToken, grant.RefreshToken} {
		if strings.Contains(body, token) {
			t.Errorf("a token in the session: %s", body)
		}
	}
	for _, name := range v.cookieNames() {
		if strings.Contains(name, ".state.") {
			t.Errorf("the cookie %s is still there", name)
		}
	}
}

// TestOIDCFormPost takes the answer as a POST, which comes from the provider's
// site and so needs a cookie that is SameSite=None.
func TestOIDCFormPost(t *testing.T) {
	t.Parallel()
	p := startRelier(t, "nextauth", true)
	v := newTraveller(t, p)
	token, _ := v.get("/api/auth/csrf")["csrfToken"].(string)
	res, _ := v.send(http.MethodPost, "/api/auth/signin/formpost?login_hint=alice", url.Values{"csrfToken": {token}, "callbackUrl": {"/after"}})
	for _, cookie := range res.Cookies() {
		if strings.Contains(cookie.Name, ".state.") && (cookie.SameSite != http.SameSiteNoneMode || !cookie.Secure || !cookie.HttpOnly) {
			t.Errorf("Set-Cookie: %s", cookie)
		}
	}
	away, err := res.Location()
	if err != nil || away.Query().Get("response_mode") != "form_post" {
		t.Fatalf("%v: %s", err, away)
	}
	_, page := v.visit(away)
	action, fields := v.form(page)
	if action != p.origin+"/api/auth/callback/formpost" || fields.Get("code") == "" || fields.Get("state") != away.Query().Get("state") {
		t.Fatalf("the form goes to %s with %v", action, fields)
	}
	res, _ = v.send(http.MethodPost, action, fields)
	if to := res.Header.Get("Location"); to != p.origin+"/after" {
		t.Errorf("%d, to %q", res.StatusCode, to)
	}
	if session := v.session(); session["uid"] != "formpost:alice" {
		t.Errorf("session %v", session)
	}
}

// TestOIDCDenied is a person who says no: no token request, and the code in the
// URL of the sign-in page.
func TestOIDCDenied(t *testing.T) {
	eachRelier(t, func(t *testing.T, dialect string, p *relier, v *traveller) {
		back, _ := v.visit(v.leave("basic", "deny"))
		if code := back.Query().Get("error"); code != "access_denied" {
			t.Fatalf("sent back to %s", back)
		}
		landed := v.land(back.String())
		if landed.Path != "/api/auth/signin" || landed.Query().Get("error") != deniedCode[dialect] {
			t.Errorf("landed at %s", landed)
		}
		if v.session() != nil || p.happened(t, happening{Event: "granted"})+p.happened(t, happening{Event: "refused"}) > 0 {
			t.Error("signed in, or asked for tokens")
		}
	})
}

// TestOIDCReplay brings one answer twice: the program does not ask the provider
// again. Then it puts the old code into a new answer: the provider refuses, as
// the code belongs to the verifier of another sign-in (PKCE).
func TestOIDCReplay(t *testing.T) {
	eachRelier(t, func(t *testing.T, dialect string, p *relier, v *traveller) {
		back, _ := v.visit(v.leave("basic", "alice"))
		thief := v.copied() // the cookie of the sign-in, too
		v.land(back.String())
		for name, who := range map[string]*traveller{"the same browser": v, "another one": newTraveller(t, p), "a copy of it": thief} {
			if landed := who.land(back.String()); landed.Query().Get("error") != failedCode[dialect] {
				t.Errorf("the answer again from %s: landed at %s", name, landed)
			}
		}
		if n := p.happened(t, happening{Event: "granted"}) + p.happened(t, happening{Event: "refused"}); n != 1 {
			t.Errorf("%d token requests for one answer", n)
		}

		other := newTraveller(t, p)
		second, _ := other.visit(other.leave("basic", "bob"))
		answer := second.Query()
		answer.Set("code", back.Query().Get("code"))
		second.RawQuery = answer.Encode()
		if landed := other.land(second.String()); landed.Query().Get("error") != failedCode[dialect] || other.session() != nil {
			t.Errorf("the old code in a new answer: landed at %s", landed)
		}
		if p.happened(t, happening{Event: "refused", Error: "invalid_grant"}) != 1 {
			t.Error("the provider has not seen the old code")
		}
		if session := v.session(); session["uid"] != "basic:alice" {
			t.Errorf("the first session has ended: %v", session)
		}
	})
}

func (v *traveller) cookieNames() (names []string) {
	u, err := url.Parse(v.p.origin)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, cookie := range v.client.Jar.Cookies(u) {
		names = append(names, cookie.Name)
	}
	slices.Sort(names)
	return names
}
