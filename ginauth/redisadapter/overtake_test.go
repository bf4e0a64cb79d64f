package redisadapter_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// overtaken is a program that somebody else overtakes, once: right before a
// script that comes after a command of the given name.
type overtaken struct {
	after string
	seen  bool
	by    func()
}

func (o *overtaken) DialHook(next redis.DialHook) redis.DialHook { return next }
func (o *overtaken) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
func (o *overtaken) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if by := o.by; o.seen && by != nil && cmd.Name() == "evalsha" {
			o.by = nil
			by()
		}
		o.seen = o.seen || cmd.Name() == o.after
		return next(ctx, cmd)
	}
}

// What one program does between the steps of another.
func TestOvertaken(t *testing.T) {
	at := time.Unix(1_800_000_000, 0).UTC()
	for _, c := range []struct {
		name  string
		after string
		call  func(ctx context.Context, a full, u adapter.User) error
		by    func(ctx context.Context, a full, u adapter.User) error
		// left are the sessions that there are then.
		left []string
	}{
		{
			"a session comes while the user is deleted", "hgetall",
			func(ctx context.Context, a full, u adapter.User) error { return a.DeleteUser(ctx, u.ID) },
			func(ctx context.Context, a full, u adapter.User) error {
				return a.CreateSession(ctx, newSession(u.ID, "new"))
			},
			nil,
		},
		{
			"a session is rotated while all are ended", "hgetall",
			func(ctx context.Context, a full, u adapter.User) error {
				_, err := a.DeleteSessions(ctx, u.ID, "")
				return err
			},
			rotate, nil,
		},
		{
			"a session is rotated while it is ended", "hmget",
			func(ctx context.Context, a full, u adapter.User) error { return a.DeleteSession(ctx, u.ID, "old") },
			rotate, nil,
		},
		{
			"a session is rotated while the list is read", "hgetall",
			func(ctx context.Context, a full, u adapter.User) error {
				list, err := a.ListSessions(ctx, u.ID)
				if err == nil && len(list) != 1 {
					err = errors.New("the list has no session")
				}
				return err
			},
			rotate, []string{"old"},
		},
		{
			"the address is claimed while it is claimed", "hgetall",
			func(ctx context.Context, a full, u adapter.User) error { return a.ClaimUser(ctx, u.ID, u.Email, at) },
			func(ctx context.Context, a full, u adapter.User) error {
				if err := a.ClaimUser(ctx, u.ID, u.Email, at); err != nil {
					return err
				}
				return a.CreateSession(ctx, newSession(u.ID, "owner's"))
			},
			[]string{"owner's"},
		},
	} {
		for kind, open := range kinds {
			t.Run(kind+": "+c.name, func(t *testing.T) {
				client := single(t)
				prefix := newPrefix(t, client)
				a := open(t, client, prefix)
				u := newUser(t, a, "ada")
				signIn(t, a, u.ID, "old")
				slow, by := clientOf(t, client.Options().Addr), false
				slow.AddHook(&overtaken{after: c.after, by: func() { by = true; ok(t, c.by(t.Context(), a, u)) }})
				if err := c.call(t.Context(), open(t, slow, prefix), u); err != nil || !by {
					t.Fatalf("overtaken %v: %v", by, err)
				}
				var left []string
				for _, s := range must[[]adapter.Session](t)(a.ListSessions(t.Context(), u.ID)) {
					left = append(left, s.ID)
				}
				if !slices.Equal(left, c.left) {
					t.Errorf("left: %q", left)
				}
				for _, s := range []adapter.Session{newSession(u.ID, "new"), newSession(u.ID, "rotated")} {
					if _, err := a.GetSession(t.Context(), s.SessionToken); c.left == nil && !errors.Is(err, adapter.ErrNotFound) {
						t.Errorf("a session goes on: %v", err)
					}
				}
			})
		}
	}
}

// rotate gives the session of a user another token.
func rotate(ctx context.Context, a full, u adapter.User) error {
	s := newSession(u.ID, "old")
	token := s.SessionToken
	s.SessionToken = newSession(u.ID, "rotated").SessionToken
	return a.UpdateSession(ctx, token, s)
}
