package ginauth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// SessionInfo is one session of a user, as a list of them shows it.
type SessionInfo struct {
	// ID names the session ("sid"). It is no secret: nobody gets in with it.
	ID string `json:"id"`
	// Created is when the user signed in, zero for a session that Auth.js made,
	// LastSeen when the session was last used, give or take five minutes, Expires
	// when it ends if it is not.
	Created  Time `json:"created,omitzero"`
	LastSeen Time `json:"lastSeen"`
	Expires  Time `json:"expires"`
	// IP and UserAgent are those of the last request that was noted, Device what
	// they come to, as "Firefox on Windows". They are the client's own word.
	IP        string `json:"ip,omitempty"`
	UserAgent string `json:"userAgent,omitempty"`
	Device    string `json:"device,omitempty"`
	// Current says that the request that asks has this session.
	Current bool `json:"current"`
}

// errNoSessions says what a list of sessions needs.
var errNoSessions = fmt.Errorf("ginauth: sessions are not in a database (StrategyDatabase): %w", errors.ErrUnsupported)

// AuthFrom returns the Auth whose middleware a request has passed through:
// the way from a handler to its methods, as [Auth.Touch].
func AuthFrom(c *gin.Context) (*Auth, bool) {
	st, ok := stateOf(c)
	if !ok {
		return nil, false
	}
	return st.auth, true
}

// Sessions lists the sessions of the user who is signed in, the newest first.
// It needs StrategyDatabase, else the error wraps [errors.ErrUnsupported]. Other
// errors are [ErrNotSignedIn], [ErrNoMiddleware] and [ErrUnavailable].
func Sessions(c *gin.Context) ([]SessionInfo, error) {
	st, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	list, err := st.auth.Sessions(c.Request.Context(), st.rec.userID())
	for i := range list {
		list[i].Current = list[i].ID == sessionName(&st.rec.claims)
	}
	return list, err
}

// EndSession ends one session of the user who is signed in, by its ID. For the
// session of the request itself it is [SignOut]. An ID that is not theirs is
// [adapter.ErrNotFound]; the other errors are those of [Sessions] and SignOut.
func EndSession(c *gin.Context, sessionID string) error {
	st, err := signedIn(c)
	if err != nil {
		return err
	}
	if sessionID == sessionName(&st.rec.claims) {
		return SignOut(c)
	}
	if !st.auth.lists() {
		return errNoSessions // nobody knows whose a name is
	}
	return st.auth.EndSession(c.Request.Context(), st.rec.userID(), sessionID)
}

// EndOtherSessions ends all sessions of the user who is signed in but that of
// the request: after a change of the password, say. It works with
// StrategyDatabase, and with the others if the Adapter implements
// [adapter.Revocations]; else the error wraps [errors.ErrUnsupported]. Other
// errors are [ErrNotSignedIn], [ErrNoMiddleware] and [ErrUnavailable].
func EndOtherSessions(c *gin.Context) error {
	st, err := signedIn(c)
	if err != nil {
		return err
	}
	return st.auth.endSessions(c.Request.Context(), st.rec.userID(), sessionName(&st.rec.claims))
}

// signedIn is the state of a request that has a session.
func signedIn(c *gin.Context) (*state, error) {
	st, ok := stateOf(c)
	switch {
	case !ok:
		return nil, ErrNoMiddleware
	case st.err != nil:
		return nil, st.err
	case !st.found:
		return nil, ErrNotSignedIn
	}
	return st, nil
}

// lists tells whether the sessions are in the database.
func (a *Auth) lists() bool {
	_, ok := a.strategy.(*databaseStrategy)
	return ok
}

// Sessions lists the sessions of a user by their ID in the database, the newest
// first; none, for an unknown user. Errors as for the function [Sessions].
func (a *Auth) Sessions(ctx context.Context, userID string) ([]SessionInfo, error) {
	if !a.lists() {
		return nil, errNoSessions
	}
	rows, err := ask(ctx, a.db, func(ctx context.Context) ([]adapter.Session, error) {
		return a.db.sessions.ListSessions(ctx, userID)
	})
	list := make([]SessionInfo, 0, len(rows))
	now := a.now()
	for _, row := range rows {
		if !row.Expires.After(now) {
			continue
		}
		list = append(list, SessionInfo{
			ID: row.ID, Created: instant(row.CreatedAt), LastSeen: instant(row.LastSeen), Expires: instant(row.Expires),
			IP: row.IP, UserAgent: row.UserAgent, Device: device(row.UserAgent),
		})
	}
	return list, err
}

func instant(t time.Time) Time { return Time{t.UTC()} }

// EndSession ends one session of a user, at once and everywhere; one that there is not
// is [adapter.ErrNotFound]. With sessions in a cookie it needs an
// Adapter that implements [adapter.Revocations], and takes any name for one; else the error wraps
// [errors.ErrUnsupported]. [ErrUnavailable] means that it has not ended.
func (a *Auth) EndSession(ctx context.Context, userID, sessionID string) error {
	switch {
	case a.lists():
		return tell(ctx, a.db, func(ctx context.Context) error { return a.db.sessions.DeleteSession(ctx, userID, sessionID) })
	case a.revoker != nil:
		return a.revoker.revoke(ctx, userID, sessionID, a.now().Unix())
	}
	return errNoRevocation
}

// EndSessions ends all sessions of a user: signs them out everywhere. Errors
// as for [Auth.EndSession].
func (a *Auth) EndSessions(ctx context.Context, userID string) error {
	return a.endSessions(ctx, userID, "")
}

func (a *Auth) endSessions(ctx context.Context, userID, except string) error {
	switch {
	case a.lists():
		_, err := ask(ctx, a.db, func(ctx context.Context) (int, error) {
			return a.db.sessions.DeleteSessions(ctx, userID, except)
		})
		return err
	case a.revoker != nil:
		if err := a.revoker.ahead(ctx, userID); err != nil {
			return err
		}
		err := tell(ctx, a.db, func(ctx context.Context) error {
			return a.db.revocations.RevokeSessions(ctx, userID, a.now().UTC(), except)
		})
		a.revoker.forget(err)
		return err
	}
	return errNoRevocation
}

// errNoRevocation says what ending sessions needs.
var errNoRevocation = fmt.Errorf("ginauth: nobody can end sessions in a cookie without an Adapter that implements adapter.Revocations: %w", errors.ErrUnsupported)
