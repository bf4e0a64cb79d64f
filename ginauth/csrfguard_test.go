package ginauth_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// startForms makes a program with a form of its own, guarded by CSRF.
func startForms(t *testing.T, options ...func(*ginauth.Config)) (a *app, ran *int) {
	t.Helper()
	a, ran = start(t, options...), new(int)
	a.handle("/form", func(c *gin.Context) {
		first := ginauth.CSRFToken(c)
		expect(t, "the second call", ginauth.CSRFToken(c), first)
		c.String(http.StatusOK, first)
	})
	a.router.Any("/order", ginauth.CSRF(), func(c *gin.Context) {
		*ran++
		c.String(http.StatusOK, c.PostForm("item"))
	})
	return a, ran
}

func (a *app) order(method, contentType, body string, header ...string) *http.Response {
	return a.do(method, "/order", contentType, body, header...)
}

const formType = "application/x-www-form-urlencoded"

func TestCSRFGuard(t *testing.T) {
	for name, protocol := range protocols {
		a, ran := startForms(t, func(cfg *ginauth.Config) { cfg.Protocol = protocol })
		expect(t, name+": no cookie at all", a.order("POST", formType, "item=1").StatusCode, http.StatusForbidden)
		token := text(t, a.get("/form"))
		if len(token) != 64 {
			t.Fatalf("%s: the token is %q", name, token)
		}
		expect(t, name+": the next page", text(t, a.get("/form")), token)
		field := "item=1&csrfToken=" + token
		inQuery := a.do("POST", "/order?csrfToken="+token, formType, "item=1")
		expect(t, name+": in the query", inQuery.StatusCode, http.StatusForbidden)
		for what, c := range map[string]struct {
			method, body string
			header       []string
			status       int
		}{
			"field":                {"POST", field, nil, 200},
			"header":               {"POST", "item=1", []string{"X-CSRF-Token", token}, 200},
			"PUT":                  {"PUT", "item=1", []string{"X-CSRF-Token", token}, 200},
			"PATCH":                {"PATCH", field, nil, 200},
			"DELETE by header":     {"DELETE", "", []string{"X-CSRF-Token", token}, 200},
			"GET":                  {"GET", "", nil, 200},
			"HEAD":                 {"HEAD", "", nil, 200},
			"OPTIONS":              {"OPTIONS", "", nil, 200},
			"missing":              {"POST", "item=1", nil, 403},
			"empty":                {"POST", "item=1&csrfToken=", nil, 403},
			"wrong":                {"POST", "csrfToken=" + strings.Repeat("0", 64), nil, 403},
			"shorter":              {"POST", "csrfToken=" + token[:63], nil, 403},
			"upper case":           {"POST", "csrfToken=" + strings.ToUpper(token), nil, 403},
			"wrong header":         {"POST", field, []string{"X-CSRF-Token", "x"}, 403},
			"DELETE":               {"DELETE", "", nil, 403},
			"unknown method":       {"PURGE", "", nil, 404},
			"cross-site":           {"POST", field, []string{"Sec-Fetch-Site", "cross-site"}, 403},
			"same-site sub-domain": {"POST", field, []string{"Sec-Fetch-Site", "same-site"}, 403},
			"same origin":          {"POST", field, []string{"Sec-Fetch-Site", "same-origin"}, 200},
			"origin of another":    {"POST", field, []string{"Origin", "https://evil.example"}, 403},
			"origin null":          {"POST", field, []string{"Origin", "null"}, 403},
			"our origin":           {"POST", field, []string{"Origin", "http://localhost:3000"}, 200},
			"cross-site GET":       {"GET", "", []string{"Sec-Fetch-Site", "cross-site"}, 200},
			"by text/plain":        {"POST", field, []string{"Content-Type", "text/plain"}, 403},
		} {
			*ran = 0
			res := a.order(c.method, formType, c.body, c.header...)
			if res.StatusCode != c.status || (*ran == 1) != (c.status == 200) {
				t.Errorf("%s, %s: %d, the handler ran %d times; want %d", name, what, res.StatusCode, *ran, c.status)
			}
			if body := text(t, res); c.status == 403 && body != `{"error":"csrf"}` {
				t.Errorf("%s, %s: %s", name, what, body)
			}
		}
	}
}

