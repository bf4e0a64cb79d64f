package ginauth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// maxRevocationCache bounds how long a session may outlive its revocation.
const maxRevocationCache = 5 * time.Second

// errRevoked is a session that has been ended elsewhere.
var errRevoked = fmt.Errorf("%w: it has been revoked", errInvalidSession)

// revoker ends sessions that their strategy cannot end: those that live in a
// cookie, or in a store that finds them by nothing else. It is a strategy
// around another one, which asks the database at each read. A nil *revoker is
// for sessions that need none.
type revoker struct {
	strategy
	db    *database
	life  lifetime
	now   func() time.Time
	cache *expiring[adapter.Revocation]
	// window is how many seconds the cache may be believed.
	window int64
}

func (a *Auth) compileRevocation(c *SessionConfig) error {
	switch {
	case c.RevocationCache != 0 && (c.RevocationCache < time.Second || c.RevocationCache > maxRevocationCache):
		return fmt.Errorf("Session.RevocationCache is %v; it must be between a second and %v", c.RevocationCache, maxRevocationCache)
	case c.RevocationCache != 0 && (a.db == nil || a.db.revocations == nil || c.DangerousNoRevocation):
		return errors.New("Session.RevocationCache is set, and there is no Adapter that is asked what has been revoked; drop it")
	case a.db == nil || a.db.revocations == nil || c.DangerousNoRevocation:
		return nil
	case c.Store != nil && isCookieStore(c.Store):
		return errors.New("Session.Store is the cookie store, whose sessions nobody can end, and the Adapter is one that ends sessions; use StrategyJWT, another store, or set Session.DangerousNoRevocation")
	}
	a.revoker = &revoker{strategy: a.strategy, db: a.db, life: a.life, now: a.now}
	if seconds := int64(c.RevocationCache / time.Second); seconds > 0 {
		a.revoker.cache, a.revoker.window = &expiring[adapter.Revocation]{}, seconds
	}
	a.strategy = a.revoker
	return nil
}

func (v *revoker) read(r *http.Request, s *site, cred *credential, now time.Time, rec *record) error {
	if err := v.strategy.read(r, s, cred, now, rec); err != nil {
		return err
	}
	claims := &rec.claims
	known, err := v.revocation(r.Context(), claims.Subject, sessionName(claims), now)
	if err != nil {
		return err
	}
	switch {
	case known.Revoked, known.Disabled,
		claims.SessionID != "" && claims.SessionID == known.Except: // the rest is not for it
	case !known.ValidAfter.IsZero() && since(claims) <= known.ValidAfter.Unix():
		known.Revoked = true
	}
	if known.Revoked || known.Disabled {
		return errRevoked
	}
	if !known.Touched.IsZero() && claims.IssuedAt <= known.Touched.Unix() {
		rec.touched = known.Touched.Unix()
	}
	return nil
}

// revocation asks the database, or the cache.
func (v *revoker) revocation(ctx context.Context, userID, sessionID string, now time.Time) (adapter.Revocation, error) {
	key := sha256.Sum256([]byte(userID + "\x00" + sessionID))
	if v.cache != nil {
		if known, ok := v.cache.get(key, now.Unix()); ok {
			return known, nil
		}
	}
	known, err := ask(ctx, v.db, func(ctx context.Context) (adapter.Revocation, error) {
		return v.db.revocations.GetRevocation(ctx, userID, sessionID)
	})
	if errors.Is(err, adapter.ErrNotFound) {
		known, err = adapter.Revocation{Disabled: true}, nil
	}
	if err == nil && v.cache != nil {
		v.cache.set(key, known, now.Unix()+v.window, now.Unix())
	}
	return known, err
}

// beginning is when a session that begins now begins: after everything that
// has been revoked, be it within the same second. It refuses a user who is
// disabled.
func (v *revoker) beginning(ctx context.Context, userID string, now int64) (int64, error) {
	if v == nil {
		return now, nil
	}
	known, err := ask(ctx, v.db, func(ctx context.Context) (adapter.Revocation, error) {
		return v.db.revocations.GetRevocation(ctx, userID, "")
	})
	if errors.Is(err, adapter.ErrNotFound) || (err == nil && known.Disabled) {
		return 0, fmt.Errorf("%w: the user is disabled or deleted", ErrAccessDenied)
	}
	if err != nil || known.ValidAfter.IsZero() {
		return now, err
	}
	return max(now, known.ValidAfter.Unix()+1), nil
}

func (v *revoker) create(r *http.Request, s *site, jar *jar, claims []byte, st stamp) error {
	if err := v.revokeNamed(r, s); err != nil {
		return err
	}
	return v.strategy.create(r, s, jar, claims, st)
}

func (v *revoker) end(r *http.Request, s *site, jar *jar) error {
	if err := v.revokeNamed(r, s); err != nil {
		return err
	}
	return v.strategy.end(r, s, jar)
}

// revokeNamed revokes every session that a request's cookies name, also where
// several of them are none to a reader: one may have been planted.
func (v *revoker) revokeNamed(r *http.Request, s *site) error {
	found := authjs.FindCookies(r.Header, s.session.name)
	for i := range found.Len() {
		alone := http.Header{"Cookie": {s.session.name + "=" + found.At(i)}}
		cred := credential{cookies: authjs.FindCookies(alone, s.session.name)}
		var rec record
		err := v.strategy.read(r, s, &cred, v.now(), &rec)
		if err == nil {
			err = v.revoke(r.Context(), rec.claims.Subject, sessionName(&rec.claims), since(&rec.claims))
		}
		if err != nil && !errors.Is(err, errInvalidSession) {
			return err
		}
	}
	return nil
}

// revoke ends one session, for as long as its token might be taken.
func (v *revoker) revoke(ctx context.Context, userID, sessionID string, began int64) error {
	if sessionID == "" {
		return nil // nobody has given it a name
	}
	until := time.Unix(began+v.life.absolute, 0).UTC().Add(2 * authjs.Tolerance)
	err := tell(ctx, v.db, func(ctx context.Context) error {
		return v.db.revocations.RevokeSession(ctx, userID, sessionID, until)
	})
	v.forget(err)
	if errors.Is(err, adapter.ErrNotFound) { // a user who is gone has no session
		return nil
	}
	return err
}

// mostAhead is how far the marks of a user may run ahead of the clock, a second
// for each call: beyond the tolerance nobody could sign in.
const mostAhead = 5 * time.Second

// errTooOften says that a user's sessions have just been ended, or touched,
// several times.
var errTooOften = fmt.Errorf("%w: it has been done several times within a second", ErrUnavailable)

// ahead refuses to push a user's marks into the future.
func (v *revoker) ahead(ctx context.Context, userID string) error {
	known, err := ask(ctx, v.db, func(ctx context.Context) (adapter.Revocation, error) {
		return v.db.revocations.GetRevocation(ctx, userID, "")
	})
	limit := v.now().Add(mostAhead)
	if err == nil && (known.ValidAfter.After(limit) || known.Touched.After(limit)) {
		return errTooOften
	}
	return err
}

// forget empties the cache: here, what has just been revoked ends at once.
func (v *revoker) forget(err error) {
	if v != nil && v.cache != nil && err == nil {
		v.cache.clear()
	}
}
