package redisadapter

import (
	"context"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// accountName is the name of an account at a provider.
func accountName(provider, providerAccountID string) string { return pair(provider, providerAccountID) }

// encodeAccount writes an account; whose it is says the key.
func encodeAccount(a adapter.Account) string {
	return pack(a.Type, a.Provider, a.ProviderAccountID, a.RefreshToken, a.AccessToken, a.IDToken,
		a.TokenType, a.Scope, a.SessionState, strconv.FormatInt(a.ExpiresAt, 10))
}

func decodeAccount(userID, v string) (adapter.Account, error) {
	a, expires := adapter.Account{UserID: userID}, ""
	err := unpack(v, &a.Type, &a.Provider, &a.ProviderAccountID, &a.RefreshToken, &a.AccessToken, &a.IDToken,
		&a.TokenType, &a.Scope, &a.SessionState, &expires)
	a.ExpiresAt = number(expires)
	return a, err
}

// luaAccount gives a user an account, or replaces its tokens. Its place in the
// list, the first eight bytes, stays.
const luaAccount = `
local function account(user, accounts, key, id, name, value)
	local place = string.sub(redis.call('HGET', accounts, name) or '', 1, 8)
	if place == '' then place = struct.pack('>i8', redis.call('HINCRBY', user, 'places', 1)) end
	redis.call('HSET', accounts, name, place .. value)
	redis.call('SET', key, id)
end`

// LinkAccount gives the user n.UserID an account, or replaces its tokens.
// [adapter.ErrNotFound] without such a user, [adapter.ErrAccountTaken] if it is
// somebody else's.
func (a *Adapter) LinkAccount(ctx context.Context, n adapter.Account) error {
	if err := a.known(ctx, n.UserID); err != nil {
		return err
	}
	name := accountName(n.Provider, n.ProviderAccountID)
	keys := []string{a.keys.user(n.UserID), a.keys.accounts(n.UserID), a.keys.account(name)}
	return a.despite(ctx, func() (string, error) {
		return holds(a.link.runList(ctx, linkAccount, keys, n.UserID, name, encodeAccount(n)))
	})
}

var linkAccount = newScript(luaAccount, `
if redis.call('EXISTS', KEYS[1]) == 0 then return {0} end
local holder = redis.call('GET', KEYS[3])
if holder and holder ~= ARGV[1] then return {3, holder} end
account(KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[3])
return {1}`)

// ListAccounts returns the accounts of a user, oldest first; none, and no
// error, for an unknown user.
func (a *Adapter) ListAccounts(ctx context.Context, userID string) ([]adapter.Account, error) {
	values, err := a.placed(ctx, userID, a.keys.accounts(userID))
	if err != nil {
		return nil, err
	}
	all := make([]adapter.Account, len(values))
	for i, v := range values {
		if all[i], err = decodeAccount(userID, v); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// placed returns the values of a hash of a user in the order of their places,
// and without them.
func (a *Adapter) placed(ctx context.Context, userID, key string) ([]string, error) {
	if now, err := a.settle(ctx, userID); err != nil || !now.known {
		return nil, err
	}
	values, err := a.link.client.HVals(ctx, key).Result()
	if err != nil {
		return nil, failure(err)
	}
	slices.SortFunc(values, func(a, b string) int {
		return strings.Compare(a[:min(8, len(a))], b[:min(8, len(b))])
	})
	for i, v := range values {
		if len(v) < 8 {
			return nil, errCorrupt
		}
		values[i] = v[8:]
	}
	return values, nil
}

// UnlinkAccount takes an account away from a user, unless fewer than keep would
// remain: then it is [adapter.ErrLastAccount]. [adapter.ErrNotFound] if it is
// not theirs.
func (a *Adapter) UnlinkAccount(ctx context.Context, userID, provider, providerAccountID string, keep int) error {
	name := accountName(provider, providerAccountID)
	answer, err := a.link.runInt(ctx, unlinkAccount, []string{a.keys.accounts(userID), a.keys.account(name)}, name, keep)
	switch {
	case err != nil:
		return err
	case answer == done:
		return nil
	case answer == inUse:
		return adapter.ErrLastAccount
	}
	return adapter.ErrNotFound
}

var unlinkAccount = newScript(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
if redis.call('HLEN', KEYS[1]) - 1 < tonumber(ARGV[2]) then return 2 end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return 1`)

// counterBytes is a signature counter as an authenticator has it.
func counterBytes(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
