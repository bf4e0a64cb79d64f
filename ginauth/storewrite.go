package ginauth

import (
	"errors"
	"fmt"
	"net/http"

	gsessions "github.com/gorilla/sessions"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

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
	if t.doubtful {
		// Such a store takes a session that it cannot look for as deleted already,
		// and says nothing. So the session is emptied first, which it cannot do
		// without.
		if _, err := t.write(r, session, "", gsessions.Options{Path: "/", MaxAge: 60}); err != nil {
			return err
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
	return t.write(r, session, string(claims), gsessions.Options{
		Path: s.session.path, Domain: s.session.domain, MaxAge: int(max(1, st.expires-st.issuedAt)),
		HttpOnly: true, Secure: s.session.secure, SameSite: s.session.sameSite,
	})
}

// write keeps a value in a session and returns the lines that set its cookie.
func (t *storeStrategy) write(r *http.Request, session *gsessions.Session, value string, options gsessions.Options) ([]string, error) {
	if err := late(r); err != nil {
		return nil, err
	}
	before := session.ID
	session.Values = map[any]any{storeKey: value}
	session.Options = &options
	var w discard
	if err := t.store.Save(r, &w, session); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	lines := w.Header()["Set-Cookie"]
	if before != "" && session.ID != before {
		// The store has lost sight of the session and made another, which is not
		// to be: it would not end with this one.
		t.discardStray(r, session, lines)
		return nil, fmt.Errorf("%w: the store has made a second session of one", ErrUnavailable)
	}
	return lines, nil
}

// discardStray deletes a session whose cookie nobody gets, as far as the store
// lets it: unreachable as it is, it may stay until it expires.
func (t *storeStrategy) discardStray(r *http.Request, session *gsessions.Session, lines []string) {
	cookie, ok := cookieIn(lines, session.Name())
	if !ok {
		return
	}
	own := r.WithContext(r.Context())
	own.Header = http.Header{"Cookie": {cookie.name + "=" + cookie.value}}
	session.Options = &gsessions.Options{Path: "/", MaxAge: -1}
	_ = t.store.Save(own, &discard{}, session)
}
