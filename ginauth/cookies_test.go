package ginauth_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// The cookies as they are on the wire: names, prefixes, order of attributes.
func TestCookiesOnTheWire(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		for _, secure := range []bool{false, true} {
			a := startIn(func(cfg *ginauth.Config) {
				if secure {
					cfg.BaseURL = "https://app.example.com"
				}
			})
			host, plain, attributes := "", "", "; HttpOnly; SameSite=Lax"
			if secure {
				host, plain, attributes = "__Host-", "__Secure-", "; HttpOnly; Secure; SameSite=Lax"
			}
			res := a.get("/api/auth/csrf")
			csrfLine := res.Header.Get("Set-Cookie")
			if want := host + d.prefix + ".csrf-token="; !strings.HasPrefix(csrfLine, want) || !strings.HasSuffix(csrfLine, "; Path=/"+attributes) || strings.Count(csrfLine, ";") != strings.Count(attributes, ";")+1 {
				t.Errorf("csrf %s", csrfLine)
			}
			lines := a.signIn().Header["Set-Cookie"]
			session := lines[slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "session-token=") })]
			expires := a.clock.Now().AddDate(0, 0, 30).UTC().Format(http.TimeFormat)
			name, rest, _ := strings.Cut(session, "=")
			_, rest, _ = strings.Cut(rest, ";")
			same(t, "session", name+rest, plain+d.prefix+".session-token Path=/; Expires="+expires+attributes)
			origin := url.QueryEscape(a.cfg.BaseURL)
			if want := plain + d.prefix + ".callback-url=" + origin + "; Path=/" + attributes; !slices.Contains(lines, want) {
				t.Errorf("no %q in %q", want, lines)
			}
			lines = a.post("/api/auth/signout").Header["Set-Cookie"]
			if want := plain + d.prefix + ".session-token=; Max-Age=0; Path=/" + attributes; !slices.Contains(lines, want) {
				t.Errorf("no %q in %q", want, lines)
			}
		}
	})
}

func TestCookieOptions(t *testing.T) {
	a := start(t, func(cfg *ginauth.Config) {
		cfg.BaseURL = "https://app.example.com"
		cfg.Cookies = ginauth.CookieConfig{
			Session:     ginauth.CookieOptions{Name: "sid", Domain: "example.com", SameSite: http.SameSiteStrictMode},
			CSRF:        ginauth.CookieOptions{Name: "xsrf", SameSite: http.SameSiteNoneMode},
			CallbackURL: ginauth.CookieOptions{Name: "back", Path: "/api"},
		}
	})
	a.base.Path = "/api/auth"
	res := a.get("/api/auth/csrf")
	if line := res.Header.Get("Set-Cookie"); !strings.HasPrefix(line, "xsrf=") || !strings.HasSuffix(line, "; Path=/; HttpOnly; Secure; SameSite=None") {
		t.Error(line)
	}
	lines := strings.Join(a.signIn().Header["Set-Cookie"], "\n")
	for _, want := range []string{"sid=", "; Domain=example.com; Path=/; Expires=", "; HttpOnly; Secure; SameSite=Strict", "back=https%3A%2F%2Fapp.example.com; Path=/api; HttpOnly; Secure; SameSite=Lax"} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %q in %s", want, lines)
		}
	}
	lines = strings.Join(a.post("/api/auth/signout").Header["Set-Cookie"], "\n")
	if want := "sid=; Max-Age=0; Domain=example.com; Path=/; HttpOnly; Secure; SameSite=Strict"; !strings.Contains(lines, want) {
		t.Errorf("no %q in %s", want, lines)
	}
}

// Behind a proxy that strips TLS in a test, cookies without Secure can be asked
// for.
func TestInsecureCookies(t *testing.T) {
	a := start(t, func(cfg *ginauth.Config) {
		cfg.BaseURL = "https://app.example.com"
		cfg.Cookies.Insecure = true
	})
	if line := a.get("/api/auth/csrf").Header.Get("Set-Cookie"); strings.Contains(line, "Secure") || strings.Contains(line, "__") {
		t.Error(line)
	}
}

// A session that grows over one cookie and shrinks again leaves nothing of the
// former one.
func TestChunks(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		size := 0
		a := startIn(func(cfg *ginauth.Config) {
			cfg.Providers = []ginauth.Provider{form{authorize: padded(&size)}}
		})
		name := d.prefix + ".session-token"
		for _, step := range []struct {
			size  int
			names []string
		}{
			{0, []string{name}},
			{6500, []string{name + ".0", name + ".1", name + ".2"}},
			{4000, []string{name + ".0", name + ".1"}},
			{0, []string{name}},
		} {
			size = step.size
			res := a.signIn()
			for _, c := range setCookies(t, res) {
				if len(c.Name)+len(c.Value) > 4096 {
					t.Errorf("%s has %d bytes", c.Name, len(c.Value))
				}
			}
			var names []string
			for n := range a.sessionCookies() {
				names = append(names, n)
			}
			slices.Sort(names)
			if !slices.Equal(names, step.names) {
				t.Errorf("after %d: %v, want %v", step.size, names, step.names)
			}
			if !a.signedIn() {
				t.Errorf("after %d: not signed in", step.size)
			}
		}
		size = 6500
		a.signIn()
		res := a.post("/api/auth/signout")
		for n, c := range setCookies(t, res) {
			if strings.Contains(n, "session-token") && (c.MaxAge >= 0 || c.Path != "/") {
				t.Errorf("%s not cleared", n)
			}
		}
		if len(a.sessionCookies()) != 0 {
			t.Errorf("left: %v", a.sessionCookies())
		}
	})
}

// A session that no cookies can hold is no session, not half of one.
func TestSessionTooLargeForCookies(t *testing.T) {
	size := 40000
	a := start(t, func(cfg *ginauth.Config) { cfg.Providers = []ginauth.Provider{form{authorize: padded(&size)}} })
	res := modes[1].post(a, "/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
	status(t, res, http.StatusInternalServerError)
	if hasSession(res) || len(a.sessionCookies()) != 0 {
		t.Errorf("cookies %v", cookieNames(res))
	}
}
