package ginauth

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// strategy is where sessions are kept. Its verbs are the ones that can be
// atomic: nothing here reads and later writes on the strength of what was read.
type strategy interface {
	// read opens the session that a request names and fills rec. It returns
	// errInvalidSession if that does not count, and ErrUnavailable if it cannot
	// be known.
	read(r *http.Request, s *site, cred *credential, now time.Time, rec *record) error
	// create keeps claims as a session with a fresh id. Whatever session the
	// request named before is dead afterwards.
	create(r *http.Request, s *site, jar *jar, claims []byte, st stamp) error
	// renew keeps new claims for a session that was read, unless it has ended or
	// was written since: then it returns errSuperseded and writes nothing.
	renew(r *http.Request, s *site, jar *jar, rec *record, claims []byte, st stamp) error
	// former are the cookies, as a Cookie header, by which create knows later
	// which session the request had; "" if it has none.
	former(r *http.Request, s *site) string
	// end removes the session that a request names, if any, and its cookies.
	end(r *http.Request, s *site, jar *jar) error
}

var (
	errInvalidSession = errors.New("invalid session")
	errSuperseded     = errors.New("the session has ended or was written meanwhile")
)

// credential is what a request brings: session cookies, or else a token in the
// Authorization header.
type credential struct {
	cookies authjs.Cookies
	bearer  string
}

// record is a session as a strategy read it.
type record struct {
	claims authjs.Claims
	// bearer says that it came in an Authorization header: no cookie is written.
	bearer bool
	// row is the session in the database, and cookie the value that leads to it.
	row    *adapter.Session
	cookie string
	// touched is when the user was changed ([Auth.Touch], Unix seconds), if that
	// was after the claims were written.
	touched int64
}

// stale tells whether the user was changed since the claims were written.
func (rec *record) stale() bool { return rec.touched > 0 || rec.row != nil && rec.row.Stale }

// userID is whose session it is.
func (rec *record) userID() string {
	if rec.row != nil {
		return rec.row.UserID
	}
	return rec.claims.Subject
}

// clearCookies removes every cookie that came in under the session's name.
func clearCookies(r *http.Request, s *site, jar *jar) {
	found := authjs.FindCookies(r.Header, s.session.name)
	for _, name := range found.Names() {
		jar.clear(s.session, name)
	}
}

// bearer returns the token of an Authorization header by Auth.js's getToken
// rule: the scheme is exactly "Bearer". Only tokens that carry their session
// can come that way.
func (a *Auth) bearer(h http.Header) string {
	values := h["Authorization"]
	if len(values) != 1 || !a.takesBearer {
		return ""
	}
	token, ok := strings.CutPrefix(values[0], "Bearer ")
	if !ok {
		return ""
	}
	token, _, _ = strings.Cut(token, " ")
	token, ok = cookies.Unescape(token)
	if !ok {
		return ""
	}
	return token
}
