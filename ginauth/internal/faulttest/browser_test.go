package faulttest_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// browser keeps the cookies of one person.
type browser struct {
	*program
	cookies map[string]string
	csrf    string
	// ctx is what its requests begin with.
	ctx context.Context
}

func (p *program) newBrowser() *browser {
	return &browser{program: p, cookies: map[string]string{}, ctx: context.Background()}
}

// with is a browser that has nothing but a session's cookie.
func (p *program) with(cookie string) *browser {
	b := p.newBrowser()
	b.cookies[sessionCookie] = cookie
	return b
}

// copied is another browser with the same cookies.
func (b *browser) copied() *browser {
	c := *b
	c.cookies = maps.Clone(b.cookies)
	return &c
}

func (b *browser) session() string { return b.cookies[sessionCookie] }

// answer is what a browser got.
type answer struct {
	status         int
	body, location string
	// sets is the new cookie of the session, clears tells that it was taken away.
	sets   string
	clears bool
}

func (b *browser) do(method, path string, form url.Values) answer {
	r := httptest.NewRequestWithContext(b.ctx, method, "http://"+host+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.router.ServeHTTP(w, r)
	a := answer{status: w.Code, body: w.Body.String(), location: w.Header().Get("Location")}
	for _, c := range w.Result().Cookies() {
		gone := c.MaxAge < 0 || c.Value == ""
		if c.Name == sessionCookie {
			a.clears = a.clears || gone
			a.sets = c.Value
		}
		if b.cookies[c.Name] = c.Value; gone {
			delete(b.cookies, c.Name)
		}
	}
	return a
}

func (b *browser) get(path string) answer { return b.do(http.MethodGet, path, nil) }

// getToken gets the token that a form needs.
func (b *browser) getToken() {
	var out struct{ CSRFToken string }
	_ = json.Unmarshal([]byte(b.get("/api/auth/csrf").body), &out) // without it the form fails
	b.csrf = out.CSRFToken
}

func (b *browser) post(path string, fields url.Values) answer {
	if b.csrf == "" {
		b.getToken()
	}
	form := url.Values{"csrfToken": {b.csrf}, "json": {"true"}}
	maps.Copy(form, fields)
	return b.do(http.MethodPost, path, form)
}

func (b *browser) signIn(name string) answer {
	return b.post("/api/auth/callback/credentials", url.Values{"username": {name}})
}

func (b *browser) signOut() answer { return b.post("/api/auth/signout", nil) }

// signedIn is a new browser of somebody.
func (p *program) signedIn(t *testing.T, name string) *browser {
	t.Helper()
	b := p.newBrowser()
	if a := b.signIn(name); a.sets == "" {
		t.Fatalf("signing %s in: %+v", name, a)
	}
	b.csrf = "" // a sign-in ends it
	return b
}

// mailed asks for a link, and returns the browser that did, the fields of the
// page to which the link leads, and the code.
func (p *program) mailed(t *testing.T, to string) (asker *browser, link url.Values, code string) {
	t.Helper()
	asker = p.newBrowser()
	if a := asker.post("/api/auth/signin/email", url.Values{"email": {to}}); a.status != http.StatusOK {
		t.Fatalf("asking for a link: %+v", a)
	}
	mail := p.box.Next(t)
	u := must(url.Parse(mail.URL))(t)
	link = url.Values{}
	for _, field := range []string{"token", "email", "from"} {
		link.Set(field, u.Query().Get(field))
	}
	return asker, link, mail.Code
}

// redeem uses a link, or a code.
func (b *browser) redeem(fields url.Values) answer { return b.post("/api/auth/callback/email", fields) }

// as checks that a browser is signed in as somebody; nobody if empty.
func (b *browser) as(t *testing.T, what, name string) {
	t.Helper()
	want := http.StatusOK
	if name == "" {
		want = http.StatusUnauthorized
	}
	if a := b.get("/guarded"); a.status != want || (name != "" && a.body != name) {
		t.Errorf("%s: %+v, want %d %s", what, a, want, name)
	}
}
