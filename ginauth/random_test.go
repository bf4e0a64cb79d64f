package ginauth_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

var errRandom = errors.New("no entropy today")

// randomness is a source that can be made to fail, after some bytes or at once.
type randomness struct {
	mu   sync.Mutex
	left int  // bytes until it fails; negative: never
	once bool // it fails in one read only
}

func (r *randomness) fail(after int, once bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left, r.once = after, once
}

func (r *randomness) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left < 0 {
		return rand.Read(p)
	}
	n := min(len(p), r.left)
	r.left -= n
	if n < len(p) {
		if r.once {
			r.left = -1
		}
		return n, errRandom
	}
	return n, nil
}

// Without random bytes nobody is signed in, whichever of the ids and tokens
// they are missing for, and be it for a moment; a weaker one is never made.
func TestRandomFails(t *testing.T) {
	const needed = 32 + 16 + 32 // of sid, jti and CSRF token
	for kind, option := range kinds {
		source := &randomness{left: -1}
		a := start(t, option, func(cfg *ginauth.Config) { cfg.Rand = source })
		for _, after := range []int{0, 1, 31, 32, 33, 47, 48, 49, 63, needed - 1, needed, 200} {
			for _, once := range []bool{false, true} {
				source.fail(-1, false)
				a.newBrowser()
				csrf := a.csrf()
				source.fail(after, once)
				res := a.deliver(a.formRequest("/api/auth/callback/credentials", csrf, "username=jsmith&password=hunter2"))
				expect(t, fmt.Sprintf("%s: signed in with %d random bytes", kind, after), res.StatusCode == http.StatusOK, after >= needed)
				if after >= needed {
					continue
				}
				if body := text(t, res); !strings.Contains(body, "error=Configuration") || strings.Contains(body, "entropy") {
					t.Errorf("%s, %d bytes: %d %s", kind, after, res.StatusCode, body)
				}
				if len(setCookiesOfSession(res)) != 0 {
					t.Errorf("%s, %d bytes: cookies %v", kind, after, cookieNames(res))
				}
				source.fail(after, once)
				got := a.try(ginauthSignIn(&jsmith))
				if !errors.Is(got.err, errRandom) || got.session != nil || len(got.res.Cookies()) != 0 {
					t.Errorf("%s, %d bytes: SignIn returns %v", kind, after, got.err)
				}
			}
		}
	}
}

func setCookiesOfSession(res *http.Response) (out []*http.Cookie) {
	for _, c := range res.Cookies() {
		if strings.Contains(c.Name, "session-token") || strings.Contains(c.Name, "csrf-token") {
			out = append(out, c)
		}
	}
	return out
}

// A session that is there already goes on being read, but is not written.
func TestRandomFailsForASession(t *testing.T) {
	source := &randomness{left: -1}
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}), func(cfg *ginauth.Config) { cfg.Rand = source })
	a.signIn()
	source.fail(0, false)
	if !a.isSignedIn() {
		t.Error("reading a session takes random bytes")
	}
	if got := a.try(ginauthUpdate("x")); !errors.Is(got.err, errRandom) || len(got.res.Cookies()) != 0 {
		t.Errorf("Update: %v", got.err)
	}
	a.newBrowser()
	for _, path := range []string{"/api/auth/csrf", "/api/auth/signin", "/api/auth/error?error=Configuration"} {
		for redirects := 0; ; redirects++ {
			res := a.get(path)
			if res.StatusCode == http.StatusOK || len(res.Cookies()) != 0 || redirects == 5 {
				t.Errorf("%s: %d after %d redirects, cookies %v", path, res.StatusCode, redirects, cookieNames(res))
				break
			}
			if path = strings.TrimPrefix(res.Header.Get("Location"), "http://localhost:3000"); path == "" {
				break
			}
		}
	}
}

// Ids do not repeat, and the source that was given is the one that is used.
func TestRandomIsUsed(t *testing.T) {
	ids := map[any]bool{}
	a := start(t)
	for range 100 {
		a.signIn()
		claims := a.sessionClaims()
		if ids[claims["sid"]] || ids[claims["jti"]] {
			t.Fatal("an id has come twice")
		}
		ids[claims["sid"]], ids[claims["jti"]] = true, true
	}
	b := start(t, func(cfg *ginauth.Config) { cfg.Rand = bytes.NewReader(bytes.Repeat([]byte{7}, 1<<16)) })
	b.signIn()
	expect(t, "sid", b.sessionClaims()["sid"], any(strings.Repeat("07", 32)))
}
