package redisadapter

import (
	"context"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// DeleteSession ends the session of a user by its ID; [adapter.ErrNotFound] if
// there is none.
func (s *shards) DeleteSession(ctx context.Context, userID, id string) error {
	of := s.keys.of(userID)
	for range attempts {
		found, err := s.link.client.HMGet(ctx, of.sessions, id).Result()
		if err != nil {
			return failure(err)
		}
		token := text(at(found, 0))
		if _, ok := shardOf(token); !ok {
			return adapter.ErrNotFound
		}
		answer, err := s.link.runInt(ctx, deleteSession, []string{of.sessions, of.ends, s.keys.session(token)}, id, token)
		switch {
		case err != nil:
			return err
		case answer == done:
			return nil
		case answer == ended:
			return adapter.ErrNotFound
		} // its token has changed
	}
	return errUnsettled
}

var deleteSession = newScript(`
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 2 end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('DEL', KEYS[3])`)

// ListSessions returns the sessions of a user, the newest first, with Data.
func (s *shards) ListSessions(ctx context.Context, userID string) ([]adapter.Session, error) {
	answer, tokens, err := s.sweep(ctx, userID, "list", "", "")
	if err != nil {
		return nil, err
	}
	var all []adapter.Session
	for i, token := range tokens {
		value, ok := at(answer, 1+i).(string)
		if !ok {
			continue // it has expired
		}
		is, err := decodeSession(token, value)
		if err != nil {
			return nil, err
		}
		all = append(all, is)
	}
	slices.SortFunc(all, func(a, b adapter.Session) int {
		if c := b.CreatedAt.Compare(a.CreatedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, nil
}

// DeleteSessions ends all sessions of a user but the one whose ID is except (""
// for all), and returns how many.
func (s *shards) DeleteSessions(ctx context.Context, userID, except string) (int, error) {
	answer, _, err := s.sweep(ctx, userID, "end", except, "")
	return int(number(at(answer, 1))), err
}

// MarkSessions makes all sessions of a user Stale, and their versions one more.
func (s *shards) MarkSessions(ctx context.Context, userID string) error {
	_, _, err := s.sweep(ctx, userID, "mark", "", "")
	return err
}

// sweep does something with all sessions of a user, in one step. Redis wants
// to be told all keys in advance: they are read first, and if they are others
// by then it is done again. The answer begins with "ok" or with what is in the
// way; tokens are those of the sessions that were there.
func (s *shards) sweep(ctx context.Context, userID, verb, argument, more string) (answer []any, tokens []string, err error) {
	of := s.keys.of(userID)
	for range attempts {
		index, err := s.link.client.HGetAll(ctx, of.sessions).Result()
		if err != nil {
			return nil, nil, failure(err)
		}
		keys, args, tokens := []string{of.state, of.sessions, of.ends}, []any{verb, argument, more}, []string(nil)
		for id, token := range index {
			if shard, ok := shardOf(token); !ok || shard != of.tag {
				return nil, nil, errCorrupt
			}
			keys, args, tokens = append(keys, s.keys.session(token)), append(args, id, token), append(tokens, token)
		}
		answer, err := s.link.runList(ctx, sweep, keys, args...)
		if err != nil {
			return nil, nil, err
		}
		if text(at(answer, 0)) != "again" {
			return answer, tokens, nil
		}
	}
	return nil, nil, errUnsettled
}

//nolint:dupword // a block of Lua ends in a line of its own
var sweep = newScript(`
local n = #KEYS - 3
if redis.call('HLEN', KEYS[2]) ~= n then return {'again'} end
for i = 1, n do
	if redis.call('HGET', KEYS[2], ARGV[2 + 2 * i]) ~= ARGV[3 + 2 * i] then return {'again'} end
end
local function finish(except)
	local count = 0
	for i = 1, n do
		local id = ARGV[2 + 2 * i]
		if except == '' or id ~= except then
			count = count + redis.call('DEL', KEYS[3 + i])
			redis.call('HDEL', KEYS[2], id)
			redis.call('ZREM', KEYS[3], id)
		end
	end
	return {'ok', count}
end
local verb = ARGV[1]
if verb == 'list' then
	local all = {'ok'}
	for i = 1, n do all[1 + i] = redis.call('GET', KEYS[3 + i]) end
	return all
elseif verb == 'mark' then
	for i = 1, n do
		local s = redis.call('GETRANGE', KEYS[3 + i], 2, 9)
		if s ~= '' then
			redis.call('SETRANGE', KEYS[3 + i], 1, '\1' .. struct.pack('>i8', struct.unpack('>i8', s) + 1))
		end
	end
	return {'ok'}
elseif verb == 'end' then
	return finish(ARGV[2])
end
local state = redis.call('HMGET', KEYS[1], 'on', 'gone', 'claim', 'claims')
if state[2] or not state[1] then return {'missing'} end
if verb == 'disable' then
	redis.call('HSET', KEYS[1], 'off', '1')
elseif verb == 'delete' then
	redis.call('DEL', KEYS[1])
	redis.call('HSET', KEYS[1], 'gone', ARGV[3])
	redis.call('PEXPIRE', KEYS[1], ARGV[2])
elseif verb == 'claim' then
	if state[3] or (state[4] or '') ~= ARGV[2] then return {'changed'} end
	redis.call('HSET', KEYS[1], 'claim', ARGV[3])
end
return finish('')`)
