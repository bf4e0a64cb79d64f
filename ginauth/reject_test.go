package ginauth_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// What Reject says is for the person: in JSON with its status, and on the page
// under a seal, so that no link can make the page say something else.
func TestReject(t *testing.T) {
	message := `Credentials <b>not</b> working & "more"`
	for given, want := range map[int]int{403: 403, 401: 401, 429: 429, 499: 499, 200: 401, 302: 401, 500: 401, 0: 401, -1: 401, 1000: 401} {
		eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
			for _, by := range []string{"authorize", "signIn"} {
				a := startIn(func(cfg *ginauth.Config) {
					if by == "authorize" {
						cfg.Providers = []ginauth.Provider{form{authorize: func(context.Context, string, string) (ginauth.UserLike, error) {
							return nil, ginauth.Reject(given, message)
						}}}
						return
					}
					cfg.Callbacks.SignIn = func(context.Context, ginauth.SignInParams) error { return ginauth.Reject(given, message) }
				})
				res := modes[1].post(a, "/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
				status(t, res, map[bool]int{true: want, false: 200}[d.v4])
				if hasSession(res) || a.logs.lines() != 0 {
					t.Errorf("%s: cookies %v, logs %s", by, cookieNames(res), a.logs)
				}
				url := target(t, res)
				same(t, "code", query(t, url, d.pick("error", "code")), message)
				same(t, "error", query(t, url, "error"), d.pick(message, "CredentialsSignin"))
				html := a.page(url)
				if !strings.Contains(html, "Credentials &lt;b&gt;not&lt;/b&gt; working") {
					t.Errorf("%s: the page does not say it", by)
				}
			}
		})
	}
}

// page follows redirects to a page.
func (a *app) page(url string) string {
	a.t.Helper()
	for range 5 {
		res := a.get(strings.TrimPrefix(url, home))
		if res.StatusCode != http.StatusFound {
			return text(a.t, res)
		}
		url = res.Header.Get("Location")
	}
	a.t.Fatalf("too many redirects: %s", url)
	return ""
}

func TestForgedMessages(t *testing.T) {
	const lie = "Call 555 0100 now"
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) {
			cfg.Providers = []ginauth.Provider{form{authorize: func(context.Context, string, string) (ginauth.UserLike, error) {
				return nil, ginauth.Reject(403, "Not today")
			}}}
		})
		good := target(t, modes[1].post(a, "/api/auth/callback/credentials"))
		if !strings.Contains(a.page(good), "Not today") {
			t.Fatal("the true message is not shown")
		}
		seal := query(t, good, "seal")
		// Another program's seal is none here: it hangs on the secret.
		other := startIn(func(cfg *ginauth.Config) { cfg.Secret, cfg.Providers = oldSecret, a.cfg.Providers })
		theirs := target(t, modes[1].post(other, "/api/auth/callback/credentials"))
		if !strings.Contains(other.page(theirs), "Not today") || strings.Contains(a.page(theirs), "Not today") {
			t.Error("the seal of another program counts")
		}
		for _, path := range []string{"/error", "/signin"} {
			for _, q := range []string{
				"error=LIE", "error=LIE&seal=", "error=LIE&seal=" + seal, "error=CredentialsSignin&code=LIE", "error=CredentialsSignin&code=LIE&seal=" + seal,
				"error=LIE&seal=" + seal[:len(seal)-1] + "A", "error=LIE&error=Not+today&seal=" + seal, "error=CredentialsSignin&provider=credentials&fields=LIE",
				"error=CredentialsSignin&provider=credentials&fields=username.LIE", "error=CredentialsSignin&provider=LIE&fields=LIE.required",
				"message=LIE&csrfToken=LIE&theme=LIE&providers=LIE",
			} {
				html := a.page(base + path + "?" + strings.ReplaceAll(q, "LIE", "Call+555+0100+now"))
				if strings.Contains(html, lie) || strings.Contains(html, "0100") {
					t.Errorf("%s?%s is shown", path, q)
				}
			}
		}
	})
}
