package rp

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"
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
