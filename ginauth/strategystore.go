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
type storeStrategy struct {
	store   gsessions.Store
	timeout time.Duration
	locks   sessionLocks
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
	return &storeStrategy{store: cfg.Store, timeout: timeout, pending: make(chan struct{}, maxPending)}
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

// open asks the store for the session of one cookie value: the only cookie
// that it gets to see.
func (t *storeStrategy) open(r *http.Request, name, id string) (*gsessions.Session, error) {
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
		return nil, fmt.Errorf("%w: the cookie does not verify", errInvalidSession)
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

// remove deletes every session that a request names, ours or one planted by
// somebody else.
func (t *storeStrategy) remove(r *http.Request, s *site, found *authjs.Cookies) error {
	for i := range found.Len() {
		session, err := t.open(r, s.session.name, found.At(i))
		switch {
		case errors.Is(err, errInvalidSession):
			continue
		case err != nil:
			return err
		case session.IsNew:
			continue
		}
		if err := t.delete(r, session); err != nil {
			return err
		}
	}
	return nil
}

func (t *storeStrategy) delete(r *http.Request, session *gsessions.Session) error {
	if raw, ok := session.Values[storeKey].(string); ok {
		if claims, err := authjs.ParseClaims(raw); err == nil {
			unlock, err := t.lock(r, claims.SessionID)
			if err != nil {
				return err
			}
			defer unlock()
		}
	}
	if err := late(r); err != nil {
		return err
	}
	session.Options = &gsessions.Options{Path: "/", MaxAge: -1}
	clear(session.Values)
	if err := t.store.Save(r, &discard{}, session); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return nil
}

func (t *storeStrategy) save(r *http.Request, s *site, session *gsessions.Session, claims []byte, st stamp) ([]string, error) {
	if err := late(r); err != nil {
		return nil, err
	}
	session.Values = map[any]any{storeKey: string(claims)}
	session.Options = &gsessions.Options{
		Path: s.session.path, Domain: s.session.domain, MaxAge: int(max(1, st.expires-st.issuedAt)),
		HttpOnly: true, Secure: s.session.secure, SameSite: s.session.sameSite,
	}
	var w discard
	if err := t.store.Save(r, &w, session); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return w.Header()["Set-Cookie"], nil
}