// The handler still reads the form, with its files.
func TestCSRFGuardMultipart(t *testing.T) {
	a, ran := startForms(t)
	token := text(t, a.get("/form"))
	for _, given := range []string{token, "", strings.Repeat("0", 64)} {
		*ran = 0
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for name, value := range map[string]string{"item": "a book", "csrfToken": given} {
			if err := w.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
		file, err := w.CreateFormFile("file", "x.txt")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(bytes.Repeat([]byte("x"), 1<<16)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		res := a.order("POST", w.FormDataContentType(), body.String())
		if given == token {
			expect(t, "multipart", text(t, res), "a book")
		} else if res.StatusCode != http.StatusForbidden || *ran != 0 {
			t.Errorf("token %.5q: %d", given, res.StatusCode)
		}
	}
}

// Another browser's pair of cookie and field, or two cookies of the name, are
// no token; nor is the token of before a sign-in.
func TestCSRFGuardCookies(t *testing.T) {
	a, _ := startForms(t)
	token := text(t, a.get("/form"))
	mine := a.browserRequest(http.MethodPost, "/order").Header.Get("Cookie")
	a.newBrowser()
	other := text(t, a.get("/form"))
	post := func(token string, cookies ...string) int {
		r := httptest.NewRequest(http.MethodPost, "/order", strings.NewReader(url.Values{"csrfToken": {token}}.Encode()))
		r.Header.Set("Content-Type", formType)
		r.Header["Cookie"] = cookies
		return a.deliver(r).StatusCode
	}
	theirs := a.browserRequest(http.MethodPost, "/order").Header.Get("Cookie")
	expect(t, "its own", post(token, mine), http.StatusOK)
	expect(t, "another browser's token", post(other, mine), http.StatusForbidden)
	expect(t, "two cookies", post(token, mine+"; "+theirs), http.StatusForbidden)
	expect(t, "two header lines", post(token, mine, theirs), http.StatusForbidden)
	expect(t, "no hash", post(token, "next-auth.csrf-token="+token), http.StatusForbidden)
	expect(t, "hash of nothing", post(token, "next-auth.csrf-token="+token+"%7C"+strings.Repeat("0", 64)), http.StatusForbidden)
	expect(t, "empty", post("", "next-auth.csrf-token="), http.StatusForbidden)
	a.signIn()
	expect(t, "the token of before the sign-in", a.order("POST", formType, "csrfToken="+other).StatusCode, http.StatusForbidden)
	expect(t, "the new one", a.order("POST", formType, "csrfToken="+text(t, a.get("/form"))).StatusCode, http.StatusOK)
}

// No browser adds a Bearer token by itself; but a bad one is none, and beside
// a cookie it does not count.
func TestCSRFGuardBearer(t *testing.T) {
	a, _ := startForms(t)
	a.signIn()
	bearer := []string{"Authorization", "Bearer " + a.sessionToken()}
	expect(t, "cookie and bearer", a.order("POST", formType, "item=1", bearer...).StatusCode, http.StatusForbidden)
	a.newBrowser()
	expect(t, "bearer", a.order("POST", formType, "item=1", bearer...).StatusCode, http.StatusOK)
	expect(t, "bad bearer", a.order("POST", formType, "item=1", "Authorization", "Bearer x").StatusCode, http.StatusForbidden)
}

func TestCSRFToken(t *testing.T) {
	a, _ := startForms(t)
	a.handle("/late", func(c *gin.Context) {
		c.String(http.StatusOK, "begun")
		if token := ginauth.CSRFToken(c); token != "" {
			t.Errorf("after the response has begun: %q", token)
		}
	})
	if res := a.get("/late"); len(res.Cookies()) != 0 {
		t.Error("a cookie was lost")
	}
	res := a.get("/form")
	expect(t, "cookies", len(res.Cookies()), 1)
	cookie := res.Cookies()[0]
	if !cookie.HttpOnly || cookie.Name != "next-auth.csrf-token" || !strings.HasPrefix(cookie.Value, text(t, res)) {
		t.Errorf("the cookie is %s", cookie)
	}
	if !strings.Contains(res.Header.Get("Cache-Control"), "no-store") {
		t.Error("a page with a token may be cached")
	}
	expect(t, "cookies of the second page", len(a.get("/form").Cookies()), 0)
	expect(t, "the protocol's token", a.csrf(), text(t, a.get("/form")))
	router := gin.New()
	router.GET("/", func(c *gin.Context) { c.String(http.StatusOK, "%s", ginauth.CSRFToken(c)) })
	w := httptest.NewRecorder()
	router.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	expect(t, "without the middleware", w.Body.String(), "")
}

// A handler that signs the user in and shows a form shows the new token.
func TestCSRFTokenAfterSignIn(t *testing.T) {
	a, _ := startForms(t)
	var within string
	a.handle("/register", func(c *gin.Context) {
		before := ginauth.CSRFToken(c)
		if err := ginauth.SignIn(c, &jsmith); err != nil {
			t.Error(err)
		}
		if within = ginauth.CSRFToken(c); within == before {
			t.Error("the token is the one of before")
		}
	})
	res := a.get("/register")
	names := map[string]int{}
	for _, c := range res.Cookies() {
		names[c.Name]++
	}
	expect(t, "CSRF cookies", names["next-auth.csrf-token"], 1)
	expect(t, "the form's post", a.order("POST", formType, "csrfToken="+within).StatusCode, http.StatusOK)
}
