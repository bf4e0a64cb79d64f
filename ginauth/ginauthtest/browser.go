package ginauthtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Browser is somebody who signs in to a program with the routes of Auth.js, at
// providers of this package, and without a real browser: it keeps cookies,
// sends them as SameSite allows, and says what a real one says of itself
// (Origin, Sec-Fetch-Site). Between the steps of a sign-in anything can be
// changed.
type Browser struct {
	// Patience is how long it waits for an answer of the program; then the test
	// fails. Default: a minute.
	Patience time.Duration

	tb        testing.TB
	program   http.Handler
	base      *url.URL // of the auth routes
	providers []*Provider
	jar       []*http.Cookie
	pages     strings.Builder // all that the program has shown it
}

// NewBrowser returns a browser without cookies. baseURL is the program's
// Config.BaseURL, and providers are those where it can sign in.
func NewBrowser(tb testing.TB, program http.Handler, baseURL string, providers ...*Provider) *Browser {
	tb.Helper()
	base, err := url.Parse(baseURL)
	if err != nil || base.Host == "" {
		tb.Fatalf("ginauthtest: the base URL %q is none", baseURL)
	}
	if strings.Trim(base.Path, "/") == "" {
		base.Path = "/api/auth"
	}
	return &Browser{Patience: time.Minute, tb: tb, program: program, base: base, providers: providers}
}

// Result is an answer of the program under test.
type Result struct {
	Status int
	// Location is where it sends the browser, if it does.
	Location string
	Header   http.Header
	Body     string
	// Cookies are those that it sets, or takes away.
	Cookies []*http.Cookie
	// Session is what GET /session says afterwards; nil if nobody is signed in.
	Session json.RawMessage
}

// SignedIn tells whether somebody is signed in.
func (r Result) SignedIn() bool { return r.Session != nil }

// ErrorCode is the error in the URL to which the program sends the browser, or
// "".
func (r Result) ErrorCode() string {
	u, err := url.Parse(r.Location)
	if err != nil {
		return ""
	}
	return u.Query().Get("error")
}

// SignIn signs in at a provider: it leaves for it, visits it, and delivers its
// answer, which the functions may change before.
func (b *Browser) SignIn(provider string, change ...func(*Answer)) Result {
	b.tb.Helper()
	away := b.Leave(provider, nil)
	answer, _ := b.Visit(away.Location)
	if answer == nil {
		return away
	}
	for _, f := range change {
		f(answer)
	}
	return b.Deliver(answer)
}

// Leave posts the form of a provider's button, and returns the answer, which
// leads to the provider. The query has further parameters for it.
func (b *Browser) Leave(provider string, query url.Values) Result {
	b.tb.Helper()
	path := "/signin/" + provider
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return b.post(path)
}

// SignOut signs out, and at the provider, too, if the program wants that. The
// result is the last answer of the program.
func (b *Browser) SignOut(change ...func(*Answer)) Result {
	b.tb.Helper()
	away := b.post("/signout")
	answer, _ := b.Visit(away.Location)
	if answer == nil {
		return away
	}
	for _, f := range change {
		f(answer)
	}
	return b.Deliver(answer)
}

// post sends a form of the program's own pages.
func (b *Browser) post(path string) Result {
	b.tb.Helper()
	var csrf struct {
		Token string `json:"csrfToken"`
	}
	page := b.do(b.request(http.MethodGet, b.base.String()+"/csrf", "none", nil))
	if err := json.Unmarshal([]byte(page.Body), &csrf); err != nil {
		b.tb.Errorf("ginauthtest: GET /csrf: %d %q: %v", page.Status, page.Body, err)
	}
	form := url.Values{"csrfToken": {csrf.Token}, "callbackUrl": {b.origin() + "/after"}}
	r := b.request(http.MethodPost, b.base.String()+path, "same-origin", form)
	r.Header.Set("Origin", b.origin())
	out := b.do(r)
	out.Session = b.Session()
	return out
}

// Get asks for a page of the program, as "/orders", as somebody who types its
// address in.
func (b *Browser) Get(path string) Result {
	b.tb.Helper()
	return b.do(b.request(http.MethodGet, b.origin()+path, "none", nil))
}

// Session is what GET /session says; nil if nobody is signed in.
func (b *Browser) Session() json.RawMessage {
	b.tb.Helper()
	got := b.do(b.request(http.MethodGet, b.base.String()+"/session", "same-origin", nil))
	if body := strings.TrimSpace(got.Body); strings.HasPrefix(body, "{") && body != "{}" {
		return json.RawMessage(body)
	}
	return nil
}

func (b *Browser) origin() string { return b.base.Scheme + "://" + b.base.Host }

// request makes a request of the program with the cookies that belong to it.
func (b *Browser) request(method, target, from string, form url.Values) *http.Request {
	r := httptest.NewRequestWithContext(b.tb.Context(), method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Site", from)
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	b.addCookies(r, from == "cross-site")
	return r
}

// do asks the program.
func (b *Browser) do(r *http.Request) Result {
	b.tb.Helper()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	done := make(chan *httptest.ResponseRecorder, 1)
	panicked := make(chan any, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				panicked <- v
			}
		}()
		w := httptest.NewRecorder()
		b.program.ServeHTTP(w, r.WithContext(ctx))
		done <- w
	}()
	timer := time.NewTimer(b.Patience)
	defer timer.Stop()
	select {
	case w := <-done:
		res := w.Result()
		b.keepCookies(res.Cookies())
		b.pages.WriteString(w.Body.String() + "\n")
		if to := res.Header.Get("Location"); !strings.Contains(to, "id_token_hint") {
			b.pages.WriteString(to + "\n")
		}
		return Result{
			Status: w.Code, Location: res.Header.Get("Location"), Header: res.Header, Body: w.Body.String(), Cookies: res.Cookies(),
		}
	case v := <-panicked:
		b.tb.Errorf("ginauthtest: %s %s: panic: %v", r.Method, r.URL.Path, v)
	case <-timer.C:
		b.tb.Errorf("ginauthtest: %s %s: no answer within %v", r.Method, r.URL.Path, b.Patience)
	}
	return Result{Header: http.Header{}}
}

// String is for the messages of tests.
func (r Result) String() string {
	signedIn := "nobody is signed in"
	if r.SignedIn() {
		signedIn = "signed in: " + string(r.Session)
	}
	return fmt.Sprintf("%d, to %q, %s", r.Status, r.Location, signedIn)
}
