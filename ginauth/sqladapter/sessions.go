package sqladapter

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

type sessionQueries struct {
	insert, get, update, touch *query
	list, mark                 *query
	delete, deleteAll, others  *query
	adopt, plain, deletePlain  *query
	needsCreated               bool // Prisma's createdAt may not be NULL
}

const sessionColumns = `SELECT {sessions.sid}, {sessions.sessionToken}, {sessions.userId}, {sessions.expires?}, {sessions.createdAt?},
{sessions.lastSeen?}, {sessions.ip}, {sessions.userAgent}, {sessions.version}, {sessions.stale}, `

func (b *builder) sessions() sessionQueries {
	q := sessionQueries{
		// The user is locked, so that whoever disables or deletes them sees the
		// session, or is seen here.
		insert: b.insert(sessions, []string{
			"userId", "sessionToken", "sid", "expires", "createdAt", "lastSeen", "ip", "userAgent", "data", "version", "stale",
		}, "FROM {users} WHERE {users.id=1} AND NOT COALESCE({users.disabled}, FALSE){share}"),
		get: b.query(sessionColumns + "{sessions.data} FROM {sessions} WHERE {sessions.sessionToken=1}"),
		update: b.query(`UPDATE {sessions} SET {sessions.sessionToken} = {sessions.sessionToken:2}, {sessions.expires} = {sessions.expires:3},
{sessions.lastSeen} = {sessions.lastSeen:4}, {sessions.ip} = {sessions.ip:5}, {sessions.userAgent} = {sessions.userAgent:6},
{sessions.data} = {sessions.data:7}, {sessions.version} = COALESCE({sessions.version}, 0) + 1, {sessions.stale} = FALSE{sessions^}
WHERE {sessions.sessionToken=1} AND COALESCE({sessions.version}, 0) = {sessions.version:8}`),
		touch: b.query(`UPDATE {sessions} SET {sessions.lastSeen} = {sessions.lastSeen:2}, {sessions.ip} = {sessions.ip:3},
{sessions.userAgent} = {sessions.userAgent:4} WHERE {sessions.sessionToken=1}
AND ({sessions.lastSeen} IS NULL OR {sessions.lastSeen} < {sessions.lastSeen:5})`),
		list: b.query(sessionColumns + "NULL FROM {sessions} WHERE {sessions.userId=1}"),
		mark: b.query(`UPDATE {sessions} SET {sessions.stale} = TRUE, {sessions.version} = COALESCE({sessions.version}, 0) + 1{sessions^}
WHERE {sessions.userId=1}`),
		delete:    b.query("DELETE FROM {sessions} WHERE {sessions.userId=1} AND {sessions.sid=2}"),
		deleteAll: b.query("DELETE FROM {sessions} WHERE {sessions.userId=1}"),
		others:    b.query("DELETE FROM {sessions} WHERE {sessions.userId=1} AND ({sessions.sid} IS NULL OR NOT {sessions.sid=2})"),
		adopt: b.query(`UPDATE {sessions} SET {sessions.sessionToken} = {sessions.sessionToken:2}, {sessions.sid} = {sessions.sid:3},
{sessions.data} = NULL{sessions^} WHERE {sessions.sessionToken=1}
AND EXISTS (SELECT 1 FROM {users} WHERE {users}.{users.id} = {sessions}.{sessions.userId} AND NOT COALESCE({users.disabled}, FALSE))`),
		plain:       b.query("SELECT {sessions.sessionToken} FROM {sessions} WHERE {sessions.userId=1} AND {sessions.sid} IS NULL"),
		deletePlain: b.query("DELETE FROM {sessions} WHERE {sessions.userId=1} AND {sessions.sessionToken=2} AND {sessions.sid} IS NULL"),
	}
	if created := b.o.columnOf(b.c, sessions, "createdAt"); created != nil {
		q.needsCreated = created.notNull
	}
	q.get.hot, q.touch.hot, q.update.hot = true, true, true
	return q
}

// noTime stands for the zero time where NULL may not.
var noTime = time.UnixMilli(0)

