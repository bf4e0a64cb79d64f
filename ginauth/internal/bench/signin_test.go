package main

import (
	"sync"
	"testing"
)

// The provider's configuration and its keys are fetched once, however many
// sign in; each sign-in is one request to the token endpoint.
func TestFetchedOnce(t *testing.T) {
	const signIns = 1000
	s := signInSubject(t)
	for i := range signIns {
		if got, err := s.signIn(""); err != nil || got != plain {
			t.Fatalf("sign-in %d: %q, %v", i, got, err)
		}
	}
	wantFetched(t, s, signIns)
}

// The same when they all come at once, and nothing is known of the provider
// yet.
func TestFetchedOnceAtOnce(t *testing.T) {
	const signIns = 50
	s := signInSubject(t)
	errs := make([]error, signIns)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			first, w := s.flow.begin(), newWriter()
			s.engine.ServeHTTP(w, first)
			second, err := s.flow.comeBack(first, w, "")
			if err == nil {
				s.engine.ServeHTTP(newWriter(), second)
			}
			errs[i] = err
		})
	}
	wait.Wait()
	for i, err := range errs {
		if err != nil {
			t.Errorf("sign-in %d: %v", i, err)
		}
	}
	wantFetched(t, s, signIns)
}

func signInSubject(t *testing.T) *subject {
	t.Helper()
	m, err := loadMinted()
	if err != nil {
		t.Fatal(err)
	}
	s, err := buildSignInV4(m)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantFetched(t *testing.T, s *subject, signIns int) {
	t.Helper()
	for path, want := range map[string]int{"/.well-known/openid-configuration": 1, "/keys": 1, "/token": signIns, "/userinfo": 0} {
		if n := s.flow.idp.counted(path); n != want {
			t.Errorf("%s was fetched %d times, want %d", path, n, want)
		}
	}
}
