package e2e_test

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// traveller is somebody's browser without a browser: it goes from the program
// to the provider and back, one step at a time.
type traveller struct {
	t      *testing.T
	p      *relier
	client *http.Client
}

func newTraveller(t *testing.T, p *relier) *traveller {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := *p.Client()
	client.Jar = jar
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &traveller{t, p, &client}
}

// send makes one request and follows nothing.
func (v *traveller) send(method, to string, form url.Values) (res *http.Response, body string) {
	v.t.Helper()
	if strings.HasPrefix(to, "/") {
		to = v.p.origin + to
	}
	req, err := http.NewRequestWithContext(v.t.Context(), method, to, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err = v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return res, string(text)
}

// get returns a JSON object of the program.
func (v *traveller) get(path string) (object map[string]any) {
	v.t.Helper()
	_, body := v.send(http.MethodGet, path, nil)
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		v.t.Fatalf("GET %s: %v: %s", path, err, body)
	}
	return object
}

// session is nil if nobody is signed in, in either dialect.
func (v *traveller) session() map[string]any {
	v.t.Helper()
	if session := v.get("/api/auth/session"); len(session) > 0 {
		return session
	}
	return nil
}

// post sends a form of the program's pages and returns where it leads.
func (v *traveller) post(path string) *url.URL {
	v.t.Helper()
	token, _ := v.get("/api/auth/csrf")["csrfToken"].(string)
	res, body := v.send(http.MethodPost, path, url.Values{"csrfToken": {token}, "callbackUrl": {v.p.origin + "/after"}})
	to, err := res.Location()
	if err != nil || res.StatusCode != http.StatusFound {
		v.t.Fatalf("POST %s: %d %v\n%s", path, res.StatusCode, err, body)
	}
	return to
}

// leave presses the button of a provider; who is the login_hint.
func (v *traveller) leave(provider, who string) *url.URL {
	v.t.Helper()
	return v.post("/api/auth/signin/" + provider + "?" + url.Values{"login_hint": {who}}.Encode())
}

// visit follows the provider's redirects until one leads back to the program,
// or the provider shows a page.
func (v *traveller) visit(to *url.URL) (back *url.URL, page string) {
	v.t.Helper()
	for hops := 0; ; hops++ {
		if origin := to.Scheme + "://" + to.Host; origin == v.p.origin {
			return to, ""
		} else if origin != v.p.issuer || hops > 10 {
			v.t.Fatalf("sent to %s after %d hops", to, hops)
		}
		res, body := v.send(http.MethodGet, to.String(), nil)
		if res.StatusCode == http.StatusOK {
			return nil, body
		}
		next, err := res.Location()
		if err != nil {
			v.t.Fatalf("GET %s: %d %v\n%s", to, res.StatusCode, err, body)
		}
		to = next
	}
}

// land follows the program's own redirects to the page at their end.
func (v *traveller) land(to string) *url.URL {
	v.t.Helper()
	for range 5 {
		res, _ := v.send(http.MethodGet, to, nil)
		next, err := res.Location()
		if err != nil {
			return res.Request.URL
		}
		to = next.String()
	}
	v.t.Fatalf("the redirects do not end: %s", to)
	return nil
}

// signIn does all of it.
func (v *traveller) signIn(provider, who string) {
	v.t.Helper()
	back, page := v.visit(v.leave(provider, who))
	if back == nil {
		v.t.Fatalf("the provider shows a page:\n%s", page)
	}
	if landed := v.land(back.String()); landed.Path != "/after" {
		v.t.Fatalf("landed at %s", landed)
	}
}

var (
	formAction = regexp.MustCompile(`<form[^>]* action="([^"]*)"`)
	hiddenTag  = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
)

// form is the one form of a provider's page: where it goes, and what is hidden
// in it.
func (v *traveller) form(page string) (action string, fields url.Values) {
	v.t.Helper()
	found := formAction.FindStringSubmatch(page)
	if found == nil {
		v.t.Fatalf("no form in the page:\n%s", page)
	}
	fields = url.Values{}
	for _, hidden := range hiddenTag.FindAllStringSubmatch(page, -1) {
		fields.Set(html.UnescapeString(hidden[1]), html.UnescapeString(hidden[2]))
	}
	return html.UnescapeString(found[1]), fields
}
