package redisadapter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// errShard keeps a session from a place where its user's other sessions are not.
var errShard = errors.New("redisadapter: the session's token does not begin with the shard of its user (see adapter.Shard)")

// Answers of the scripts.
const (
	ended   = 0 // there is none, or it has changed
	done    = 1
	inUse   = 2
	unknown = 3 // the shard has no such user
	claimed = 4 // a claim of the user has not been finished
	foreign = 5 // it is another user's
)

// CreateSession keeps a new session. Its SessionToken must begin with the shard
// of its user, as those of adapter.SessionToken do: all sessions of a user are
// in one place. [adapter.ErrNotFound] if the user does not exist or is
// disabled, or was claimed by somebody else meanwhile; [adapter.ErrExists] if
// its token is in use, or its ID by the same user.
func (s *shards) CreateSession(ctx context.Context, n adapter.Session) error {
	of := s.keys.of(n.UserID)
	if shard, ok := shardOf(n.SessionToken); !ok || shard != of.tag {
		return errShard
	}
	value, keys := encodeSession(n), []string{of.state, of.sessions, of.ends, s.keys.session(n.SessionToken)}
	for range attempts {
		answer, err := s.link.runInt(ctx, createSession, keys, value, keep(n.Expires), n.ID, n.SessionToken)
		switch {
		case err != nil:
			return err
		case answer == done:
			return nil
		case answer == inUse:
			return adapter.ErrExists
		case answer != unknown && answer != claimed:
			return adapter.ErrNotFound
		}
		now, err := s.settle(ctx, n.UserID)
		if err != nil {
			return err
		}
		// Who signs in while the user is claimed did so as whoever they were before.
		if !now.known || answer == claimed {
			return adapter.ErrNotFound
		}
	}
	return errUnsettled
}

var createSession = newScript(luaIndex, `
local state = redis.call('HMGET', KEYS[1], 'on', 'off', 'gone', 'claim')
if state[3] then return 0 end
if not state[1] then return 3 end
if state[4] then return 4 end
if state[2] then return 0 end
if redis.call('EXISTS', KEYS[4]) == 1 or redis.call('HEXISTS', KEYS[2], ARGV[3]) == 1 then return 2 end
redis.call('SET', KEYS[4], ARGV[1], 'PX', ARGV[2])
index(KEYS[2], KEYS[3], ARGV[3], ARGV[4], tonumber(ARGV[2]))
return 1`)

// luaIndex notes a session among those of its user. What has been over for an
// hour is taken out, some at a time: a user who signs in all day costs no more.
//
//nolint:dupword // a block of Lua ends in a line of its own
const luaIndex = `
local function index(sessions, ends, id, token, ttl)
	local time = redis.call('TIME')
	local now = time[1] * 1000 + math.floor(time[2] / 1000)
	for _, old in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', string.format('%.0f', now - 3600000), 'LIMIT', 0, 100)) do
		redis.call('HDEL', sessions, old)
		redis.call('ZREM', ends, old)
	end
	redis.call('HSET', sessions, id, token)
	redis.call('ZADD', ends, string.format('%.0f', now + ttl), id)
	local stay = ttl + 3600000
	if redis.call('PTTL', sessions) < stay then
		redis.call('PEXPIRE', sessions, string.format('%.0f', stay))
		redis.call('PEXPIRE', ends, string.format('%.0f', stay))
	end
end`

// GetSession returns the session of a token, or [adapter.ErrNotFound]. It is
// one GET.
func (s *shards) GetSession(ctx context.Context, sessionToken string) (adapter.Session, error) {
	if _, ok := shardOf(sessionToken); !ok {
		return adapter.Session{}, adapter.ErrNotFound
	}
	value, err := s.link.client.Get(ctx, s.keys.session(sessionToken)).Result()
	if errors.Is(err, redis.Nil) {
		return adapter.Session{}, adapter.ErrNotFound
	}
	if err != nil {
		return adapter.Session{}, failure(err)
	}
	return decodeSession(sessionToken, value)
}

