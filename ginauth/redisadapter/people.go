package redisadapter

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// people is the directory of users in this Redis.
type people struct {
	link link
	keys keys
}

// userFields are those of a user's hash, in the order of readUser.
var userFields = []string{"name", "email", "image", "verified", "off"}

// luaUser answers with the fields of a user's hash.
const luaUser = `
local function user(key) return redis.call('HMGET', key, 'name', 'email', 'image', 'verified', 'off') end`

// readUser makes a user of the fields of their hash, or adapter.ErrNotFound.
func readUser(id string, fields []any) (adapter.User, error) {
	if at(fields, 0) == nil {
		return adapter.User{}, adapter.ErrNotFound
	}
	return adapter.User{
		ID:   id,
		Name: text(at(fields, 0)), Email: text(at(fields, 1)), Image: text(at(fields, 2)),
		EmailVerified: fromMillis(text(at(fields, 3))),
		Disabled:      text(at(fields, 4)) != "",
	}, nil
}

// load implements directory.
func (p people) load(ctx context.Context, id string) (adapter.User, error) {
	fields, err := p.link.client.HMGet(ctx, p.keys.user(id), userFields...).Result()
	if err != nil {
		return adapter.User{}, failure(err)
	}
	return readUser(id, fields)
}

// loadBy returns the user to whom a key leads.
func (p people) loadBy(ctx context.Context, key string) (adapter.User, error) {
	for range attempts {
		id, err := p.link.client.Get(ctx, key).Result()
		if errors.Is(err, redis.Nil) {
			return adapter.User{}, adapter.ErrNotFound
		}
		if err != nil {
			return adapter.User{}, failure(err)
		}
		fields, err := p.link.runList(ctx, userOf, []string{key, p.keys.user(id)}, id)
		if err != nil {
			return adapter.User{}, err
		}
		if len(fields) > 0 {
			return readUser(id, fields)
		} // the key leads to another user by now
	}
	return adapter.User{}, errUnsettled
}

var userOf = newScript(luaUser, `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {} end
return user(KEYS[2])`)

// disable implements directory.
func (p people) disable(ctx context.Context, id string, disabled bool) error {
	answer, err := p.link.runInt(ctx, disableUser, []string{p.keys.user(id)}, flag(disabled))
	if err == nil && answer != done {
		err = adapter.ErrNotFound
	}
	return err
}

var disableUser = newScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'off', ARGV[1])
return 1`)

// erase implements directory.
func (p people) erase(ctx context.Context, id string) error {
	return p.strip(ctx, id, "erase", "", time.Time{})
}

// claim implements directory.
func (p people) claim(ctx context.Context, id, email string, at time.Time) error {
	return p.strip(ctx, id, "claim", email, at)
}

// strip takes all ways in from a user, and deletes them or gives them to who
// has their address. The keys are read first, and have to be the same then.
func (p people) strip(ctx context.Context, id, verb, email string, at time.Time) error {
	own := []string{p.keys.user(id), p.keys.accounts(id), p.keys.passkeys(id)}
	for range attempts {
		has, err := p.link.runList(ctx, waysIn, own)
		if err != nil {
			return err
		}
		is, accounts, passkeys := text(has[0]), texts(has[1]), texts(has[2])
		keys := append(slices.Clone(own), p.keys.mail(is))
		args := []any{verb, id, is, millis(at), email, len(accounts)}
		for _, name := range accounts {
			keys, args = append(keys, p.keys.account(name)), append(args, name)
		}
		for _, name := range passkeys {
			keys, args = append(keys, p.keys.passkey(name)), append(args, name)
		}
		answer, err := p.link.runInt(ctx, stripUser, keys, args...)
		switch {
		case err != nil:
			return err
		case answer == done:
			return nil
		case answer != inUse: // gone, or the address is another
			if verb == "claim" {
				return adapter.ErrNotFound
			}
			return nil
		}
	}
	return errUnsettled
}

var waysIn = newScript(`
return {redis.call('HGET', KEYS[1], 'email'), redis.call('HKEYS', KEYS[2]), redis.call('HKEYS', KEYS[3])}`)

//nolint:dupword // a block of Lua ends in a line of its own
var stripUser = newScript(`
local email = redis.call('HGET', KEYS[1], 'email')
if not email then return 0 end
if email ~= ARGV[3] then return 2 end
local verb, id, accounts = ARGV[1], ARGV[2], tonumber(ARGV[6])
if verb == 'claim' then
	if email ~= ARGV[5] then return 0 end
	if redis.call('HGET', KEYS[1], 'verified') ~= '' then return 1 end
end
if redis.call('HLEN', KEYS[2]) ~= accounts or redis.call('HLEN', KEYS[3]) ~= #KEYS - 4 - accounts then return 2 end
for i = 5, #KEYS do
	local of = KEYS[2]
	if i - 4 > accounts then of = KEYS[3] end
	if redis.call('HEXISTS', of, ARGV[2 + i]) == 0 then return 2 end
end
for i = 5, #KEYS do redis.call('DEL', KEYS[i]) end
redis.call('DEL', KEYS[2], KEYS[3])
if verb == 'claim' then
	redis.call('HSET', KEYS[1], 'verified', ARGV[4])
else
	redis.call('DEL', KEYS[1])
	if redis.call('GET', KEYS[4]) == id then redis.call('DEL', KEYS[4]) end
end
return 1`)