// sessionRow is a session as it is read.
type sessionRow struct {
	adapter.Session

	expires, created, seen moment
	version                sql.NullInt64
	stale                  sql.NullBool
}

func (r *sessionRow) into() []any {
	return []any{
		(*str)(&r.ID), (*str)(&r.SessionToken), (*str)(&r.UserID), &r.expires, &r.created,
		&r.seen, (*str)(&r.IP), (*str)(&r.UserAgent), &r.version, &r.stale, &r.Data,
	}
}

func (r *sessionRow) session() adapter.Session {
	r.Expires, r.CreatedAt, r.LastSeen = r.expires.Time, r.created.Time, r.seen.Time
	if r.CreatedAt.Equal(noTime) {
		r.CreatedAt = time.Time{}
	}
	r.Version, r.Stale = r.version.Int64, r.stale.Bool
	return r.Session
}

// CreateSession implements [adapter.Sessions].
func (a *Adapter) CreateSession(ctx context.Context, s adapter.Session) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(s.UserID)
	if !ok {
		return adapter.ErrNotFound
	}
	if !askable(s.ID, s.SessionToken) {
		return errText
	}
	if s.CreatedAt.IsZero() && p.session.needsCreated {
		s.CreatedAt = noTime
	}
	n, err := a.exec(ctx, "CreateSession", p.session.insert, key, s.SessionToken, null(s.ID), s.Expires, s.CreatedAt, s.LastSeen,
		null(clean(s.IP)), null(clean(s.UserAgent)), s.Data, s.Version, s.Stale)
	if err == nil && n == 0 {
		return adapter.ErrNotFound
	}
	return err
}

// GetSession implements [adapter.Sessions]. It is one query.
func (a *Adapter) GetSession(ctx context.Context, sessionToken string) (adapter.Session, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.Session{}, err
	}
	if !askable(sessionToken) {
		return adapter.Session{}, adapter.ErrNotFound
	}
	var r sessionRow
	if err := a.row(ctx, "GetSession", p.session.get, r.into(), sessionToken); err != nil {
		return adapter.Session{}, err
	}
	return r.session(), nil
}

// UpdateSession implements [adapter.Sessions].
func (a *Adapter) UpdateSession(ctx context.Context, sessionToken string, s adapter.Session) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	if !askable(sessionToken) {
		return adapter.ErrSuperseded
	}
	if !askable(s.SessionToken) {
		return errText
	}
	n, err := a.exec(ctx, "UpdateSession", p.session.update, sessionToken, s.SessionToken, s.Expires, s.LastSeen,
		null(clean(s.IP)), null(clean(s.UserAgent)), s.Data, s.Version)
	if err == nil && n == 0 {
		return adapter.ErrSuperseded
	}
	return err
}

// TouchSession implements [adapter.Sessions].
func (a *Adapter) TouchSession(ctx context.Context, s adapter.Session, before time.Time) (bool, error) {
	p, err := a.ready(ctx)
	if err != nil || !askable(s.SessionToken) {
		return false, err
	}
	n, err := a.exec(ctx, "TouchSession", p.session.touch, s.SessionToken, s.LastSeen, null(clean(s.IP)), null(clean(s.UserAgent)), before)
	return n > 0, err
}

// ListSessions implements [adapter.Sessions]. A session that Auth.js wrote and
// ginauth has not seen yet has an ID made of its token, for DeleteSession.
func (a *Adapter) ListSessions(ctx context.Context, userID string) ([]adapter.Session, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return nil, err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return nil, nil
	}
	all, err := list(ctx, a, "ListSessions", p.session.list, func(row scanner) (adapter.Session, error) {
		var r sessionRow
		if err := row.Scan(r.into()...); err != nil {
			return adapter.Session{}, err
		}
		if r.ID == "" {
			r.ID, r.SessionToken = plainID(r.SessionToken), "" // it opens the session in Auth.js
		}
		return r.session(), nil
	}, key)
	slices.SortStableFunc(all, func(x, y adapter.Session) int {
		return cmp.Or(y.CreatedAt.Compare(x.CreatedAt), y.Expires.Compare(x.Expires))
	})
	return all, err
}
