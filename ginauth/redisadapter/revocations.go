package redisadapter

import (
	"context"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// GetRevocation says what has been revoked, of one session and of its user. It
// is one round trip; more for a user of whom the shard knows nothing, and while
// a claim has not been finished.
func (s *shards) GetRevocation(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
	of := s.keys.of(userID)
	keys := []string{of.state, of.revoked(sessionID)}
	for range attempts {
		answer, err := s.link.runList(ctx, getRevocation, keys)
		if err != nil {
			return adapter.Revocation{}, err
		}
		switch code := number(at(answer, 0)); code {
		case unknown, claimed:
			now, err := s.settle(ctx, userID)
			if err != nil {
				return adapter.Revocation{}, err
			}
			if !now.known {
				return adapter.Revocation{Disabled: true, Revoked: number(at(answer, 1)) == 1}, nil
			}
		default:
			return adapter.Revocation{
				Revoked:    number(at(answer, 1)) == 1,
				Disabled:   code != done,
				ValidAfter: fromSeconds(text(at(answer, 2))),
				Except:     text(at(answer, 3)),
				Touched:    fromSeconds(text(at(answer, 4))),
			}, nil
		}
	}
	return adapter.Revocation{}, errUnsettled
}

var getRevocation = newScript(`
local state = redis.call('HMGET', KEYS[1], 'on', 'off', 'gone', 'claim', 'after', 'except', 'touched')
local code = 1
if state[3] or state[2] then code = 0 elseif not state[1] then code = 3 elseif state[4] then code = 4 end
return {code, redis.call('EXISTS', KEYS[2]), state[5], state[6], state[7]}`)

// RevokeSession revokes one session, at least until then. It does not ask
// whether there is such a user.
func (s *shards) RevokeSession(ctx context.Context, userID, sessionID string, until time.Time) error {
	_, err := s.link.run(ctx, revokeSession, []string{s.keys.of(userID).revoked(sessionID)}, keep(until))
	return err
}

var revokeSession = newScript(`
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1`)

// RevokeSessions revokes the sessions of a user that began at or before a time,
// but for the one with the ID except ("" for none). [adapter.ErrNotFound]
// without such a user.
func (s *shards) RevokeSessions(ctx context.Context, userID string, at time.Time, except string) error {
	return s.note(ctx, revokeSessions, userID, at.Unix(), except)
}

// MarkUser notes that a user was changed. [adapter.ErrNotFound] without such a
// user.
func (s *shards) MarkUser(ctx context.Context, userID string, at time.Time) error {
	return s.note(ctx, markUser, userID, at.Unix())
}

// note writes to the state of a user.
func (s *shards) note(ctx context.Context, what script, userID string, args ...any) error {
	for range attempts {
		answer, err := s.link.runInt(ctx, what, []string{s.keys.of(userID).state}, args...)
		if err != nil || answer == done {
			return err
		}
		if err := s.known(ctx, userID); err != nil {
			return err
		}
	}
	return errUnsettled
}

// luaLater sets a second of the state: it is always later than it was.
const luaLater = `
local function later(field, second)
	second = tonumber(second)
	local was = tonumber(redis.call('HGET', KEYS[1], field) or nil)
	if was and second <= was then second = was + 1 end
	redis.call('HSET', KEYS[1], field, string.format('%.0f', second))
end
local state = redis.call('HMGET', KEYS[1], 'on', 'gone')
if state[2] or not state[1] then return 3 end`

var (
	revokeSessions = newScript(luaLater, `
later('after', ARGV[1])
if ARGV[2] == '' then redis.call('HDEL', KEYS[1], 'except') else redis.call('HSET', KEYS[1], 'except', ARGV[2]) end
return 1`)
	markUser = newScript(luaLater, `
later('touched', ARGV[1])
return 1`)
)
