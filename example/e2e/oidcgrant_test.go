package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/callbacks"
)

// nearlyOver is when the access tokens of oidc-provider (60 seconds) are due
// for new ones.
const nearlyOver = 50 * time.Second

// TestOIDCKeepFresh renews the access token. oidc-provider rotates refresh
// tokens, and takes one that comes a second time for stolen: it ends the grant.
func TestOIDCKeepFresh(t *testing.T) {
	eachRelier(t, func(t *testing.T, _ string, p *relier, v *traveller) {
		v.signIn("basic", "alice")
		first := p.grant()
		if v.session(); p.grant().AccessToken != first.AccessToken {
			t.Error("renewed although it is fresh")
		}
		late := v.copied() // keeps the cookie of now

		p.later(nearlyOver)
		var group sync.WaitGroup
		for range 8 {
			together := v.copied()
			group.Go(func() { together.session() })
		}
		group.Wait()
		v.session()
		second := p.grant()
		if second.AccessToken == first.AccessToken || second.RefreshToken == first.RefreshToken || second.ExpiresAt <= first.ExpiresAt {
			t.Error("not renewed, or not rotated")
		}
		if n := p.happened(t, happening{Event: "granted", Type: "refresh_token"}); n != 1 {
			t.Errorf("%d requests for one refresh", n)
		}

		p.later(nearlyOver)
		v.session()
		third := p.grant()
		if third.AccessToken == second.AccessToken || third.Error != "" {
			t.Errorf("the second time: error %q", third.Error)
		}
		// The successor of the old token has ten seconds left; it will do, and
		// then it is due itself.
		if session := late.session(); session["error"] != nil || p.grant().AccessToken != second.AccessToken {
			t.Errorf("the late-comer has another token; its session is %v", session)
		}
		p.later(9 * time.Second)
		if late.session(); p.grant().AccessToken != third.AccessToken {
			t.Error("the late-comer does not catch up")
		}
		if n := p.happened(t, happening{Event: "refused"}) + p.happened(t, happening{Event: "revoked"}); n != 0 {
			t.Errorf("the provider saw %d wrong requests", n)
		}

		p.steal(t, first.RefreshToken)
		p.later(nearlyOver)
		for range 2 { // once found out, then remembered
			if session := v.session(); session["error"] != callbacks.RefreshTokenError || session["uid"] != "basic:alice" {
				t.Errorf("after the end of the grant: %v", session)
			}
		}
		if n := p.happened(t, happening{Event: "refused", Type: "refresh_token"}); n != 2 {
			t.Errorf("the provider refused %d times: once the thief, once us", n)
		}
	})
}

// TestOIDCLogout ends the session at the provider, too.
func TestOIDCLogout(t *testing.T) {
	eachRelier(t, func(t *testing.T, _ string, p *relier, v *traveller) {
		logins := happening{Event: "logged in"}
		v.signIn("basic", "alice")
		v.signIn("basic", "alice")
		if n := p.happened(t, logins); n != 1 {
			t.Errorf("logged in %d times for two sign-ins: the provider has no session", n)
		}

		away := v.post("/api/auth/signout")
		asked := away.Query()
		if asked.Get("client_id") != "basic" || asked.Get("post_logout_redirect_uri") != p.origin+"/api/auth/signout/basic" || asked.Get("id_token_hint") == "" || asked.Get("state") == "" {
			t.Fatalf("signed out to %s", away)
		}
		if v.session() != nil {
			t.Error("the session here goes on until the provider has answered")
		}
		_, page := v.visit(away)
		action, fields := v.form(page)
		fields.Set("logout", "yes")
		res, _ := v.send(http.MethodPost, action, fields)
		back, err := res.Location()
		if err != nil || back.Query().Get("state") != asked.Get("state") {
			t.Fatalf("%v: sent back to %s", err, back)
		}
		if landed := v.land(back.String()); landed.String() != p.origin+"/after" {
			t.Errorf("landed at %s", landed)
		}
		if landed := v.land(back.String()); landed.Path == "/after" {
			t.Error("the way back works twice")
		}
		if n := p.happened(t, happening{Event: "signed out"}); n != 1 {
			t.Errorf("signed out %d times", n)
		}
		if v.signIn("basic", "alice"); p.happened(t, logins) != 2 {
			t.Error("the session at the provider has not ended")
		}
	})
}

// copied is another browser with the same cookies.
func (v *traveller) copied() *traveller {
	v.t.Helper()
	u, err := url.Parse(v.p.origin)
	if err != nil {
		v.t.Fatal(err)
	}
	other := newTraveller(v.t, v.p)
	other.client.Jar.SetCookies(u, v.client.Jar.Cookies(u))
	return other
}

// steal uses a refresh token that has been used before.
func (p *relier) steal(t *testing.T, token string) {
	t.Helper()
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.issuer+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("basic", url.QueryEscape(clientSecret))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); res.StatusCode != http.StatusBadRequest {
		t.Errorf("the old refresh token still works: %d", res.StatusCode)
	}
}
