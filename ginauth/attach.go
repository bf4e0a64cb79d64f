package ginauth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// visit is what one request with a session needs, in one piece of memory.
type visit struct {
	st   state
	cred credential
	jar  jar
}

// attach gives a request of the application its session. Everything that can
// be known before is compiled: an anonymous request costs a look at its
// headers.
func (a *Auth) attach(c *gin.Context) {
	s := a.siteOf(c.Request)
	h := c.Request.Header
	if len(h["Cookie"]) == 0 && len(h["Authorization"]) == 0 {
		s.anonymous.publish(c)
		return
	}
	if st := a.committed(c); st != nil {
		st.publish(c)
		return
	}
	cookies, bearer := authjs.FindCookies(h, s.session.name), ""
	if !cookies.Present() {
		if bearer = a.bearer(h); bearer == "" {
			s.anonymous.publish(c)
			return
		}
	}
	v := &visit{cred: credential{cookies, bearer}}
	a.session(c, s, v, JWTParams{})
	noStore(c.Writer.Header())
	v.st.commit(c, &v.jar)
}

// session reads the session of a request, runs the callbacks and extends it if
// that is due. It always leaves a state: signed in, signed out, or with the
// error for which that is not known.
func (a *Auth) session(c *gin.Context, s *site, v *visit, in JWTParams) {
	v.st = state{auth: a, site: s, session: a.noSession}
	now := a.now()
	err := recovered(func() error { // the application's own decoders run in it
		if err := a.strategy.read(c.Request, s, &v.cred, now, &v.st.rec); err != nil {
			return err
		}
		return a.open(c, &v.st, now.Unix(), in, &v.jar)
	})
	if err != nil {
		v.jar = jar{}
		a.refuse(c, &v.st, &v.cred, err, &v.jar)
	}
}

// open turns a record into a token and a session.
func (a *Auth) open(c *gin.Context, st *state, now int64, in JWTParams, jar *jar) error {
	claims := &st.rec.claims
	if err := a.life.check(claims, now); err != nil {
		return errors.Join(errInvalidSession, err)
	}
	if claims.NamesNobody() {
		return fmt.Errorf("%w: it names nobody", errInvalidSession)
	}
	var ctx context.Context
	if a.shaper != nil {
		callback := a.callbackContext(c.Request)
		callback.bearer = st.rec.bearer
		ctx = callback
	}
	if in.Trigger == "" && st.rec.stale() {
		in.Trigger = TriggerTouch
	}
	token, changed, err := a.runJWT(ctx, claims, in)
	if err != nil {
		return err
	}
	expires := a.life.end(claims)
	write := in.Trigger == TriggerUpdate || (!st.rec.bearer && (changed || st.rec.stale() || a.life.due(claims, now)))
	if write {
		expires = a.life.expiry(now, since(claims))
	}
	if err := a.fill(ctx, st, token, expires); err != nil {
		return err
	}
	if write {
		err = a.renew(c, st, now, jar)
		switch {
		case in.Trigger == TriggerUpdate:
		case errors.Is(err, errSuperseded):
			// A newer write stands; what was read still serves this request.
			err = a.fill(ctx, st, token, a.life.end(claims))
		case errors.Is(err, ErrUnavailable) && !changed:
			// It was read, and lasts a while yet: the next request tries again.
			a.log(c, slog.LevelWarn, "SESSION_RENEWAL_ERROR", err)
			err = a.fill(ctx, st, token, a.life.end(claims))
		}
	}
	st.found = err == nil
	return err
}

// runJWT reads the claims into a token and runs the jwt callback over it. It
// reports whether the callback changed anything. Without callbacks there is no
// token yet: nobody has asked for it.
func (a *Auth) runJWT(ctx context.Context, claims *authjs.Claims, in JWTParams) (token TokenLike, changed bool, err error) {
	if a.shaper == nil {
		return nil, false, nil
	}
	if token, err = a.shaper.token(claims); err != nil {
		return nil, false, errors.Join(errInvalidSession, err)
	}
	before, err := a.shaper.copyOf(token, claims)
	if err != nil {
		return nil, false, err
	}
	if err := a.callJWT(ctx, token, in); err != nil {
		return nil, false, err
	}
	token.token().restore(claims) // the library's own claims are not the callback's to change
	a.keepSubject(token, claims.Subject)
	return token, a.shaper.changed(before, token), nil
}

// keepSubject holds a session to its user: with a database, who that is does
// not depend on a callback.
func (a *Auth) keepSubject(token TokenLike, userID string) {
	if a.db != nil {
		token.token().Subject = userID
	}
}

func (a *Auth) callJWT(ctx context.Context, token TokenLike, in JWTParams) error {
	return recovered(func() error { return a.shaper.JWT(ctx, token, in) })
}

// fill makes the session of a token.
func (a *Auth) fill(ctx context.Context, st *state, token TokenLike, expires int64) error {
	end := Time{time.Unix(expires, 0).UTC()}
	if a.shaper == nil {
		claims := &st.rec.claims
		st.plain = Session{User{Name: claims.Name, Email: claims.Email, Image: claims.Picture}, end}
		st.session = &st.plain
		return nil
	}
	session, t := a.shaper.NewSession(), token.token()
	*session.session() = Session{User{Name: t.Name, Email: t.Email, Image: t.Picture}, end}
	if err := recovered(func() error { return a.shaper.Fill(ctx, session, token) }); err != nil {
		return err
	}
	st.token, st.session = token, session
	return nil
}

// refuse decides what an unusable session means for the request: signed out
// and the cookie cleared, or not known.
func (a *Auth) refuse(c *gin.Context, st *state, cred *credential, err error, jar *jar) {
	st.found, st.token, st.session = false, nil, a.noSession
	switch {
	case errors.Is(err, ErrEndSession):
		if endErr := a.strategy.end(c.Request, st.site, jar); endErr != nil {
			st.err = endErr
			a.log(c, slog.LevelError, "SIGNOUT_ERROR", endErr)
		}
	case errors.Is(err, errInvalidSession):
		a.log(c, slog.LevelWarn, "JWT_SESSION_ERROR", err)
		for _, name := range cred.cookies.Names() {
			jar.clear(st.site.session, name)
		}
	default: // the store is down, or a callback failed: the session may be good
		st.err = err
		a.log(c, slog.LevelError, "SESSION_ERROR", err)
	}
}
