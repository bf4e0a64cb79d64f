package adaptertest_test

import (
	"context"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// visits changes what happens to sessions. Each function that is nil is the
// store's own method.
type visits struct {
	store
	create    func(context.Context, adapter.Session) error
	get       func(context.Context, string) (adapter.Session, error)
	update    func(context.Context, string, adapter.Session) error
	touch     func(context.Context, adapter.Session, time.Time) (bool, error)
	end       func(ctx context.Context, userID, id string) error
	list      func(context.Context, string) ([]adapter.Session, error)
	endAll    func(ctx context.Context, userID, except string) (int, error)
	mark      func(context.Context, string) error
	adoptance func(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error)
}

func (v visits) CreateSession(ctx context.Context, s adapter.Session) error {
	if v.create != nil {
		return v.create(ctx, s)
	}
	return v.store.CreateSession(ctx, s)
}

func (v visits) GetSession(ctx context.Context, token string) (adapter.Session, error) {
	if v.get != nil {
		return v.get(ctx, token)
	}
	return v.store.GetSession(ctx, token)
}

func (v visits) UpdateSession(ctx context.Context, token string, s adapter.Session) error {
	if v.update != nil {
		return v.update(ctx, token, s)
	}
	return v.store.UpdateSession(ctx, token, s)
}

func (v visits) TouchSession(ctx context.Context, s adapter.Session, before time.Time) (bool, error) {
	if v.touch != nil {
		return v.touch(ctx, s, before)
	}
	return v.store.TouchSession(ctx, s, before)
}

func (v visits) DeleteSession(ctx context.Context, userID, id string) error {
	if v.end != nil {
		return v.end(ctx, userID, id)
	}
	return v.store.DeleteSession(ctx, userID, id)
}

func (v visits) ListSessions(ctx context.Context, userID string) ([]adapter.Session, error) {
	if v.list != nil {
		return v.list(ctx, userID)
	}
	return v.store.ListSessions(ctx, userID)
}

func (v visits) DeleteSessions(ctx context.Context, userID, except string) (int, error) {
	if v.endAll != nil {
		return v.endAll(ctx, userID, except)
	}
	return v.store.DeleteSessions(ctx, userID, except)
}

func (v visits) MarkSessions(ctx context.Context, userID string) error {
	if v.mark != nil {
		return v.mark(ctx, userID)
	}
	return v.store.MarkSessions(ctx, userID)
}

func (v visits) AdoptSession(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error) {
	if v.adoptance != nil {
		return v.adoptance(ctx, plain, sessionToken, id)
	}
	return v.store.AdoptSession(ctx, plain, sessionToken, id)
}
