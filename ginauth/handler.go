package ginauth

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/gin-gonic/gin"
)

// SessionFrom returns the session of a request, and whether somebody is signed
// in. It is c.MustGet("session").(S) that never panics: on a route that was
// registered before the middleware, or for another type than the callbacks
// make, it returns the zero value and false.
func SessionFrom[S SessionLike](c *gin.Context) (S, bool) {
	v, _ := c.Get(sessionKey)
	s, ok := v.(S)
	return s, ok && !isNil(s)
}

// SessionErr says why it is not known whether somebody is signed in: an error
// wrapping [ErrUnavailable] when the store did not answer, the error of a
// callback, or [ErrNoMiddleware]. It is nil for requests that are plainly
// signed in or out.
func SessionErr(c *gin.Context) error {
	st, ok := stateOf(c)
	if !ok {
		return ErrNoMiddleware
	}
	return st.err
}

// SignIn signs a user in from a handler, as a provider would: after a
// registration, say. It takes the same road (callbacks, fresh session id,
// events) and gives the request its new session. The user must have an ID and
// the type that the callbacks expect, or be a plain *[User] ([ErrUserType]);
// the account has no Provider. Call it before the
// response begins ([ErrResponseStarted]).
//
// The errors of the SignIn callback come back as they are: [ErrAccessDenied],
// those of [Reject] and [RedirectTo]. On a route without the middleware the
// error is [ErrNoMiddleware]; a store that does not answer is [ErrUnavailable].
func SignIn(c *gin.Context, user UserLike) error {
	st, err := writable(c)
	if err != nil {
		return err
	}
	a := st.auth
	u := UserOf(user)
	if u == nil {
		return fmt.Errorf("%w: nil", ErrUserType)
	}
	if t := reflect.TypeOf(user); a.shaper != nil && t != reflect.TypeFor[*User]() && t != reflect.PointerTo(a.shaper.User) {
		return fmt.Errorf("%w: %v, the callbacks expect *%v", ErrUserType, t, a.shaper.User)
	}
	var jar jar
	account := Account{Type: TypeCredentials, ProviderAccountID: u.ID}
	fresh, err := a.signIn(c, st.site, identity{user: user, account: account}, &jar)
	if err != nil {
		return err
	}
	if _, err := a.rotateCSRF(st.site, &jar); err != nil {
		return err
	}
	fresh.commit(c, &jar)
	return nil
}

// SignOut ends the session of a request from a handler; without one it does
// nothing. The session at an OAuth provider goes on: to end that, too, send the
// browser to POST /signout. If the store cannot be reached it returns an error wrapping
// [ErrUnavailable], and the user is still signed in. Other errors are
// [ErrNoMiddleware] and [ErrResponseStarted].
func SignOut(c *gin.Context) error {
	st, err := writable(c)
	if err != nil {
		return err
	}
	a := st.auth
	var jar jar
	after, _, err := a.signOut(c, st.site, &jar)
	if err != nil {
		return err
	}
	if after == nil {
		after = &state{auth: a, site: st.site, session: a.noSession}
	}
	if st.found {
		if _, err := a.rotateCSRF(st.site, &jar); err != nil {
			return err
		}
	}
	after.commit(c, &jar)
	return nil
}

// Update runs the jwt callback with TriggerUpdate over the session of a
// request, as useSession's update does, and sends the new cookie with the same
// response. data is what the callback finds in JWT.Session, as JSON; nil is
// nothing. It returns [ErrNotSignedIn] without a session (or with one that came
// in an Authorization header), [ErrNoMiddleware], [ErrResponseStarted], an error
// for data that JSON cannot carry, and the error of a callback; nothing has
// changed then. It is Auth.js's unstable_update.
func Update(c *gin.Context, data any) error {
	st, err := writable(c)
	if err != nil {
		return err
	}
	if !st.found || st.rec.bearer {
		if st.err != nil {
			return st.err
		}
		return ErrNotSignedIn
	}
	var raw json.RawMessage
	if data != nil {
		if raw, err = json.Marshal(data); err != nil {
			return fmt.Errorf("ginauth: update: %w", err)
		}
	}
	a := st.auth
	var jar jar
	in := JWTParams{Trigger: TriggerUpdate, Session: raw}
	fresh := &state{auth: a, site: st.site, session: a.noSession, rec: st.rec}
	err = a.open(c, fresh, a.now().Unix(), in, &jar)
	if errors.Is(err, errSuperseded) {
		if fresh = a.update(c, st.site, in, &jar); fresh.err == nil && !fresh.found {
			fresh.commit(c, &jar)
			return ErrNotSignedIn // it has been ended meanwhile
		}
		err = fresh.err
	}
	if errors.Is(err, ErrEndSession) {
		return SignOut(c)
	}
	if err != nil {
		return err
	}
	fresh.commit(c, &jar)
	return nil
}

// writable finds the state of a request whose response has not begun.
func writable(c *gin.Context) (*state, error) {
	st, ok := stateOf(c)
	switch {
	case !ok:
		return nil, ErrNoMiddleware
	case c.Writer.Written():
		return nil, ErrResponseStarted
	}
	return st, nil
}
