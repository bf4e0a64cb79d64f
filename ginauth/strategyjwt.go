package ginauth

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// tokenFormat writes and reads the token of the JWT strategy.
type tokenFormat interface {
	// encode seals or signs a JSON object of claims.
	encode(claims []byte) (string, error)
	// decode verifies a token and its times.
	decode(token string, now time.Time) (authjs.Claims, error)
	// choose decodes the one session that a request's cookies hold.
	choose(found *authjs.Cookies, now time.Time) (authjs.Claims, error)
	// split spreads a token over cookies.
	split(name, token string) ([]authjs.Chunk, error)
}

// jwtStrategy keeps the session in the cookie.
type jwtStrategy struct{}

func (jwtStrategy) read(_ *http.Request, s *site, cred *credential, now time.Time, rec *record) (err error) {
	if cred.bearer != "" {
		rec.bearer = true
		rec.claims, err = s.tokens.decode(cred.bearer, now)
	} else {
		rec.claims, err = s.tokens.choose(&cred.cookies, now)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errInvalidSession, err)
	}
	return nil
}

func (jwtStrategy) create(r *http.Request, s *site, jar *jar, claims []byte, st stamp) error {
	token, err := s.tokens.encode(claims)
	if err != nil {
		return err
	}
	chunks, err := s.tokens.split(s.session.name, token)
	if err != nil {
		return fmt.Errorf("the session does not fit into cookies: %w", err)
	}
	found := authjs.FindCookies(r.Header, s.session.name)
	for _, name := range authjs.Stale(found.Names(), chunks) {
		jar.clear(s.session, name)
	}
	for _, c := range chunks {
		jar.set(s.session, c.Name, c.Value, st.expires)
	}
	return nil
}

func (jwtStrategy) renew(r *http.Request, s *site, jar *jar, rec *record, claims []byte, st stamp) error {
	if rec.bearer {
		return errSuperseded
	}
	return jwtStrategy{}.create(r, s, jar, claims, st)
}

// former are the names alone: what create does is clear them.
func (jwtStrategy) former(r *http.Request, s *site) string {
	found := authjs.FindCookies(r.Header, s.session.name)
	names := found.Names()
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, "=x; ") + "=x"
}

func (jwtStrategy) end(r *http.Request, s *site, jar *jar) error {
	clearCookies(r, s, jar)
	return nil
}

// sealed is the encrypted format of Auth.js.
type sealed struct{ *authjs.Codec }

func (s sealed) encode(claims []byte) (string, error) { return s.Seal(claims) }

func (s sealed) decode(token string, now time.Time) (authjs.Claims, error) {
	return s.Decode(token, now)
}

func (s sealed) choose(found *authjs.Cookies, now time.Time) (authjs.Claims, error) {
	return s.Choose(found, now)
}

func (s sealed) split(name, token string) ([]authjs.Chunk, error) {
	return authjs.Split(s.Format(), name, token)
}
