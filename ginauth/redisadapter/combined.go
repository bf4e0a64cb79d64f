package redisadapter

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Users is a store that has users and their ways in, such as one of
// sqladapter.
type Users interface {
	adapter.Adapter
	adapter.Accounts
	adapter.Administration
	adapter.VerificationTokens
	adapter.Authenticators
}

// Sessions keeps sessions in Redis, and leaves users, accounts, magic links and
// passkeys to another store. Make one with [NewSessions].
type Sessions struct {
	shards
	users Users
}

var (
	_ adapter.Adapter            = (*Sessions)(nil)
	_ adapter.Accounts           = (*Sessions)(nil)
	_ adapter.Administration     = (*Sessions)(nil)
	_ adapter.Sessions           = (*Sessions)(nil)
	_ adapter.Revocations        = (*Sessions)(nil)
	_ adapter.VerificationTokens = (*Sessions)(nil)
	_ adapter.Authenticators     = (*Sessions)(nil)
)

// NewSessions makes a store whose users are elsewhere and whose sessions are in
// Redis, over a client of yours that [New] would take.
//
// Redis says first who may be signed in. Disabling, deleting and claiming a user
// changes Redis, then the other store: a program that is killed in between
// leaves nobody in, and whoever meets the rest finishes it. Enabling goes the
// other way round. So disable and delete users by this store, and not by the
// other one: their sessions would go on until they end. The other store must
// not give an ID twice: who was deleted stays so for 400 days, even if the
// other store is restored from a copy.
//
// A Redis that forgets signs everybody out. It begins again by what the other
// store says of each user, and takes no session of before that moment.
func NewSessions(client redis.UniversalClient, users Users, o Options) (*Sessions, error) {
	l, k, err := o.compile(client)
	if err != nil {
		return nil, err
	}
	if users == nil {
		return nil, errors.New("redisadapter: there is no store of users")
	}
	return &Sessions{shards: shards{l, k, elsewhere{users}}, users: users}, nil
}

// elsewhere is a directory in another store.
type elsewhere struct{ users Users }

// load implements directory.
func (e elsewhere) load(ctx context.Context, id string) (adapter.User, error) {
	return e.users.GetUser(ctx, id)
}

// disable implements directory.
func (e elsewhere) disable(ctx context.Context, id string, disabled bool) error {
	return e.users.SetDisabled(ctx, id, disabled)
}

// erase implements directory.
func (e elsewhere) erase(ctx context.Context, id string) error {
	if err := e.users.DeleteUser(ctx, id); err != nil && !notFound(err) {
		return err
	}
	return nil
}

// claim implements directory.
func (e elsewhere) claim(ctx context.Context, id, email string, at time.Time) error {
	return e.users.ClaimUser(ctx, id, email, at)
}
