package devprovider_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

func TestSignInRefreshAndSignOut(t *testing.T) {
	b := start(t)
	status, tokens := b.spend(b.choose("ada"))
	if status != http.StatusOK || tokens["token_type"] != "Bearer" || tokens["expires_in"] != 600.0 {
		t.Fatal(status, tokens)
	}
	claims := b.verified(tokens["id_token"])
	if claims["iss"] != b.p.Issuer || claims["aud"] != b.p.ClientID || claims["sub"] != "ada" || claims["nonce"] != "the nonce" || claims["at_hash"] == nil {
		t.Errorf("ID token %v", claims)
	}
	_, who := b.userinfo(tokens["access_token"])
	want := map[string]any{"sub": "ada", "name": "Ada Lovelace", "preferred_username": "ada", "email": "ada@example.com", "email_verified": true}
	if !reflect.DeepEqual(who, want) {
		t.Errorf("userinfo %v", who)
	}

	status, next := b.refresh(tokens["refresh_token"])
	if again := b.verified(next["id_token"]); status != http.StatusOK || again["sub"] != "ada" || again["nonce"] != nil {
		t.Errorf("refresh: %d %v", status, again)
	}

	// Signed in here: no page, unless the client wants it.
	res, _ := b.do(http.MethodGet, b.asks(), nil)
	if _, query := b.landed(res); query.Get("code") == "" {
		t.Errorf("a second sign-in: %v", query)
	}
	for _, change := range [][2]string{{"prompt", "login"}, {"prompt", "select_account"}} {
		if res, _ := b.do(http.MethodGet, b.asks(change[0], change[1]), nil); res.StatusCode != http.StatusOK {
			t.Errorf("%s: no page", change)
		}
	}

	out := b.p.Issuer + "/logout?" + url.Values{
		"id_token_hint": {tokens["id_token"].(string)}, "client_id": {b.p.ClientID},
		"post_logout_redirect_uri": {"http://127.0.0.1:3000/out?x=1"}, "state": {"s"},
	}.Encode()
	res, _ = b.do(http.MethodGet, out, nil)
	if to := res.Header.Get("Location"); to != "http://127.0.0.1:3000/out?state=s&x=1" {
		t.Errorf("signed out to %q", to)
	}
	if res, _ := b.do(http.MethodGet, b.asks(), nil); res.StatusCode != http.StatusOK {
		t.Error("still signed in")
	}
	res, _ = b.do(http.MethodGet, b.asks("prompt", "none"), nil)
	if _, query := b.landed(res); query.Get("error") != "login_required" {
		t.Errorf("prompt=none: %v", query)
	}
}

func TestDeny(t *testing.T) {
	b := start(t)
	res, _ := b.do(http.MethodPost, b.asks(), url.Values{"deny": {"yes"}})
	if _, query := b.landed(res); query.Get("error") != "access_denied" || query.Get("state") != "the state" || query.Has("code") {
		t.Errorf("%v", query)
	}
}

func TestOnceOnly(t *testing.T) {
	t.Run("code", func(t *testing.T) {
		b := start(t)
		code := b.choose("ada")
		_, tokens := b.spend(code)
		if status, answer := b.spend(code); status != http.StatusBadRequest || answer["error"] != "invalid_grant" {
			t.Errorf("replayed: %d %v", status, answer)
		}
		if status, _ := b.userinfo(tokens["access_token"]); status != http.StatusUnauthorized {
			t.Error("the grant goes on")
		}
	})
	t.Run("refresh token", func(t *testing.T) {
		b := start(t)
		_, tokens := b.spend(b.choose("ada"))
		_, next := b.refresh(tokens["refresh_token"])
		if next["refresh_token"] == tokens["refresh_token"] {
			t.Error("not rotated")
		}
		if status, answer := b.refresh(tokens["refresh_token"]); status != http.StatusBadRequest || answer["error"] != "invalid_grant" {
			t.Errorf("used twice: %d %v", status, answer)
		}
		if status, _ := b.refresh(next["refresh_token"]); status != http.StatusBadRequest {
			t.Error("the grant goes on")
		}
	})
}

// verified checks the signature of an ID token with the published key.
func (b *browser) verified(token any) (claims map[string]any) {
	b.t.Helper()
	_, body := b.do(http.MethodGet, b.p.Issuer+"/jwks", nil)
	if strings.Contains(body, `"d":`) {
		b.t.Fatal("the private key is published")
	}
	var keys jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(body), &keys); err != nil {
		b.t.Fatal(err)
	}
	signed, err := jose.ParseSignedCompact(token.(string), []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		b.t.Fatal(err)
	}
	payload, err := signed.Verify(keys)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := json.Unmarshal(payload, &claims); err != nil {
		b.t.Fatal(err)
	}
	return claims
}
