package redisadapter_test

import (
	"errors"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// The parts of a session that scripts write have offsets: what comes back is
// what went in, whatever the lengths.
func TestSessionFields(t *testing.T) {
	a := store(t, single(t))
	u := newUser(t, a, "ada")
	for _, c := range []struct {
		name   string
		change func(*adapter.Session)
	}{
		{"all", func(*adapter.Session) {}},
		{"nothing but names", func(s *adapter.Session) {
			*s = adapter.Session{ID: s.ID, UserID: s.UserID, SessionToken: s.SessionToken, Expires: s.Expires}
		}},
		{"any bytes", func(s *adapter.Session) {
			s.ID, s.IP, s.UserAgent, s.Data = "\x00\xff{}\r\n", "::1%\x00", "\xf0\x9f\x98\x80\x00", []byte{0, 1, 255, 0}
		}},
		{"long", func(s *adapter.Session) { s.Data = make([]byte, 70_000); s.Data[69_999] = 1 }},
		{"long ago", func(s *adapter.Session) {
			s.CreatedAt, s.LastSeen = time.UnixMilli(-1).UTC(), time.UnixMilli(-1e12).UTC()
			s.Expires = time.Date(1980, 1, 1, 0, 0, 0, 1e6, time.UTC) // a test's clock
		}},
		{"far away", func(s *adapter.Session) { s.Expires = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"old", func(s *adapter.Session) { s.Version = 1 << 52 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSession(u.ID, c.name)
			c.change(&s)
			ok(t, a.CreateSession(t.Context(), s))
			same(t, "created", a, s)
			next := adapter.Session{
				SessionToken: adapter.SessionToken(adapter.Shard(u.ID) + "next" + c.name), Version: s.Version,
				Expires: s.Expires.Add(time.Millisecond), LastSeen: s.LastSeen.Add(-time.Millisecond),
				IP: s.UserAgent, UserAgent: s.IP, Data: append([]byte("x"), s.Data...),
			}
			ok(t, a.MarkSessions(t.Context(), u.ID))
			s.Version, s.Stale = s.Version+1, true
			same(t, "marked", a, s)
			if err := a.UpdateSession(t.Context(), s.SessionToken, next); !errors.Is(err, adapter.ErrSuperseded) {
				t.Fatalf("of another version: %v", err)
			}
			next.Version = s.Version
			ok(t, a.UpdateSession(t.Context(), s.SessionToken, next)) // without a UserID
			next.ID, next.UserID, next.CreatedAt, next.Version = s.ID, u.ID, s.CreatedAt, s.Version+1
			same(t, "updated", a, next)
			if _, err := a.GetSession(t.Context(), s.SessionToken); !errors.Is(err, adapter.ErrNotFound) {
				t.Errorf("its old token: %v", err)
			}
			touch := adapter.Session{SessionToken: next.SessionToken, LastSeen: next.LastSeen.Add(time.Hour), IP: "", UserAgent: "other"}
			for i, want := range []bool{true, false} {
				if did, err := a.TouchSession(t.Context(), touch, next.LastSeen.Add(time.Millisecond)); err != nil || did != want {
					t.Errorf("touched, time %d: %v %v", i+1, did, err)
				}
			}
			next.LastSeen, next.IP, next.UserAgent = touch.LastSeen, touch.IP, touch.UserAgent
			same(t, "touched", a, next)
			ok(t, a.DeleteSession(t.Context(), u.ID, next.ID))
			if err := a.DeleteSession(t.Context(), u.ID, next.ID); !errors.Is(err, adapter.ErrNotFound) {
				t.Errorf("deleted twice: %v", err)
			}
		})
	}
}

// same compares a session with what the store has of it, alone and in the list.
func same(t *testing.T, what string, a adapter.Sessions, want adapter.Session) {
	t.Helper()
	got, err := a.GetSession(t.Context(), want.SessionToken)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: %v\n%+v, want\n%+v", what, err, got, want)
	}
	list, err := a.ListSessions(t.Context(), want.UserID)
	if err != nil || len(list) != 1 || !reflect.DeepEqual(list[0], want) {
		t.Fatalf("%s, in the list: %v\n%+v, want\n%+v", what, err, list, want)
	}
}

// A session that Redis kept apart from its user's others would outlive them.
func TestSessionOutsideItsShard(t *testing.T) {
	a := store(t, single(t))
	u, other := newUser(t, a, "ada"), newUser(t, a, "grace")
	s := newSession(u.ID, "one")
	for _, token := range []string{
		"", "x", "zzzz.0", adapter.SessionToken("no shard"), adapter.SessionToken(adapter.Shard(other.ID) + "-x"),
	} {
		s.SessionToken = token
		err := a.CreateSession(t.Context(), s)
		if err == nil || errors.Is(err, adapter.ErrNotFound) || errors.Is(err, adapter.ErrExists) {
			t.Errorf("created as %q: %v", token, err)
		}
		if _, err := a.GetSession(t.Context(), token); !errors.Is(err, adapter.ErrNotFound) {
			t.Errorf("read as %q: %v", token, err)
		}
	}
	s = signIn(t, a, u.ID, "two")
	moved := s
	moved.SessionToken = adapter.SessionToken(adapter.Shard(other.ID) + "-y")
	if err := a.UpdateSession(t.Context(), s.SessionToken, moved); err == nil || errors.Is(err, adapter.ErrSuperseded) {
		t.Errorf("moved to another shard: %v", err)
	}
	// Somebody else's ID in the record changes nobody's list.
	moved = s
	moved.UserID = other.ID
	ok(t, a.UpdateSession(t.Context(), s.SessionToken, moved))
	if list, err := a.ListSessions(t.Context(), other.ID); err != nil || len(list) != 0 {
		t.Errorf("the other has %v %v", list, err)
	}
	moved.Version = s.Version + 1
	for n := 0; adapter.Shard(moved.UserID) != adapter.Shard(u.ID); n++ { // an ID of the same shard
		moved.UserID = "twin" + strconv.Itoa(n)
	}
	ok(t, a.UpdateSession(t.Context(), s.SessionToken, moved))
	for _, c := range []struct {
		userID string
		n      int
	}{{moved.UserID, 0}, {u.ID, 1}} {
		if list, err := a.ListSessions(t.Context(), c.userID); err != nil || len(list) != c.n {
			t.Errorf("after an update in the name of another, %s has %v %v", c.userID, list, err)
		}
	}
	if n := must[int](t)(a.DeleteSessions(t.Context(), moved.UserID, "")); n != 0 {
		t.Errorf("the other ended %d sessions", n)
	}
	third := signIn(t, a, u.ID, "three")
	s.SessionToken, s.Version = third.SessionToken, 3
	if err := a.UpdateSession(t.Context(), newSession(u.ID, "two").SessionToken, s); !errors.Is(err, adapter.ErrExists) {
		t.Errorf("onto the token of another session: %v", err)
	}
	same3, err := a.GetSession(t.Context(), third.SessionToken)
	if err != nil || same3.ID != "three" {
		t.Errorf("the other session: %+v %v", same3, err)
	}
}

// Redis forgets what has expired, an hour after; a user's list does not grow.
func TestExpiryByRedis(t *testing.T) {
	client := single(t)
	prefix := newPrefix(t, client)
	a := over(t, client, prefix)
	u := newUser(t, a, "ada")
	s := signIn(t, a, u.ID, "one")
	ok(t, a.RevokeSession(t.Context(), u.ID, "sid", s.Expires))
	ok(t, a.RevokeSession(t.Context(), u.ID, "sid", time.Now())) // not earlier
	ok(t, a.CreateVerificationTokens(t.Context(), adapter.VerificationToken{Identifier: "a@b", Token: "00", Expires: s.Expires}))
	expiring := 0
	scan := client.Scan(t.Context(), 0, prefix+":*", 1000).Iterator()
	for scan.Next(t.Context()) {
		if ttl := must[time.Duration](t)(client.PTTL(t.Context(), scan.Val()).Result()); ttl > 0 {
			expiring++
			if ttl < 119*time.Minute || ttl > 181*time.Minute {
				t.Errorf("%s is kept for %v", scan.Val(), ttl)
			}
		}
	}
	if expiring != 5 { // session, sessions, ends, revoked, link
		t.Errorf("%d keys expire", expiring)
	}

	// What the list has of sessions that ended more than an hour ago goes.
	ends := prefix + ":{" + adapter.Shard(u.ID) + "}:ends:" + u.ID
	index := prefix + ":{" + adapter.Shard(u.ID) + "}:sessions:" + u.ID
	ok(t, client.ZAdd(t.Context(), ends, redis.Z{Score: float64(time.Now().Add(-61 * time.Minute).UnixMilli()), Member: "one"}).Err())
	signIn(t, a, u.ID, "two")
	if left := must[[]string](t)(client.HKeys(t.Context(), index).Result()); len(left) != 1 || left[0] != "two" {
		t.Errorf("the list has %q", left)
	}
}
