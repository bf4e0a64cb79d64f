package ginauthtest

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
)

// Answer is a browser on its way back from a provider.
type Answer struct {
	// Method is GET, or POST for response_mode=form_post.
	Method string
	// URL is where it goes, without the Params.
	URL string
	// Params are what the provider says: code, state, iss …
	Params url.Values
}

// Clone is a copy to change.
func (a *Answer) Clone() *Answer {
	out := &Answer{Method: a.Method, URL: a.URL, Params: url.Values{}}
	for name, values := range a.Params {
		out.Params[name] = append([]string(nil), values...)
	}
	return out
}

// Visit goes to a URL at a provider and returns its answer. If the URL is at
// none of the browser's providers, or the provider sends nobody back, the
// answer is nil; in the second case the result is the provider's page.
func (b *Browser) Visit(target string) (*Answer, Result) {
	b.tb.Helper()
	u, err := url.Parse(target)
	if err != nil {
		return nil, Result{}
	}
	p := b.providerAt(u)
	if p == nil {
		return nil, Result{}
	}
	r := httptest.NewRequestWithContext(b.tb.Context(), http.MethodGet, "/", http.NoBody)
	r.URL, r.Host = u, u.Host
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	page := Result{Status: w.Code, Location: w.Header().Get("Location"), Header: w.Header(), Body: w.Body.String()}
	if page.Location != "" {
		to, err := url.Parse(page.Location)
		if err != nil {
			return nil, page
		}
		answer := &Answer{Method: http.MethodGet, Params: to.Query()}
		to.RawQuery = ""
		answer.URL = to.String()
		return answer, page
	}
	return parseFormPost(page.Body), page
}

// providerAt finds the provider whose host a URL has.
func (b *Browser) providerAt(u *url.URL) *Provider {
	for _, p := range b.providers {
		for _, own := range []string{p.URL, p.Issuer} {
			if strings.HasPrefix(own+"/", u.Scheme+"://"+u.Host+"/") {
				return p
			}
		}
	}
	for _, p := range b.providers {
		if p.AnyHost && u.Host != b.base.Host && (u.Scheme == "http" || u.Scheme == "https") {
			return p
		}
	}
	return nil
}

var (
	formAction = regexp.MustCompile(`<form method="post" action="([^"]*)">`)
	formField  = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
)

// parseFormPost reads the form that a script would send at once.
func parseFormPost(page string) *Answer {
	action := formAction.FindStringSubmatch(page)
	if action == nil {
		return nil
	}
	out := &Answer{Method: http.MethodPost, URL: html.UnescapeString(action[1]), Params: url.Values{}}
	for _, f := range formField.FindAllStringSubmatch(page, -1) {
		out.Params.Add(html.UnescapeString(f[1]), html.UnescapeString(f[2]))
	}
	return out
}

// Deliver brings an answer to the program, as the browser that was at the
// provider, and looks who is signed in afterwards.
func (b *Browser) Deliver(answer *Answer) Result {
	b.tb.Helper()
	if u, err := url.Parse(answer.URL); err != nil || u.Host != b.base.Host || u.Scheme != b.base.Scheme {
		b.tb.Errorf("ginauthtest: the provider sends the browser to %q, which is not the program", answer.URL)
		return Result{}
	}
	var r *http.Request
	if answer.Method == http.MethodPost {
		r = b.request(http.MethodPost, answer.URL, "cross-site", answer.Params)
		r.Header.Set("Origin", "null") // of a provider whose pages have a Referrer-Policy
	} else {
		r = b.request(http.MethodGet, withQuery(answer.URL, answer.Params), "cross-site", nil)
	}
	out := b.do(r)
	out.Session = b.Session()
	return out
}
