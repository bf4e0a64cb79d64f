package ginauth

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/internal/body"
	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
	"github.com/ginauth/gin-auth/ginauth/internal/csrf"
	"github.com/ginauth/gin-auth/ginauth/internal/origin"
)

var errUntrustedHost = origin.ErrUntrustedHost

// exchange is one request to the auth routes and what its answer collects.
type exchange struct {
	a     *Auth
	c     *gin.Context
	r     *http.Request
	site  *site
	base  origin.Base
	query url.Values
	body  body.Body
	// action and segment are the parts of the path below the base path.
	action, segment string
	// csrfToken is the browser's token, verified whether the body repeats it.
	csrfToken string
	verified  bool
	// callbackURL is where to go afterwards; always absolute, always allowed.
	callbackURL string
	jar         jar
}

// readCSRF takes the token from its cookie, or makes a new one.
func (x *exchange) readCSRF() error {
	if token, ok := x.site.csrfToken(x.r); ok {
		x.csrfToken = token
		x.verified = csrf.Match(x.body.Get("csrfToken"), token) && x.a.sameOrigin(x.r)
		return nil
	}
	return x.rotateCSRF()
}

// sameOrigin refuses what the browser itself says comes from elsewhere, a
// sister sub-domain included. A program that sends no such headers still needs
// the token.
func (a *Auth) sameOrigin(r *http.Request) bool {
	if a.crossOrigin.Check(r) == nil {
		return true
	}
	// Behind a trusted proxy the Host that the check compares with is an inner
	// one. What the browser says of the site itself still counts first.
	if a.base != nil || r.Header.Get("Sec-Fetch-Site") != "" {
		return false
	}
	base, err := a.resolver.Base(r)
	return err == nil && r.Header.Get("Origin") == base.Origin
}

// rotateCSRF gives the browser a new token.
func (x *exchange) rotateCSRF() (err error) {
	x.csrfToken, err = x.a.rotateCSRF(x.site, &x.jar)
	return err
}

// csrfToken is the token of a request's cookie. Two cookies of the name are
// none: one of them was planted.
func (s *site) csrfToken(r *http.Request) (string, bool) {
	value, n := cookies.Get(r.Header["Cookie"], s.csrf.name)
	if n != 1 {
		return "", false
	}
	return s.signer.Verify(value)
}

// readCallbackURL finds out where to go afterwards: the body, the query, the
// cookie of an earlier request, or home.
func (x *exchange) readCallbackURL() {
	raw := given(x.body.Get("callbackUrl"))
	if raw == "" {
		raw = given(x.query.Get("callbackUrl"))
	}
	if raw != "" {
		x.callbackURL = x.a.target(x.c, x.base, raw)
		return
	}
	if cookie, n := cookies.Get(x.r.Header["Cookie"], x.site.callback.name); n > 0 {
		x.callbackURL = x.a.target(x.c, x.base, cookie)
		return
	}
	x.callbackURL = x.base.Origin
}

// given is false for what JavaScript clients send when they have no value.
func given(v string) string {
	if v == "undefined" || v == "null" {
		return ""
	}
	return v
}

const maxCallbackCookie = 3500

// keepCallbackURL writes the cookie that carries the target over a sign-in.
// Only the routes of signing in and out do: a poll of /session must not change
// where a sign-in in another tab ends.
func (x *exchange) keepCallbackURL() {
	cookie, n := cookies.Get(x.r.Header["Cookie"], x.site.callback.name)
	if len(cookies.Encode(x.callbackURL)) > maxCallbackCookie {
		return // browsers drop longer ones
	}
	if n != 1 || cookie != x.callbackURL {
		x.jar.set(x.site.callback, x.site.callback.name, x.callbackURL, 0)
	}
}
