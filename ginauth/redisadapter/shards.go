package redisadapter

import (
	"context"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// shards keeps sessions, and of every user whether they may have any. All that
// is one user's is in one slot.
type shards struct {
	link link
	keys keys
	// users are those whose sessions these are.
	users directory
}

// directory is where users are: in this Redis, or in another store. What a
// shard says of a user counts first; the directory follows. All methods may be
// called again for what has been done.
type directory interface {
	// load returns a user, or adapter.ErrNotFound. Disabled is what was last
	// noted by disable.
	load(ctx context.Context, id string) (adapter.User, error)
	// disable notes whether a user is disabled, for a shard that was lost.
	disable(ctx context.Context, id string, disabled bool) error
	// erase deletes a user with their ways in. Nobody there is no error.
	erase(ctx context.Context, id string) error
	// claim makes an address verified and deletes the ways in of whoever had it
	// until then. adapter.ErrNotFound if the user has another address by now.
	claim(ctx context.Context, id, email string, at time.Time) error
}

// standing is what the shard of a user says of them.
type standing struct {
	// known is false if there is no such user.
	known, disabled bool
	// claims is how often the user has been claimed.
	claims string
	// changed says that something unfinished was finished just now: what was
	// read of the user before is old.
	changed bool
}

// settle returns the standing of a user. What a program that was killed has
// left unfinished, it finishes: the deletion or the claim of a user. If the
// shard knows nothing of a user in the directory, since Redis has lost data, it
// begins again, with all former sessions ended.
func (s *shards) settle(ctx context.Context, userID string) (standing, error) {
	of := s.keys.of(userID)
	var now standing
	for range attempts {
		state, err := s.link.client.HMGet(ctx, of.state, "on", "off", "gone", "claim", "claims").Result()
		if err != nil {
			return standing{}, failure(err)
		}
		on, off, gone, claim := text(at(state, 0)), text(at(state, 1)), text(at(state, 2)), text(at(state, 3))
		switch {
		case gone == goneErased:
			return now, nil
		case gone != "":
			now.changed = true
			if err := s.erase(ctx, userID); err != nil {
				return standing{}, err
			}
		case on == "":
			known, err := s.begin(ctx, userID)
			if err != nil || !known {
				return now, err
			}
		case claim != "":
			if err := s.finishClaim(ctx, userID, claim); err != nil {
				return standing{}, err
			}
			now.changed = true
		default:
			now.known, now.disabled, now.claims = true, off != "", text(at(state, 4))
			return now, nil
		}
	}
	return standing{}, errUnsettled
}

// begin gives a user of the directory a shard, and reports whether there is
// such a user. It is a second back, so that the sign-in that finds out does not
// end itself.
func (s *shards) begin(ctx context.Context, userID string) (known bool, err error) {
	u, err := s.users.load(ctx, userID)
	if notFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = s.link.run(ctx, beginState, []string{s.keys.of(userID).state}, time.Now().Unix()-1, flag(u.Disabled))
	return true, err
}

// create gives a new user their shard. If that fails, begin does it at their
// next sign-in.
func (s *shards) create(ctx context.Context, u adapter.User) error {
	_, err := s.link.run(ctx, beginState, []string{s.keys.of(u.ID).state}, "", flag(u.Disabled))
	return err
}

//nolint:dupword // a block of Lua ends in a line of its own
var beginState = newScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then
	redis.call('HSET', KEYS[1], 'on', '1')
	if ARGV[1] ~= '' then redis.call('HSET', KEYS[1], 'after', ARGV[1]) end
	if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'off', '1') end
end
return 1`)

// find reads a user and looks at their standing.
func (s *shards) find(ctx context.Context, read func() (adapter.User, error)) (adapter.User, error) {
	for range attempts {
		u, err := read()
		if err != nil {
			return adapter.User{}, err
		}
		now, err := s.settle(ctx, u.ID)
		switch {
		case err != nil:
			return adapter.User{}, err
		case now.changed:
			continue
		case !now.known:
			return adapter.User{}, adapter.ErrNotFound
		}
		u.Disabled = u.Disabled || now.disabled
		return u, nil
	}
	return adapter.User{}, errUnsettled
}

// known returns adapter.ErrNotFound if there is no such user.
func (s *shards) known(ctx context.Context, userID string) error {
	now, err := s.settle(ctx, userID)
	if err == nil && !now.known {
		err = adapter.ErrNotFound
	}
	return err
}

// What the state of a deleted user says.
const (
	goneHere   = "1" // the directory may still have them
	goneErased = "2"
)

// erase deletes from the directory whom the shard says to be gone, and notes
// that it has: if they come back from a copy of another store, that is not
// deleted again.
func (s *shards) erase(ctx context.Context, userID string) error {
	if err := s.users.erase(ctx, userID); err != nil {
		return err
	}
	_, err := s.link.run(ctx, noteErased, []string{s.keys.of(userID).state}, goneErased)
	return err
}

var noteErased = newScript(`
if redis.call('HEXISTS', KEYS[1], 'gone') == 1 then redis.call('HSET', KEYS[1], 'gone', ARGV[1]) end
return 1`)

// despite writes what somebody else may have: an address, an account or a
// passkey. write returns the ID of who has it, and the error that says so. If
// that user is deleted, and only the directory has not heard of it, it is
// written again.
func (s *shards) despite(ctx context.Context, write func() (holder string, taken error)) error {
	var taken error
	for range 10 {
		holder, err := write()
		if err == nil || holder == "" {
			return err
		}
		taken = err
		now, err := s.settle(ctx, holder)
		if err != nil {
			return err
		}
		if now.known {
			return taken
		}
	}
	return taken
}
