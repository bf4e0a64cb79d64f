package redisadapter

import (
	"context"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// CreateVerificationTokens keeps all of them or, if there is one of the same
// identifier and token already, none: [adapter.ErrExists].
func (a *Adapter) CreateVerificationTokens(ctx context.Context, tokens ...adapter.VerificationToken) error {
	if len(tokens) == 0 {
		return nil
	}
	keys, args, seen := make([]string, 0, len(tokens)), make([]any, 0, 2*len(tokens)), map[string]bool{}
	for _, t := range tokens {
		key := a.keys.verificationToken(t.Identifier, t.Token)
		if seen[key] {
			return adapter.ErrExists
		}
		seen[key] = true
		keys, args = append(keys, key), append(args, millis(t.Expires), keep(t.Expires))
	}
	answer, err := a.link.runInt(ctx, createTokens, keys, args...)
	if err == nil && answer != done {
		err = adapter.ErrExists
	}
	return err
}

//nolint:dupword // a block of Lua ends in a line of its own
var createTokens = newScript(`
for i = 1, #KEYS do
	if redis.call('EXISTS', KEYS[i]) == 1 then return 0 end
end
for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[2 * i - 1], 'PX', ARGV[2 * i]) end
return 1`)

// UseVerificationToken deletes a token and returns it: to one caller. The
// others, and those whose identifier or token is wrong, get
// [adapter.ErrNotFound] and delete nothing.
func (a *Adapter) UseVerificationToken(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
	answer, err := a.link.runList(ctx, useToken, []string{a.keys.verificationToken(identifier, token)})
	if err != nil {
		return adapter.VerificationToken{}, err
	}
	if len(answer) == 0 {
		return adapter.VerificationToken{}, adapter.ErrNotFound
	}
	return adapter.VerificationToken{Identifier: identifier, Token: token, Expires: fromMillis(text(answer[0]))}, nil
}

var useToken = newScript(`
local expires = redis.call('GET', KEYS[1])
if not expires then return {} end
redis.call('DEL', KEYS[1])
return {expires}`)
