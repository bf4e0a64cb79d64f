package rp

import (
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// flood is an answer without end, and counts what is read of it.
type flood struct {
	path string
	next http.RoundTripper
	read int64
}

func (f *flood) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != f.path {
		return f.next.RoundTrip(r)
	}
	body := io.MultiReader(strings.NewReader(`{"access_token":"`), f)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(body), ContentLength: -1, Request: r}, nil
}

func (f *flood) Read(b []byte) (int, error) {
	if f.read >= 64<<20 {
		return 0, io.EOF
	}
	for i := range b {
		b[i] = 'a'
	}
	f.read += int64(len(b))
	return len(b), nil
}

// Of an answer of 64 MiB no more than one is read, and no more than eight are
// asked of the memory.
func TestFlood(t *testing.T) {
	for _, path := range []string{"/.well-known/openid-configuration", "/keys", "/token"} {
		f := &flood{path: path, next: newOP()}
		p := newOP()
		c := p.client(t, func(c *Config) { c.HTTP = &http.Client{Transport: f} })
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := signIn(t, c)
		runtime.ReadMemStats(&after)
		if err == nil || f.read > 2<<20 {
			t.Errorf("%s: %v, read %d bytes", path, err, f.read)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
			t.Errorf("%s: %d bytes allocated", path, grown)
		}
	}
}

// A provider that never answers costs the budget, and not a second more.
func TestStalled(t *testing.T) {
	for _, path := range []string{"/.well-known/openid-configuration", "/keys", "/token", "/me"} {
		synctest.Test(t, func(t *testing.T) {
			p := newOP()
			p.claims["email"] = nil // so that the userinfo is asked
			p.handler[path] = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
			c := p.client(t, nil)
			began := time.Now()
			_, err := signIn(t, c)
			if took := time.Since(began); err == nil || took > 9*time.Second {
				t.Errorf("%s: %v after %v", path, err, took)
			}
			if err != nil && strings.Contains(err.Error(), "code") {
				t.Errorf("%s: %v", path, err)
			}
			synctest.Wait()
		})
	}
}

// Whoever waits does not wait for longer than they have.
func TestWaiterGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newOP()
		p.handler["/.well-known/openid-configuration"] = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		c := p.client(t, nil)
		began := time.Now()
		origins := c.Origins(t.Context())
		if took := time.Since(began); took != 2*time.Second || len(origins) != 1 || origins[0] != testIssuer {
			t.Errorf("%v after %v", origins, took)
		}
		if _, err := c.known(t.Context()); err == nil {
			t.Error("known")
		}
	})
}

// Redirects are not followed, whatever they lead to.
func TestNoRedirects(t *testing.T) {
	for _, path := range []string{"/.well-known/openid-configuration", "/keys", "/token", "/me"} {
		p := newOP()
		p.claims["email"] = nil
		p.handler[path] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", testIssuer+"/elsewhere")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}
		if _, err := signIn(t, p.client(t, nil)); err == nil || p.calls("/elsewhere") != 0 {
			t.Errorf("%s: %v, %d calls elsewhere", path, err, p.calls("/elsewhere"))
		}
	}
}

func TestTooDeep(t *testing.T) {
	for in, want := range map[string]bool{
		strings.Repeat("[", 32) + strings.Repeat("]", 32): false,
		strings.Repeat("[", 33):                           true,
		strings.Repeat(`{"a":`, 33):                       true,
		`"` + strings.Repeat("[", 100) + `"`:              false,
		`"\"` + strings.Repeat("[", 100) + `"`:            false,
		`"\\"` + strings.Repeat("[", 33):                  true,
		strings.Repeat("[]", 1000):                        false,
		`{"a":"b"}`:                                       false, "": false,
	} {
		if tooDeep([]byte(in)) != want {
			t.Errorf("%.40q: %v", in, !want)
		}
	}
	p := newOP()
	p.tokens["deep"] = deep(40)
	if _, err := signIn(t, p.client(t, nil)); !errors.Is(err, errTooDeep) {
		t.Errorf("error %v", err)
	}
}

func deep(n int) any {
	if n == 0 {
		return nil
	}
	return []any{deep(n - 1)}
}
