package ginauth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// databaseStrategy keeps sessions in the adapter. The cookie is 256 bits of
// random after the user's shard; the database holds its hash, and the claims
// sealed for the one row that they are in.
type databaseStrategy struct {
	db      *database
	random  io.Reader
	now     func() time.Time
	address func(*http.Request) string
}

const (
	// maxSessionCookie is what Auth.js's column holds; ours take 47.
	maxSessionCookie = 255
	maxUserAgent     = 255
	// seenEvery is how exactly a list of sessions tells when each was last used.
	seenEvery = 5 * time.Minute
)

func (t *databaseStrategy) read(r *http.Request, s *site, cred *credential, now time.Time, rec *record) error {
	one := new(reading)
	ctx := one.begin(r.Context(), t.db.timeout) // for all that a read does
	defer ctx.end()
	if cred.cookies.Len() == 1 {
		return t.load(ctx, r, cred.cookies.At(0), now, &one.row, rec)
	}
	var down error
	opened := map[string]record{}
	claims, err := cred.cookies.Choose(func(value string) (authjs.Claims, error) {
		var one record
		err := t.load(ctx, r, value, now, new(adapter.Session), &one)
		if errors.Is(err, ErrUnavailable) {
			down = err
		}
		opened[one.claims.SessionID] = one
		return one.claims, err
	})
	switch {
	case down != nil: // one cookie that cannot be judged leaves them all open
		return down
	case err != nil:
		return fmt.Errorf("%w: %w", errInvalidSession, err)
	}
	*rec = opened[claims.SessionID]
	return nil
}

// reading is what a read needs, in one piece of memory.
type reading struct {
	patience
	row adapter.Session
}

// load reads the session of one cookie value, with the row where it is told to.
func (t *databaseStrategy) load(ctx context.Context, r *http.Request, value string, now time.Time, row *adapter.Session, rec *record) (err error) {
	if *row, err = t.find(ctx, value); err != nil {
		return err
	}
	if !row.Expires.After(now) {
		return fmt.Errorf("%w: expired", errInvalidSession)
	}
	if row.Data == nil {
		return t.adopt(ctx, r, value, *row, now, rec)
	}
	claims, err := t.db.openClaims(row)
	if err != nil {
		return err
	}
	if err := claims.Valid(now); err != nil {
		return fmt.Errorf("%w: %w", errInvalidSession, err)
	}
	rec.claims, rec.row, rec.cookie = claims, row, value
	if now.Sub(row.LastSeen) >= seenEvery {
		t.touch(ctx, r, *row, now)
	}
	return nil
}

// find asks for the row of a cookie value, as ours or as Auth.js's.
func (t *databaseStrategy) find(ctx context.Context, value string) (adapter.Session, error) {
	if value == "" || len(value) > maxSessionCookie {
		return adapter.Session{}, fmt.Errorf("%w: no token of ours or of Auth.js", errInvalidSession)
	}
	name := adapter.SessionToken(value)
	row, err := ask(ctx, t.db, func(ctx context.Context) (adapter.Session, error) { return t.db.sessions.GetSession(ctx, name) })
	if errors.Is(err, adapter.ErrNotFound) && t.db.plain != nil && !adapter.IsSessionToken(value) && !ours(value) {
		id, failed := newSessionID(t.random)
		if failed != nil {
			return adapter.Session{}, failed
		}
		row, err = ask(ctx, t.db, func(ctx context.Context) (adapter.Session, error) {
			return t.db.plain.AdoptSession(ctx, value, name, id)
		})
		if errors.Is(err, adapter.ErrNotFound) || errors.Is(err, adapter.ErrExists) { // another request may have just done it
			row, err = ask(ctx, t.db, func(ctx context.Context) (adapter.Session, error) { return t.db.sessions.GetSession(ctx, name) })
		}
	}
	if errors.Is(err, adapter.ErrNotFound) {
		err = fmt.Errorf("%w: unknown to the database", errInvalidSession)
	}
	return row, err
}

// adopt makes a session of ours out of a row that Auth.js wrote: it has no
// claims but the user's, and nobody knows when they signed in.
func (t *databaseStrategy) adopt(ctx context.Context, r *http.Request, value string, row adapter.Session, now time.Time, rec *record) error {
	user, err := ask(ctx, t.db, func(ctx context.Context) (adapter.User, error) { return t.db.GetUser(ctx, row.UserID) })
	if errors.Is(err, adapter.ErrNotFound) || (err == nil && user.Disabled) {
		err = fmt.Errorf("%w: its user is gone or disabled", errInvalidSession)
	}
	if err != nil {
		return err
	}
	token := Token{Name: user.Name, Email: user.Email, Picture: user.Image, Subject: user.ID}
	fresh, err := (*shaper)(nil).claims(&token, "", stamp{
		issuedAt: now.Unix(), expires: row.Expires.Unix(), began: now.Unix(), id: row.ID, sessionID: row.ID,
	})
	if err != nil {
		return err
	}
	if err := t.db.sealClaims(fresh, &row); err != nil {
		return err
	}
	t.seen(&row, r, now)
	err = tell(ctx, t.db, func(ctx context.Context) error { return t.db.sessions.UpdateSession(ctx, row.SessionToken, row) })
	switch {
	case errors.Is(err, adapter.ErrSuperseded): // another request has done the same
		if row, err = t.find(ctx, value); err == nil && row.Data == nil {
			err = fmt.Errorf("%w: it is being taken over", ErrUnavailable)
		}
	case err == nil:
		row.Version++
	}
	if err != nil {
		return err
	}
	claims, err := t.db.openClaims(&row)
	if err != nil {
		return err
	}
	rec.claims, rec.row, rec.cookie = claims, &row, value
	return nil
}

