package sqladapter

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

type revocationQueries struct {
	get, add, forgetAll *query
	user, touch         *query
	disable, deleteUser *query
}

func (b *builder) revocations() revocationQueries {
	// Of a user who does not exist there is nothing to revoke.
	const row = ` ({revocations.userId}, {revocations.sid}, {revocations.until})
SELECT {revocations.userId:2}, {revocations.sid:3}, {revocations.until:4} FROM {users} WHERE {users.id=1} `
	add := "INSERT INTO {revocations} AS r" + row + `ON CONFLICT ({revocations.userId}, {revocations.sid}) DO UPDATE
SET {revocations.until} = excluded.{revocations.until} WHERE r.{revocations.until} < excluded.{revocations.until}`
	if b.o.Dialect == MySQL {
		add = "INSERT INTO {revocations}" + row + `ON DUPLICATE KEY UPDATE
{revocations.until} = GREATEST({revocations}.{revocations.until}, VALUES({revocations.until}))`
	}
	q := revocationQueries{
		get: b.query(`SELECT {users.disabled}, {users.validAfter}, {users.exceptSession}, {users.touched},
EXISTS (SELECT 1 FROM {revocations} WHERE {revocations.userId=2} AND {revocations.sid=3}) FROM {users} WHERE {users.id=1}`),
		add:        b.query(add),
		forgetAll:  b.query("DELETE FROM {revocations} WHERE {revocations.userId=1}"),
		user:       b.query("UPDATE {users} SET {users.validAfter} = " + laterOf("validAfter") + ", {users.exceptSession} = {users.exceptSession:3} WHERE {users.id=1}"),
		touch:      b.query("UPDATE {users} SET {users.touched} = " + laterOf("touched") + " WHERE {users.id=1}"),
		disable:    b.query("UPDATE {users} SET {users.disabled} = {users.disabled:2}{users^} WHERE {users.id=1}"),
		deleteUser: b.query("DELETE FROM {users} WHERE {users.id=1}"),
	}
	q.get.hot = true
	return q
}

// laterOf is the rule for ValidAfter and Touched: argument 2 in Unix seconds
// or, if that is not later than it was, one second more than it was.
func laterOf(column string) string {
	c, value := "{users."+column+"}", "{users."+column+":2}"
	return "CASE WHEN " + c + " >= " + value + " THEN " + c + " + 1 ELSE " + value + " END"
}

// GetRevocation implements [adapter.Revocations].
func (a *Adapter) GetRevocation(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.Revocation{}, err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return adapter.Revocation{Disabled: true}, nil
	}
	if !askable(sessionID) {
		sessionID = "" // nobody can have revoked it
	}
	var disabled sql.NullBool
	var after, touched sql.NullInt64
	var r adapter.Revocation
	err = a.row(ctx, "GetRevocation", p.revoke.get, []any{&disabled, &after, (*str)(&r.Except), &touched, &r.Revoked}, key, userID, sessionID)
	if errors.Is(err, adapter.ErrNotFound) {
		return adapter.Revocation{Disabled: true}, nil
	}
	if err != nil {
		return adapter.Revocation{}, err
	}
	r.Disabled, r.ValidAfter, r.Touched = disabled.Bool, seconds(after), seconds(touched)
	return r, nil
}

func seconds(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}

// RevokeSession implements [adapter.Revocations].
func (a *Adapter) RevokeSession(ctx context.Context, userID, sessionID string, until time.Time) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return nil // there is no such user, which GetRevocation says
	}
	if !askable(sessionID) {
		return errText
	}
	_, err = a.exec(ctx, "RevokeSession", p.revoke.add, key, userID, sessionID, until.UnixMilli())
	return err
}

// RevokeSessions implements [adapter.Revocations].
func (a *Adapter) RevokeSessions(ctx context.Context, userID string, at time.Time, except string) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	if !askable(except) {
		return errText
	}
	return a.change(ctx, "RevokeSessions", p, p.revoke.user, userID, at.Unix(), null(except))
}

// MarkUser implements [adapter.Revocations].
func (a *Adapter) MarkUser(ctx context.Context, userID string, at time.Time) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	return a.change(ctx, "MarkUser", p, p.revoke.touch, userID, at.Unix())
}

// change runs a statement that always changes the user, if there is one.
func (a *Adapter) change(ctx context.Context, op string, p *plan, q *query, userID string, args ...any) error {
	key, ok := p.userKey(userID)
	if !ok {
		return adapter.ErrNotFound
	}
	n, err := a.exec(ctx, op, q, append([]any{key}, args...)...)
	if err == nil && n == 0 {
		return adapter.ErrNotFound
	}
	return err
}
