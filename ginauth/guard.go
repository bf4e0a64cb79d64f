package ginauth

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
)

// Condition is what a guard asks of a session besides that there is one. Make
// it with [If], [Role] or [SignedInWithin].
type Condition struct {
	holds func(c *gin.Context, st *state) bool
	// again is set for a condition that signing in again can meet; maxAge is
	// then how long ago that may be.
	again  bool
	maxAge time.Duration
}

// If is the condition that a predicate holds:
//
//	ginauth.Require(ginauth.If(func(s *Session) bool { return s.Plan == "pro" }))
//
// A session of another type than S does not meet it, and leaves an error in
// c.Errors.
func If[S SessionLike](predicate func(S) bool) Condition {
	return Condition{holds: func(c *gin.Context, st *state) bool {
		s, ok := st.session.(S)
		if !ok {
			_ = c.Error(fmt.Errorf("ginauth: a condition asks for %v, but sessions are %T", reflect.TypeFor[S](), st.session))
		}
		return ok && predicate(s)
	}}
}

// Role is the condition that the role of a session is one of those allowed:
//
//	ginauth.Require(ginauth.Role(func(s *Session) string { return s.Role }, "admin"))
func Role[S SessionLike](role func(S) string, allowed ...string) Condition {
	return If(func(s S) bool { return slices.Contains(allowed, role(s)) })
}

// SignedInWithin is the condition that the user has signed in (typed a
// password, not merely come back) no longer than d ago, for pages that change
// a password or an address.
func SignedInWithin(d time.Duration) Condition {
	return Condition{again: true, maxAge: d, holds: func(_ *gin.Context, st *state) bool {
		age := st.auth.now().Unix() - st.rec.claims.AuthTime
		return st.rec.claims.AuthTime > 0 && age <= int64(d/time.Second)
	}}
}

// Require returns a guard: it lets a request pass if somebody is signed in and
// every condition holds, and otherwise answers and aborts.
//
//   - Not signed in: a browser that asks for a page is sent to sign in and comes
//     back; everyone else gets 401.
//   - A condition does not hold: 403; a browser gets the error page
//     AccessDenied. For [SignedInWithin]: 401, or the sign-in page.
//   - The store does not answer: 503. Never taken for "signed out".
//   - No route matches: Gin's own 404 or 405 stays.
//
// JSON answers are {"error":"…"} with unauthorized, login_required, forbidden,
// unavailable or, when a callback or a condition failed, server_error (500). Use the middleware of [New] before it.
func Require(conditions ...Condition) gin.HandlerFunc {
	return func(c *gin.Context) {
		st, ok := stateOf(c)
		if !ok {
			_ = c.Error(ErrNoMiddleware)
			c.AbortWithStatusJSON(http.StatusInternalServerError, gin.H{"error": "server_error"})
			return
		}
		st.require(c, conditions)
	}
}

// Require is [Require] for the sessions of this Auth, and reads the session by
// itself where the middleware did not.
func (a *Auth) Require(conditions ...Condition) gin.HandlerFunc {
	return func(c *gin.Context) {
		st, ok := stateOf(c)
		if !ok || st.auth != a {
			a.attach(c)
			st, _ = stateOf(c)
		}
		st.require(c, conditions)
	}
}

func (st *state) require(c *gin.Context, conditions []Condition) {
	switch {
	case st.err != nil:
		st.refuseFailed(c)
		return
	case !st.found:
		st.refuseAnonymous(c, 0)
		return
	}
	for _, cond := range conditions {
		if cond.holds == nil { // the zero Condition asks for something unknown
			st.refuseForbidden(c)
			return
		}
		var ok bool
		if err := recovered(func() error { ok = cond.holds(c, st); return nil }); err != nil {
			st.err = err
			_ = c.Error(err)
			st.refuseFailed(c)
			return
		}
		switch {
		case ok:
		case cond.again:
			st.refuseAnonymous(c, max(cond.maxAge, time.Second))
			return
		default:
			st.refuseForbidden(c)
			return
		}
	}
}

// unmatched keeps Gin's own answer for a path or method without a route.
func unmatched(c *gin.Context) bool {
	if c.FullPath() == "" {
		c.Abort()
		return true
	}
	return false
}

func (st *state) refuseAnonymous(c *gin.Context, maxAge time.Duration) {
	if unmatched(c) {
		return
	}
	noStore(c.Writer.Header())
	if wantsPage(c.Request) {
		if base, err := st.auth.baseOf(c.Request); err == nil {
			back, ok := base.Resolve(c.Request.URL.RequestURI())
			if !ok || c.Request.Method != http.MethodGet {
				back = ""
			}
			setLocation(c.Writer.Header(), pageURL(base, st.auth.customPages.SignIn, "/signin", "callbackUrl", back))
			c.AbortWithStatus(http.StatusFound)
			return
		}
	}
	code := "unauthorized"
	challenge := `Bearer`
	if maxAge > 0 { // RFC 9470
		code = "login_required"
		challenge = `Bearer error="insufficient_user_authentication", max_age=` + strconv.Itoa(int(maxAge/time.Second))
	}
	c.Header("WWW-Authenticate", challenge)
	c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": code})
}

func (st *state) refuseForbidden(c *gin.Context) {
	if unmatched(c) {
		return
	}
	noStore(c.Writer.Header())
	if wantsPage(c.Request) {
		if base, err := st.auth.baseOf(c.Request); err == nil {
			setLocation(c.Writer.Header(), pageURL(base, st.auth.customPages.Error, "/error", "error", "AccessDenied"))
			c.AbortWithStatus(http.StatusFound)
			return
		}
	}
	c.AbortWithStatusJSON(http.StatusForbidden, gin.H{"error": "forbidden"})
}

// refuseFailed answers when it is not known whether somebody is signed in.
func (st *state) refuseFailed(c *gin.Context) {
	if unmatched(c) {
		return
	}
	noStore(c.Writer.Header())
	if errors.Is(st.err, ErrUnavailable) {
		c.Header("Retry-After", "1")
		c.AbortWithStatusJSON(http.StatusServiceUnavailable, gin.H{"error": "unavailable"})
		return
	}
	c.AbortWithStatusJSON(http.StatusInternalServerError, gin.H{"error": "server_error"})
}
