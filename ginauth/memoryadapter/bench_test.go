package memoryadapter_test

import (
	"context"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// BenchmarkGetSession is what every guarded request asks, of 10,000 sessions
// and with a deadline, as ginauth sets one.
func BenchmarkGetSession(b *testing.B) {
	store, tokens := crowded(b)
	ctx, cancel := context.WithTimeout(b.Context(), time.Hour)
	defer cancel()
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if s, err := store.GetSession(ctx, tokens[i%len(tokens)]); err != nil || s.Version != 1 {
				b.Fatal(s, err)
			}
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				if s, err := store.GetSession(ctx, tokens[i%len(tokens)]); err != nil || s.Version != 1 {
					b.Error(s, err)
				}
			}
		})
	})
}

// BenchmarkGetRevocation is what every request with a session in a cookie asks.
func BenchmarkGetRevocation(b *testing.B) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(b, store, "a@example.com")
	b.ReportAllocs()
	for b.Loop() {
		if got, err := store.GetRevocation(b.Context(), u.ID, "session"); err != nil || got.Disabled {
			b.Fatal(got, err)
		}
	}
}

// crowded is a store with 10,000 sessions of 100 users, and their tokens.
func crowded(b *testing.B) (store *memoryadapter.Adapter, tokens []string) {
	b.Helper()
	store = memoryadapter.New(memoryadapter.Options{})
	for i := range 100 {
		u := newUser(b, store, name("user", i)+"@example.com")
		for k := range 100 {
			s := newSession(u, name(u.ID, k), epoch)
			s.SessionToken, s.Data, s.Version = adapter.SessionToken(s.ID), make([]byte, 400), 1
			if err := store.CreateSession(b.Context(), s); err != nil {
				b.Fatal(err)
			}
			tokens = append(tokens, s.SessionToken)
		}
	}
	return store, tokens
}
