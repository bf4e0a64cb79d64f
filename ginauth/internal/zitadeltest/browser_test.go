package zitadeltest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// browser keeps cookies and follows no redirect by itself: the tests look at
// each.
type browser struct {
	*program
	client *http.Client
}

func (p *program) newBrowser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return &browser{p, &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is a response that was read.
type answer struct {
	status   int
	location string
	body     string
}

func (b *browser) do(r *http.Request, err error) answer {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(body)}
}

func (b *browser) get(url string) answer {
	b.t.Helper()
	return b.do(http.NewRequest(http.MethodGet, url, http.NoBody))
}

// post sends a form, given as name, value, name and so on.
func (b *browser) post(to string, fields ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r, err := http.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.do(r, err)
}

func (b *browser) csrf() string {
	b.t.Helper()
	var token struct {
		CSRFToken string `json:"csrfToken"`
	}
	if err := json.Unmarshal([]byte(b.get(b.base+"/csrf").body), &token); err != nil || token.CSRFToken == "" {
		b.t.Fatalf("no CSRF token: %v", err)
	}
	return token.CSRFToken
}

// leave begins a sign-in and returns the address at the provider.
func (b *browser) leave(query string) *url.URL {
	b.t.Helper()
	out := b.post(b.base+"/signin/zitadel"+query, "csrfToken", b.csrf(), "callbackUrl", "/dash")
	to, err := url.Parse(out.location)
	if err != nil || out.status != http.StatusFound || !strings.HasPrefix(out.location, b.provider.issuer+"/authorize?") {
		b.t.Fatalf("leaving: %d %q %v\n%s", out.status, out.location, err, b.logs)
	}
	return to
}

// login signs in at the provider and returns where it sends the browser.
func (b *browser) login(at *url.URL) string {
	b.t.Helper()
	page := b.get(at.String())
	u, err := url.Parse(page.location)
	if err != nil || u.Path != "/login" {
		b.t.Fatalf("the provider shows no login: %d %q %s", page.status, page.location, page.body)
	}
	done := b.post(b.provider.issuer+"/login", "id", u.Query().Get("id"), "username", userName, "password", userPassword)
	back := b.get(done.location)
	if back.status != http.StatusFound || !strings.HasPrefix(back.location, b.base+"/callback/zitadel?") {
		b.t.Fatalf("the provider does not send back: %d %q %s", back.status, back.location, back.body)
	}
	return back.location
}

// signIn is the whole way, and ends signed in.
func (b *browser) signIn() {
	b.t.Helper()
	if out := b.get(b.login(b.leave(""))); out.status != http.StatusFound || out.location != b.origin+"/dash" {
		b.t.Fatalf("coming back: %d %q\n%s", out.status, out.location, b.logs)
	}
}

// session is what the program says of the browser; nil for nobody.
func (b *browser) session() *Session {
	b.t.Helper()
	var s *Session
	out := b.get(b.origin + "/me")
	if err := json.Unmarshal([]byte(out.body), &s); err != nil || out.status != http.StatusOK {
		b.t.Fatalf("/me: %d %s", out.status, out.body)
	}
	return s
}

// cookies are the names of the browser's cookies for the program that contain
// a word.
func (b *browser) cookies(word string) []string {
	u, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	var names []string
	for _, c := range b.client.Jar.Cookies(u) {
		if strings.Contains(c.Name, word) {
			names = append(names, c.Name)
		}
	}
	return names
}

// wantRefused says that an answer is an error of the sign-in page.
func (b *browser) wantRefused(out answer, code string) {
	b.t.Helper()
	u, err := url.Parse(out.location)
	if err != nil || out.status != http.StatusFound || u.Query().Get("error") != code {
		b.t.Errorf("%d %q, want the error %s\n%s", out.status, out.location, code, b.logs)
	}
}
