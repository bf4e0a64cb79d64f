package ginauth_test

import (
	"html/template"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestBuiltInPages(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		a := startIn()
		for path, want := range map[string]struct {
			status int
			parts  []string
		}{
			"/signin": {200, []string{`<title>Sign In</title>`, `action="` + base + `/callback/credentials"`, `name="csrfToken" value="` + a.csrf(),
				`name="callbackUrl" value="http://localhost:3000"`, `id="input-username-for-credentials-provider"`, `Sign in with Credentials`}},
			"/signin?error=SessionRequired": {200, []string{`Please sign in to access this page.`}},
			"/signin?error=<b>x":            {200, []string{`Unable to sign in.`}},
			"/signout":                      {200, []string{`<title>Sign Out</title>`, `action="` + base + `/signout"`, `id="submitButton"`, `name="csrfToken" value="` + a.csrf()}},
			"/verify-request":               {200, []string{`<title>Verify Request</title>`, `Check your email`}},
			"/error":                        {200, []string{`<title>Error</title>`, `href="http://localhost:3000"`}},
			"/error?error=Configuration":    {500, []string{`Server error`}},
			"/error?error=AccessDenied":     {403, []string{`Access Denied`, `href="` + base + `/signin"`}},
			"/error?error=Verification":     {403, []string{`Unable to sign in`}},
			"/error/Verification":           {403, []string{`Unable to sign in`}},
			"/error?error=<script>x":        {200, []string{`<h1>Error</h1>`}},
		} {
			res := a.get("/api/auth" + strings.ReplaceAll(strings.ReplaceAll(path, "<", "%3C"), ">", "%3E"))
			status(t, res, want.status)
			html := text(t, res)
			for _, part := range want.parts {
				if !strings.Contains(html, part) {
					t.Errorf("%s lacks %q", path, part)
				}
			}
			if strings.Contains(html, "<b>x") || strings.Contains(html, "<script") {
				t.Errorf("%s reflects its query", path)
			}
			pageHeaders(t, res)
		}
		if html := text(t, a.get("/api/auth/signin?callbackUrl=%2Fafter")); !strings.Contains(html, `name="callbackUrl" value="http://localhost:3000/after"`) {
			t.Error("the form does not lead to the callback URL")
		}
	})
}

func pageHeaders(t *testing.T, res *http.Response) {
	t.Helper()
	csp := regexp.MustCompile(`^default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; style-src 'nonce-[\w-]{20,}'; img-src 'self' https: data:; form-action 'self'$`)
	if got := res.Header.Get("Content-Security-Policy"); !csp.MatchString(got) {
		t.Errorf("CSP %q", got)
	}
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "same-origin", "Cache-Control": "private, no-store", "Vary": "Cookie",
	} {
		same(t, name, res.Header.Get(name), want)
	}
}

// In v4, /error sends what signing in again can mend on to the sign-in page.
func TestErrorRouteSendsOn(t *testing.T) {
	a := start(t)
	for _, code := range []string{"Signin", "OAuthSignin", "OAuthCallback", "OAuthCreateAccount", "EmailCreateAccount", "Callback",
		"OAuthAccountNotLinked", "EmailSignin", "CredentialsSignin", "SessionRequired"} {
		res := a.get("/api/auth/error?error=" + code + "&callbackUrl=x&csrfToken=y")
		status(t, res, http.StatusFound)
		same(t, code, res.Header.Get("Location"), base+"/signin?error="+code)
	}
	b := start(t, func(cfg *ginauth.Config) { cfg.Protocol = ginauth.AuthJS })
	status(t, b.get("/api/auth/error?error=CredentialsSignin"), http.StatusOK)
}

func TestCustomPages(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) {
			cfg.Pages = ginauth.Pages{
				SignIn: "/login?theme=dark", SignOut: "https://app.example.com/bye", Error: "/oops", VerifyRequest: "/look-into-your-mail",
			}
		})
		for path, want := range map[string]string{
			"/signin":                                home + "/login?theme=dark&callbackUrl=http%3A%2F%2Flocalhost%3A3000",
			"/signin?callbackUrl=/a%26b&error=a%26b": home + "/login?theme=dark&callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fa%26b&error=a%26b",
			"/signout":                               "https://app.example.com/bye",
			"/verify-request":                        home + "/look-into-your-mail",
			"/error?error=AccessDenied":              home + "/oops?error=AccessDenied",
			"/error?error=a%26callbackUrl%3Dx%0d%0a": home + "/oops?error=a%26callbackUrl%3Dx%0D%0A",
			"/error":                                 home + "/oops",
		} {
			res := a.get("/api/auth" + path)
			status(t, res, http.StatusFound)
			same(t, path, res.Header.Get("Location"), want)
		}
		res := a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "wrong")
		same(t, "wrong password", res.Header.Get("Location"), d.pick(base+"/error?error=CredentialsSignin&provider=credentials",
			home+"/login?theme=dark&error=CredentialsSignin&code=credentials"))
		same(t, "POST /signin", a.post("/api/auth/signin/credentials").Header.Get("Location"), home+"/login?theme=dark")
	})
}

// A replaced template is given the data of its page.
func TestReplacedTemplate(t *testing.T) {
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Templates.SignIn = template.Must(template.New("").Parse(`mine {{.CSRFToken}} {{range .Providers}}{{.Action}}{{end}}`))
	})
	same(t, "page", text(t, a.get("/api/auth/signin")), "mine "+a.csrf()+" "+base+"/callback/credentials")
	cfg := a.cfg
	cfg.Templates.SignIn = template.Must(template.New("").Parse(`{{.NoSuchField}}`))
	if _, err := ginauth.NewAuth(cfg); err == nil {
		t.Error("a template that cannot be drawn was taken")
	}
}
