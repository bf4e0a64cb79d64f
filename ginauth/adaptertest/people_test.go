package adaptertest_test

import (
	"context"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// people changes what happens to users. Each function that is nil is the
// store's own method.
type people struct {
	store
	create  func(context.Context, adapter.User, *adapter.Account) (adapter.User, error)
	get     func(context.Context, string) (adapter.User, error)
	byEmail func(context.Context, string) (adapter.User, error)
	byAcc   func(ctx context.Context, provider, id string) (adapter.User, error)
	update  func(context.Context, adapter.User) error
}

func (p people) CreateUser(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
	if p.create != nil {
		return p.create(ctx, u, a)
	}
	return p.store.CreateUser(ctx, u, a)
}

func (p people) GetUser(ctx context.Context, id string) (adapter.User, error) {
	if p.get != nil {
		return p.get(ctx, id)
	}
	return p.store.GetUser(ctx, id)
}

func (p people) GetUserByEmail(ctx context.Context, email string) (adapter.User, error) {
	if p.byEmail != nil {
		return p.byEmail(ctx, email)
	}
	return p.store.GetUserByEmail(ctx, email)
}

func (p people) GetUserByAccount(ctx context.Context, provider, id string) (adapter.User, error) {
	if p.byAcc != nil {
		return p.byAcc(ctx, provider, id)
	}
	return p.store.GetUserByAccount(ctx, provider, id)
}

func (p people) UpdateUser(ctx context.Context, u adapter.User) error {
	if p.update != nil {
		return p.update(ctx, u)
	}
	return p.store.UpdateUser(ctx, u)
}
