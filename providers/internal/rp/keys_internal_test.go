package rp

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// When the key changes under many sign-ins at once, they wait for one fetch,
// and all of them get through.
func TestRotationUnderLoad(t *testing.T) {
	p := newOP()
	c := p.client(t, nil)
	if _, err := signIn(t, c); err != nil {
		t.Fatal(err)
	}
	p.keyID = "k2"
	asked, answer := make(chan struct{}), make(chan struct{})
	var once sync.Once
	p.handler["/keys"] = func(w http.ResponseWriter, r *http.Request) {
		once.Do(func() { close(asked) })
		<-answer
		p.answer(w, r)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := signIn(t, c); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if _, err := c.Refresh(t.Context(), Old{Refresh: "old", Subject: "7"}); err != nil {
				t.Error(err)
			}
		})
	}
	<-asked
	close(answer)
	all.Wait()
	if n := p.calls("/keys"); n != 2 {
		t.Errorf("%d key fetches", n)
	}
}

// A refresh does not lose its tokens because a key cannot be had; it goes
// without the ID token then.
func TestRefreshWithoutKeys(t *testing.T) {
	p := newOP()
	c := p.client(t, nil)
	if _, err := signIn(t, c); err != nil {
		t.Fatal(err)
	}
	p.keyID = "k2"
	p.handler["/keys"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	got, err := c.Refresh(t.Context(), Old{Refresh: "old", Subject: "7"})
	if err != nil || got.Refresh != "refresh" || got.ID != "" || got.Claims != nil {
		t.Errorf("error %v", err)
	}
	if _, err := signIn(t, c); !errors.Is(err, errKeys) {
		t.Errorf("a sign-in: %v", err)
	}
	delete(p.handler, "/keys")
	p.advance(4 * time.Second)
	if _, err := signIn(t, c); err != nil {
		t.Errorf("back again: %v", err)
	}
	// Before anything is known, the refresh token is not even sent.
	p = newOP()
	p.handler["/keys"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	if _, err := p.client(t, nil).Refresh(t.Context(), Old{Refresh: "old"}); err == nil || errors.Is(err, ErrInvalidGrant) || p.calls("/token") != 0 {
		t.Errorf("error %v, %d token requests", err, p.calls("/token"))
	}
}

// The key of one tenant does not sign for another.
func TestTenantKeys(t *testing.T) {
	const mine, other = "9188040d-6c67-4c5b-b112-36a304b66dad", "11111111-6c67-4c5b-b112-36a304b66dad"
	for issuer, ok := range map[string]bool{
		"": true, testIssuer + "/{tenantid}/v2.0": true, testIssuer + "/" + mine + "/v2.0": true, testIssuer + "/" + other + "/v2.0": false,
	} {
		p := newOP()
		p.meta["issuer"] = testIssuer + "/{tenantid}/v2.0"
		p.claims["iss"], p.claims["tid"] = testIssuer+"/"+mine+"/v2.0", mine
		p.handler["/common/v2.0/.well-known/openid-configuration"] = func(w http.ResponseWriter, r *http.Request) {
			r.URL.Path = "/.well-known/openid-configuration"
			p.answer(w, r)
		}
		p.handler["/keys"] = func(w http.ResponseWriter, _ *http.Request) {
			raw, err := json.Marshal(jose.JSONWebKey{Key: publicOf(p.key), KeyID: p.keyID})
			if err != nil {
				t.Error(err)
			}
			_, _ = w.Write([]byte(`{"keys":[` + strings.Replace(string(raw), "{", `{"issuer":"`+issuer+`",`, 1) + `]}`))
		}
		c := p.client(t, func(c *Config) { c.Issuer, c.Quirks.TenantIssuer = testIssuer+"/common/v2.0", true })
		if _, err := signIn(t, c); (err == nil) != ok {
			t.Errorf("%q: %v", issuer, err)
		}
	}
}

// Whoever has seen the old keys only gets those that somebody else has fetched
// meanwhile, without another fetch, and without having to wait for one.
func TestSomebodyWasFaster(t *testing.T) {
	p := newOP()
	c := p.client(t, nil)
	for _, p.keyID = range []string{"k1", "k2"} {
		if _, err := signIn(t, c); err != nil {
			t.Fatal(err)
		}
	}
	got, err := c.keys.newer(t.Context(), 1, true)
	if err != nil || got.version != 2 || got.value[0].KeyID != "k2" || p.calls("/keys") != 2 {
		t.Errorf("version %d, %d fetches, %v", got.version, p.calls("/keys"), err)
	}
	if _, err := c.keys.newer(t.Context(), 2, true); !errors.Is(err, errNoKey) || p.calls("/keys") != 2 {
		t.Errorf("newer than the newest: %v, %d fetches", err, p.calls("/keys"))
	}
}