// UpdateSession writes a session if its version is still n.Version; otherwise
// it is [adapter.ErrSuperseded]. The new token must begin as the old one;
// [adapter.ErrExists] if it is another session's. If n.UserID is not that of
// the session, it costs a second round trip.
func (s *shards) UpdateSession(ctx context.Context, sessionToken string, n adapter.Session) error {
	shard, ok := shardOf(sessionToken)
	if !ok {
		return adapter.ErrSuperseded
	}
	if to, ok := shardOf(n.SessionToken); !ok || to != shard {
		is, err := s.GetSession(ctx, sessionToken)
		if notFound(err) || (err == nil && is.Version != n.Version) {
			return adapter.ErrSuperseded
		}
		if err == nil {
			err = errShard
		}
		return err
	}
	for userID := n.UserID; ; {
		if adapter.Shard(userID) == shard {
			of := s.keys.of(userID)
			keys := []string{of.sessions, of.ends, s.keys.session(sessionToken), s.keys.session(n.SessionToken)}
			answer, err := s.link.runInt(ctx, updateSession, keys,
				bytes8(n.Version), bytes8(n.Version+1), instant(n.Expires), instant(n.LastSeen), sessionTail(n),
				keep(n.Expires), n.SessionToken, userID)
			switch {
			case err != nil:
				return err
			case answer == done:
				return nil
			case answer == inUse:
				return adapter.ErrExists
			case answer != foreign:
				return adapter.ErrSuperseded
			}
		}
		is, err := s.GetSession(ctx, sessionToken)
		switch {
		case notFound(err):
			return adapter.ErrSuperseded
		case err != nil:
			return err
		case is.UserID == userID:
			return fmt.Errorf("%w: session and token", errShard) // cannot be: CreateSession looks
		}
		userID = is.UserID
	}
}

var updateSession = newScript(luaIndex, `
local old = redis.call('GET', KEYS[3])
if not old or string.sub(old, 3, 10) ~= ARGV[1] then return 0 end
local n = struct.unpack('>I4', old, 35)
local idn = struct.unpack('>I4', old, 39)
if string.sub(old, 43 + idn, 38 + n) ~= ARGV[8] then return 5 end
if KEYS[3] ~= KEYS[4] then
	if redis.call('EXISTS', KEYS[4]) == 1 then return 2 end
	redis.call('DEL', KEYS[3])
end
local new = string.sub(old, 1, 1) .. '\0' .. ARGV[2] .. ARGV[3] .. ARGV[4] .. string.sub(old, 27, 38 + n) .. ARGV[5]
redis.call('SET', KEYS[4], new, 'PX', ARGV[6])
index(KEYS[1], KEYS[2], string.sub(old, 43, 42 + idn), ARGV[7], tonumber(ARGV[6]))
return 1`)

// TouchSession notes LastSeen, IP and UserAgent of the session named
// n.SessionToken, if it was last seen before a time, and reports whether it did.
func (s *shards) TouchSession(ctx context.Context, n adapter.Session, before time.Time) (bool, error) {
	if _, ok := shardOf(n.SessionToken); !ok {
		return false, nil
	}
	n.Data = nil // stays
	answer, err := s.link.runInt(ctx, touchSession, []string{s.keys.session(n.SessionToken)},
		instant(n.LastSeen), before.UnixMilli(), sessionTail(n))
	return answer == done, err
}

var touchSession = newScript(`
local old = redis.call('GET', KEYS[1])
if not old or struct.unpack('>i8', old, 19) >= tonumber(ARGV[2]) then return 0 end
local tail = 39 + struct.unpack('>I4', old, 35)
local agent = tail + 4 + struct.unpack('>I4', old, tail)
local data = agent + 4 + struct.unpack('>I4', old, agent)
local new = string.sub(old, 1, 18) .. ARGV[1] .. string.sub(old, 27, tail - 1) .. ARGV[3] .. string.sub(old, data)
redis.call('SET', KEYS[1], new, 'KEEPTTL')
return 1`)
