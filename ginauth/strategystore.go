package ginauth

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/securecookie"
	gsessions "github.com/gorilla/sessions"

	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// storeStrategy keeps sessions in a gin-contrib/sessions store. It calls the
// gorilla methods that every such store embeds, and none of gin-contrib's
// wrapper, which swallows errors, keeps the id over a sign-in, and leaves
// expiry to the store.
//
// What it promises, with every store but those that keep the session in the
// cookie: what a sign-out has removed stays removed, and a session that was
// there before a sign-in is dead after it. A store that does not answer is
// [ErrUnavailable] and ends no session. Within one process, one write of a
// session follows the other, so that nothing brings back what a sign-out
// removes, and no update is lost.
//
// What it does not promise: the stores have no atomic verbs, so that between
// two processes the later write wins. A renewal or an update that has read a
// session just before another process ends it, and writes just after, can bring
// it back (redis, gorm within the two statements of one Save; not postgres,
// which then updates no row). Of two updates at the same time, one can be lost.
// Who needs more takes [StrategyDatabase].
type storeStrategy struct {
	store   gsessions.Store
	timeout time.Duration
	locks   sessionLocks
	// doubtful says that the store may call a session unknown because it could
	// not look: see lookAgain, which needs the rest.
	doubtful   bool
	signatures []securecookie.Codec
	canary     canary
	// pending bounds the calls that are under way, those that nobody waits for
	// any more included.
	pending chan struct{}
}

// The one value of a session in the store: our claims as JSON, a string, so
// that gob needs no registered types.
const storeKey = "ginauth"

const (
	maxStoreCookie = 4096
	maxPending     = 256
)

func newStoreStrategy(cfg *SessionConfig, l lifetime) *storeStrategy {
	// The stores' codecs refuse cookies older than their own idea of an age.
	age := int(l.absolute)
	switch s := cfg.Store.(type) {
	case interface{ SetMaxAge(int) }:
		s.SetMaxAge(age)
	case interface{ MaxAge(int) }:
		s.MaxAge(age)
	}
	timeout := cfg.StoreTimeout
	if timeout <= 0 {
		timeout = 500 * time.Millisecond
	}
	return &storeStrategy{
		store: withoutRace(cfg.Store), timeout: timeout, pending: make(chan struct{}, maxPending),
		doubtful: !reports(cfg.Store), signatures: signaturesOf(cfg.Store),
	}
}

func (t *storeStrategy) read(r *http.Request, s *site, cred *credential, now time.Time, rec *record) error {
	found := cred.cookies
	var claims authjs.Claims // rec is the caller's again as soon as the time is up
	err := t.within(r, func(r *http.Request) error {
		var down error // one cookie that cannot be judged leaves them all open
		got, err := found.Choose(func(id string) (authjs.Claims, error) {
			c, err := t.load(r, s, id, now)
			if errors.Is(err, ErrUnavailable) {
				down = err
			}
			return c, err
		})
		if claims = got; down != nil {
			return down
		}
		return err
	})
	switch {
	case err == nil:
		rec.claims = claims
		return nil
	case errors.Is(err, ErrUnavailable), errors.Is(err, errInvalidSession):
		return err
	}
	return fmt.Errorf("%w: %w", errInvalidSession, err)
}

// load reads the session of one cookie value.
func (t *storeStrategy) load(r *http.Request, s *site, id string, now time.Time) (authjs.Claims, error) {
	session, err := t.open(r, s.session.name, id)
	if err != nil {
		return authjs.Claims{}, err
	}
	raw, ok := session.Values[storeKey].(string)
	if session.IsNew || !ok {
		return authjs.Claims{}, fmt.Errorf("%w: unknown to the store", errInvalidSession)
	}
	claims, err := authjs.ParseClaims(raw)
	if err == nil {
		err = claims.Valid(now)
	}
	return claims, err
}

// open returns the session of one cookie value, or a new one if the store is
// sure not to know it.
func (t *storeStrategy) open(r *http.Request, name, id string) (*gsessions.Session, error) {
	session, err := t.ask(r, name, id)
	if err == nil && session.IsNew && t.doubtful {
		return t.lookAgain(r, name, id, session)
	}
	return session, err
}

var errNotSigned = fmt.Errorf("%w: the cookie does not verify", errInvalidSession)

// ask asks the store for the session of one cookie value: the only cookie that
// it gets to see.
func (t *storeStrategy) ask(r *http.Request, name, id string) (*gsessions.Session, error) {
	if err := late(r); err != nil {
		return nil, err
	}
	if len(id) > maxStoreCookie { // securecookie has no proper error for that
		return nil, fmt.Errorf("%w: the cookie is too long", errInvalidSession)
	}
	r.Header = http.Header{"Cookie": {name + "=" + id}}
	session, err := t.store.New(r, name)
	var bad securecookie.Error
	var several securecookie.MultiError
	switch {
	case err == nil && session == nil:
		return nil, fmt.Errorf("%w: the store returned nothing", ErrUnavailable)
	case err == nil:
		return session, nil
	case errors.As(err, &bad) && bad.IsDecode(), errors.As(err, &several) && several.IsDecode():
		return nil, errNotSigned
	}
	return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
}

func (t *storeStrategy) create(r *http.Request, s *site, jar *jar, claims []byte, st stamp) error {
	found := authjs.FindCookies(r.Header, s.session.name)
	var lines []string
	err := t.within(r, func(r *http.Request) error {
		if err := t.remove(r, s, &found); err != nil {
			return err
		}
		// Without its cookies the request cannot lend its id to the new session.
		r.Header = http.Header{}
		session, err := t.store.New(r, s.session.name)
		if err != nil || session == nil {
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		saved, err := t.save(r, s, session, claims, st)
		lines = saved
		return err
	})
	if err != nil {
		return err
	}
	clearCookies(r, s, jar)
	return putLines(jar, s, lines)
}

func (t *storeStrategy) renew(r *http.Request, s *site, jar *jar, rec *record, claims []byte, st stamp) error {
	found := authjs.FindCookies(r.Header, s.session.name)
	var lines []string
	err := t.within(r, func(r *http.Request) error {
		unlock, err := t.lock(r, rec.claims.SessionID)
		if err != nil {
			return err
		}
		defer unlock()
		for i := range found.Len() {
			session, err := t.open(r, s.session.name, found.At(i))
			if errors.Is(err, errInvalidSession) {
				continue
			}
			if err != nil {
				return err
			}
			if raw, _ := session.Values[storeKey].(string); !session.IsNew && raw == rec.claims.Raw {
				saved, err := t.save(r, s, session, claims, st)
				lines = saved
				return err
			}
		}
		return errSuperseded
	})
	if err != nil {
		return err
	}
	return putLines(jar, s, lines)
}

// maxFormer is the longest name of a session that travels with an attempt.
// What is longer is a whole session in a cookie, which cannot be ended anyhow.
const maxFormer = 1 << 10

// former is the cookie as it came.
func (t *storeStrategy) former(r *http.Request, s *site) string {
	scan := cookies.Scan(r.Header["Cookie"], s.session.name)
	for scan.Next() {
		if pair := scan.Name + "=" + scan.Value; scan.Name == s.session.name && len(pair) <= maxFormer {
			return pair
		}
	}
	return ""
}

func (t *storeStrategy) end(r *http.Request, s *site, jar *jar) error {
	found := authjs.FindCookies(r.Header, s.session.name)
	if err := t.within(r, func(r *http.Request) error { return t.remove(r, s, &found) }); err != nil {
		return err
	}
	clearCookies(r, s, jar)
	return nil
}
