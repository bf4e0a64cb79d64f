package sqladapter

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// plainPrefix begins the IDs of sessions that Auth.js wrote.
const plainPrefix = "authjs-"

// plainID names a session that has no ID yet, and does not tell its token.
func plainID(token string) string {
	sum := sha256.Sum256([]byte(token))
	return plainPrefix + hex.EncodeToString(sum[:sha256.Size/2])
}

// DeleteSession implements [adapter.Sessions].
func (a *Adapter) DeleteSession(ctx context.Context, userID, id string) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok || id == "" || !askable(id) {
		return adapter.ErrNotFound
	}
	return a.tx(ctx, "DeleteSession", func(t tx) error {
		n, err := t.exec(ctx, p.session.delete, key, id)
		if n == 0 && err == nil && strings.HasPrefix(id, plainPrefix) {
			n, err = t.deletePlain(ctx, p, key, id)
		}
		if n == 0 && err == nil {
			return adapter.ErrNotFound
		}
		return err
	})
}

// deletePlain ends a session that Auth.js wrote.
func (t tx) deletePlain(ctx context.Context, p *plan, key any, id string) (int64, error) {
	var token string
	err := scanAll(ctx, t, func(rows *sql.Rows) error {
		var s str
		if err := rows.Scan(&s); err != nil {
			return err
		}
		if plainID(string(s)) == id {
			token = string(s)
		}
		return nil
	}, p.session.plain.text, p.session.plain.bind([]any{key})...)
	if err != nil || token == "" {
		return 0, err
	}
	return t.exec(ctx, p.session.deletePlain, key, token)
}

// DeleteSessions implements [adapter.Sessions].
func (a *Adapter) DeleteSessions(ctx context.Context, userID, except string) (int, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return 0, err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return 0, nil
	}
	var n int64
	err = a.tx(ctx, "DeleteSessions", func(t tx) (err error) {
		if except == "" || !askable(except) {
			n, err = t.exec(ctx, p.session.deleteAll, key)
		} else {
			n, err = t.exec(ctx, p.session.others, key, except)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return int(n), nil
}

// MarkSessions implements [adapter.Sessions].
func (a *Adapter) MarkSessions(ctx context.Context, userID string) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return nil
	}
	return a.tx(ctx, "MarkSessions", func(t tx) error {
		_, err := t.exec(ctx, p.session.mark, key)
		return err
	})
}

// AdoptSession implements [adapter.PlainSessions]. A session of a user who is
// disabled is not adopted: Auth.js does not know that they are.
func (a *Adapter) AdoptSession(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.Session{}, err
	}
	if plain == "" || !askable(plain) || adapter.IsSessionToken(plain) {
		return adapter.Session{}, adapter.ErrNotFound
	}
	if !askable(sessionToken, id) {
		return adapter.Session{}, errText
	}
	var r sessionRow
	err = a.tx(ctx, "AdoptSession", func(t tx) error {
		n, err := t.exec(ctx, p.session.adopt, plain, sessionToken, id)
		switch {
		case faultOf(err).duplicate():
			return adapter.ErrExists
		case err != nil:
			return err
		case n == 0:
			return adapter.ErrNotFound
		}
		r = sessionRow{}
		return t.row(ctx, p.session.get, r.into(), sessionToken)
	})
	if err != nil {
		return adapter.Session{}, err
	}
	return r.session(), nil
}
