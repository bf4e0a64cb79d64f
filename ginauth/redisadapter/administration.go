package redisadapter

import (
	"context"
	"strconv"
	"time"
)

// remembered is how long a deleted user stays marked in their shard: a sign-in
// that is under way while they are deleted does not bring them back.
const remembered = 400 * 24 * time.Hour

// SetDisabled sets User.Disabled. Disabling deletes the user's sessions in the
// same step; [adapter.ErrNotFound] without such a user. The shard decides; the
// directory notes it for the day on which the shard is lost. Whoever is killed
// between the two leaves the user disabled, and does it again to finish.
func (s *shards) SetDisabled(ctx context.Context, userID string, disabled bool) error {
	if disabled {
		if err := s.disable(ctx, userID); err != nil {
			return err
		}
		if err := s.users.disable(ctx, userID, true); err != nil {
			return err
		}
		return s.disable(ctx, userID) // somebody may have enabled them meanwhile, in both
	}
	if err := s.known(ctx, userID); err != nil {
		return err
	}
	if err := s.users.disable(ctx, userID, false); err != nil {
		return err
	}
	if err := s.note(ctx, enable, userID); err != nil {
		return err
	}
	u, err := s.users.load(ctx, userID)
	if err != nil {
		return err
	}
	if u.Disabled { // by somebody else, meanwhile
		return s.disable(ctx, userID)
	}
	return nil
}

var enable = newScript(luaLater, `
redis.call('HDEL', KEYS[1], 'off')
return 1`)

// disable closes the shard to a user, and ends their sessions.
func (s *shards) disable(ctx context.Context, userID string) error {
	for range attempts {
		answer, _, err := s.sweep(ctx, userID, "disable", "", "")
		if err != nil {
			return err
		}
		if text(answer[0]) == "ok" {
			return nil
		}
		if err := s.known(ctx, userID); err != nil {
			return err
		}
	}
	return errUnsettled
}

// DeleteUser deletes a user with all that is theirs; [adapter.ErrNotFound] if
// there is none. The shard comes first: from then on there is no such user, and
// whoever comes upon what is left in the directory deletes it.
func (s *shards) DeleteUser(ctx context.Context, userID string) error {
	for range attempts {
		if err := s.known(ctx, userID); err != nil {
			return err
		}
		stay := strconv.FormatInt(remembered.Milliseconds(), 10)
		answer, _, err := s.sweep(ctx, userID, "delete", stay, goneHere)
		if err != nil {
			return err
		}
		if text(answer[0]) == "ok" {
			return s.erase(ctx, userID)
		}
	}
	return errUnsettled
}