// touch notes that a session is in use. Whether that succeeds changes nothing.
func (t *databaseStrategy) touch(ctx context.Context, r *http.Request, row adapter.Session, now time.Time) {
	t.seen(&row, r, now)
	_, _ = ask(ctx, t.db, func(ctx context.Context) (bool, error) { // the next request tries again
		return t.db.sessions.TouchSession(ctx, row, now.Add(-seenEvery))
	})
}

// seen notes when, from where and by what a session is used.
func (t *databaseStrategy) seen(row *adapter.Session, r *http.Request, now time.Time) {
	row.LastSeen, row.IP, row.UserAgent = now, t.address(r), printableAgent(r.UserAgent())
}

func (t *databaseStrategy) create(r *http.Request, s *site, jar *jar, claims []byte, st stamp) error {
	if err := t.remove(r, s); err != nil {
		return err
	}
	kept, err := authjs.ParseClaims(string(claims))
	if err != nil {
		return err
	}
	value, err := t.newCookie(kept.Subject)
	if err != nil {
		return err
	}
	row := adapter.Session{
		ID: st.sessionID, SessionToken: adapter.SessionToken(value), UserID: kept.Subject,
		CreatedAt: t.now().UTC(), Expires: time.Unix(st.expires, 0).UTC(),
	}
	t.seen(&row, r, row.CreatedAt)
	if err := t.db.sealClaims(claims, &row); err != nil {
		return err
	}
	err = tell(r.Context(), t.db, func(ctx context.Context) error { return t.db.sessions.CreateSession(ctx, row) })
	if errors.Is(err, adapter.ErrNotFound) {
		return fmt.Errorf("%w: the user is disabled or deleted", ErrAccessDenied)
	}
	if err != nil {
		return err
	}
	clearCookies(r, s, jar)
	jar.set(s.session, s.session.name, value, st.expires)
	return nil
}

func (t *databaseStrategy) renew(r *http.Request, s *site, jar *jar, rec *record, claims []byte, st stamp) error {
	row := *rec.row
	t.seen(&row, r, t.now().UTC())
	row.Expires = time.Unix(st.expires, 0).UTC()
	if err := t.db.sealClaims(claims, &row); err != nil {
		return err
	}
	err := tell(r.Context(), t.db, func(ctx context.Context) error {
		return t.db.sessions.UpdateSession(ctx, row.SessionToken, row)
	})
	if errors.Is(err, adapter.ErrSuperseded) {
		return errSuperseded
	}
	if err != nil {
		return err
	}
	row.Version, row.Stale = row.Version+1, false
	rec.row = &row
	jar.set(s.session, s.session.name, rec.cookie, st.expires)
	return nil
}

// former is the cookie as it came.
func (t *databaseStrategy) former(r *http.Request, s *site) string {
	scan := cookies.Scan(r.Header["Cookie"], s.session.name)
	for scan.Next() {
		if scan.Name == s.session.name && len(scan.Value) <= maxSessionCookie {
			return scan.Name + "=" + scan.Value
		}
	}
	return ""
}

func (t *databaseStrategy) end(r *http.Request, s *site, jar *jar) error {
	if err := t.remove(r, s); err != nil {
		return err
	}
	clearCookies(r, s, jar)
	return nil
}

// remove deletes every session that a request names. It does so by their IDs:
// a write that changes the cookie meanwhile does not save them.
func (t *databaseStrategy) remove(r *http.Request, s *site) error {
	ctx := patient(r.Context(), t.db.timeout) // for all of them
	defer ctx.end()
	found := authjs.FindCookies(r.Header, s.session.name)
	for i := range found.Len() {
		row, err := t.find(ctx, found.At(i))
		if err == nil {
			err = tell(ctx, t.db, func(ctx context.Context) error {
				return t.db.sessions.DeleteSession(ctx, row.UserID, row.ID)
			})
		}
		if err != nil && !errors.Is(err, errInvalidSession) && !errors.Is(err, adapter.ErrNotFound) {
			return err
		}
	}
	return nil
}

// newCookie is what a browser keeps of a session: the shard, by which a store
// that is spread over machines finds it, and 256 bits of random.
func (t *databaseStrategy) newCookie(userID string) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(t.random, b[:]); err != nil {
		return "", fmt.Errorf("making a session token: %w", err)
	}
	return adapter.Shard(userID) + base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// ours tells the cookies that newCookie makes from those of Auth.js.
func ours(value string) bool {
	if len(value) != 4+43 {
		return false
	}
	_, err := base64.RawURLEncoding.DecodeString(value[4:])
	return err == nil && adapter.IsSessionToken(value[:4]+"."+strings.Repeat("0", 64))
}

// printableAgent is what a browser says of itself, cut to what a list shows.
func printableAgent(agent string) string {
	agent = strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || unicode.IsControl(r) {
			return -1
		}
		return r
	}, agent)
	return agent[:min(len(agent), maxUserAgent)]
}
