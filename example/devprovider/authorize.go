package devprovider

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

const sessionCookie = "devprovider-session"

// authorize answers GET /authorize with the page, or at once if the browser is
// signed in here already, and POST /authorize with what was chosen on the page.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	in, err := p.read(r.URL.Query())
	var refused *refusedError
	switch {
	case errors.As(err, &refused):
		p.back(w, r, in, url.Values{"error": {refused.code}, "error_description": {refused.description}})
	case err != nil:
		showPage(w, http.StatusBadRequest, page{Title: "This sign-in cannot work", Text: err.Error() + "."})
	case r.Method == http.MethodPost:
		p.chosen(w, r, in)
	default:
		p.ask(w, r, in)
	}
}

func (p *Provider) ask(w http.ResponseWriter, r *http.Request, in request) {
	s, signedIn := p.desk.session(cookieOf(r))
	if in.maxAge >= 0 && p.desk.now().Sub(s.begun) > in.maxAge {
		signedIn = false
	}
	silent := slices.Contains(in.prompt, "none")
	switch {
	case signedIn && (silent || len(in.prompt) == 0):
		p.allow(w, r, in, s)
	case silent:
		p.back(w, r, in, url.Values{"error": {"login_required"}, "error_description": {"nobody is signed in"}})
	default:
		showPage(w, http.StatusOK, page{Title: "Who are you?", Asking: in.host(), People: people})
	}
}

func (p *Provider) chosen(w http.ResponseWriter, r *http.Request, in request) {
	who := r.PostFormValue("person")
	if who == "" {
		p.back(w, r, in, url.Values{"error": {"access_denied"}, "error_description": {"the person said no"}})
		return
	}
	known, ok := personBySub(who)
	if !ok {
		showPage(w, http.StatusBadRequest, page{Title: "This sign-in cannot work", Text: "Nobody is called that."})
		return
	}
	p.desk.end(cookieOf(r))
	cookie, s := p.desk.begin(known)
	setCookie(w, cookie, int(sessionLasts.Seconds()))
	p.allow(w, r, in, s)
}

// allow sends the browser back with a code.
func (p *Provider) allow(w http.ResponseWriter, r *http.Request, in request, s session) {
	p.back(w, r, in, url.Values{"code": {p.desk.issue(ticket{
		kind: code, redirectURI: in.redirectURI, challenge: in.challenge,
		grant: &grant{person: s.person, scopes: in.scopes, nonce: in.nonce, session: s},
	})}})
}

// back sends the browser back to the client, with the state it gave and the
// issuer (RFC 9207).
func (p *Provider) back(w http.ResponseWriter, r *http.Request, in request, answer url.Values) {
	if in.state != "" {
		answer.Set("state", in.state)
	}
	answer.Set("iss", p.Issuer)
	http.Redirect(w, r, withQuery(in.redirectURI, answer), http.StatusSeeOther)
}

// withQuery adds to the query of a URL that checkRedirect has admitted.
func withQuery(raw string, add url.Values) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	query := u.Query()
	maps.Copy(query, add)
	u.RawQuery = query.Encode()
	return u.String()
}

func (in request) host() string {
	u, err := url.Parse(in.redirectURI)
	if err != nil {
		return ""
	}
	return u.Host
}

// cookieOf is the value of the session cookie, or "". Cookies do not know
// ports: the client's reach the provider and the other way round, so that the
// name is one that no client has.
func cookieOf(r *http.Request) string {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func setCookie(w http.ResponseWriter, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
