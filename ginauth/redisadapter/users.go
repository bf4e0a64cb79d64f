package redisadapter

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// CreateUser keeps a new user and, unless it is nil, their first account, and
// gives the user a random UUID. Errors: [adapter.ErrEmailTaken],
// [adapter.ErrAccountTaken].
func (a *Adapter) CreateUser(ctx context.Context, u adapter.User, first *adapter.Account) (adapter.User, error) {
	id, err := uuid.NewRandom()
	if err != nil {
		return adapter.User{}, fmt.Errorf("redisadapter: no random ID: %w", err)
	}
	u.ID = id.String()
	name, value := "", ""
	if first != nil {
		name, value = accountName(first.Provider, first.ProviderAccountID), encodeAccount(*first)
	}
	k := a.keys
	keys := []string{k.user(u.ID), k.mail(u.Email), k.accounts(u.ID), k.account(name)}
	err = a.despite(ctx, func() (string, error) {
		answer, err := a.link.runList(ctx, createUser, keys,
			u.ID, u.Name, u.Email, u.Image, millis(u.EmailVerified), name, value, flag(u.Disabled))
		return holds(answer, err)
	})
	if err != nil {
		return adapter.User{}, err
	}
	u.EmailVerified = fromMillis(millis(u.EmailVerified))
	return u, a.create(ctx, u)
}

// holds reads the answer of a script of users: what it says and, if something
// is taken, who has it.
func holds(answer []any, err error) (holder string, taken error) {
	if err != nil {
		return "", err
	}
	switch number(at(answer, 0)) {
	case done:
		return "", nil
	case takenEmail:
		taken = adapter.ErrEmailTaken
	case takenAccount:
		taken = adapter.ErrAccountTaken
	case takenPasskey:
		taken = adapter.ErrExists
	default:
		return "", adapter.ErrNotFound
	}
	return text(at(answer, 1)), taken
}

// Answers of the scripts of users.
const (
	takenEmail   = 2
	takenAccount = 3
	takenPasskey = 4
	changed      = 5
)

//nolint:dupword // a block of Lua ends in a line of its own
var createUser = newScript(luaAccount, `
if ARGV[6] ~= '' then
	local holder = redis.call('GET', KEYS[4])
	if holder then return {3, holder} end
end
if ARGV[3] ~= '' then
	local holder = redis.call('GET', KEYS[2])
	if holder then return {2, holder} end
	redis.call('SET', KEYS[2], ARGV[1])
end
redis.call('HSET', KEYS[1], 'name', ARGV[2], 'email', ARGV[3], 'image', ARGV[4], 'verified', ARGV[5], 'off', ARGV[8])
if ARGV[6] ~= '' then account(KEYS[1], KEYS[3], KEYS[4], ARGV[1], ARGV[6], ARGV[7]) end
return {1}`)

// GetUser returns the user of an ID, or [adapter.ErrNotFound].
func (a *Adapter) GetUser(ctx context.Context, id string) (adapter.User, error) {
	return a.find(ctx, func() (adapter.User, error) { return a.people.load(ctx, id) })
}

// GetUserByEmail returns the user whose address this is, or
// [adapter.ErrNotFound].
func (a *Adapter) GetUserByEmail(ctx context.Context, email string) (adapter.User, error) {
	return a.find(ctx, func() (adapter.User, error) { return a.people.loadBy(ctx, a.keys.mail(email)) })
}

// GetUserByAccount returns the user who signs in with an account at a provider,
// or [adapter.ErrNotFound].
func (a *Adapter) GetUserByAccount(ctx context.Context, provider, providerAccountID string) (adapter.User, error) {
	key := a.keys.account(accountName(provider, providerAccountID))
	return a.find(ctx, func() (adapter.User, error) { return a.people.loadBy(ctx, key) })
}

// UpdateUser writes Name, Email, Image and EmailVerified of the user with u.ID.
// Errors: [adapter.ErrNotFound], [adapter.ErrEmailTaken].
func (a *Adapter) UpdateUser(ctx context.Context, u adapter.User) error {
	if err := a.known(ctx, u.ID); err != nil {
		return err
	}
	k := a.keys
	old := u.Email
	return a.despite(ctx, func() (string, error) {
		for range attempts {
			answer, err := a.link.runList(ctx, updateUser, []string{k.user(u.ID), k.mail(u.Email), k.mail(old)},
				u.ID, u.Name, u.Email, u.Image, millis(u.EmailVerified), old)
			if number(at(answer, 0)) != changed {
				return holds(answer, err)
			}
			old = text(at(answer, 1))
		}
		return "", errUnsettled
	})
}

//nolint:dupword // a block of Lua ends in a line of its own
var updateUser = newScript(`
local old = redis.call('HGET', KEYS[1], 'email')
if not old then return {0} end
if old ~= ARGV[6] then return {5, old} end
if old ~= ARGV[3] then
	local holder = ARGV[3] ~= '' and redis.call('GET', KEYS[2])
	if holder and holder ~= ARGV[1] then return {2, holder} end
	if old ~= '' then redis.call('DEL', KEYS[3]) end
	if ARGV[3] ~= '' then redis.call('SET', KEYS[2], ARGV[1]) end
end
redis.call('HSET', KEYS[1], 'name', ARGV[2], 'email', ARGV[3], 'image', ARGV[4], 'verified', ARGV[5])
return {1}`)

func notFound(err error) bool { return errors.Is(err, adapter.ErrNotFound) }
