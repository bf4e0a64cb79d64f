package redisadapter_test

import (
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func BenchmarkGetSession(b *testing.B) {
	a := store(b, single(b))
	u := newUser(b, a, "ada")
	s := newSession(u.ID, "one")
	s.Data = make([]byte, 400)
	ok(b, a.CreateSession(b.Context(), s))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.GetSession(b.Context(), s.SessionToken); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGetRevocation(b *testing.B) {
	a := store(b, single(b))
	u := newUser(b, a, "ada")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.GetRevocation(b.Context(), u.ID, "one"); err != nil {
			b.Fatal(err)
		}
	}
}

// The plain GET that GetSession is, for comparison.
func BenchmarkPlainGet(b *testing.B) {
	client := single(b)
	key := newPrefix(b, client) + ":{0000}:session:" + adapter.SessionToken("x")
	ok(b, client.Set(b.Context(), key, make([]byte, 500), 0).Err())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Get(b.Context(), key).Result(); err != nil {
			b.Fatal(err)
		}
	}
}
