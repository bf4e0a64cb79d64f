package adaptertest_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/adaptertest"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// store is all that a store can be.
type store interface {
	adapter.Adapter
	adapter.Accounts
	adapter.Administration
	adapter.Sessions
	adapter.PlainSessions
	adapter.Revocations
	adapter.VerificationTokens
	adapter.Authenticators
	adaptertest.PlainPlanter
}

// honest is the store in memory, with sessions that Auth.js wrote.
type honest struct {
	*memoryadapter.Adapter
	adopting sync.Mutex
}

func newHonest() store { return &honest{Adapter: memoryadapter.New(memoryadapter.Options{})} }

func (h *honest) PlantPlainSession(ctx context.Context, userID, plain string, expires time.Time) error {
	return h.CreateSession(ctx, adapter.Session{ID: "plain " + plain, SessionToken: plain, UserID: userID, Expires: expires})
}

func (h *honest) AdoptSession(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error) {
	if adapter.IsSessionToken(plain) {
		return adapter.Session{}, adapter.ErrNotFound
	}
	h.adopting.Lock()
	defer h.adopting.Unlock()
	s, err := h.GetSession(ctx, plain)
	if err != nil {
		return adapter.Session{}, err
	}
	if err := h.DeleteSession(ctx, s.UserID, s.ID); err != nil {
		return adapter.Session{}, err
	}
	s.ID, s.SessionToken = id, sessionToken
	return s, h.CreateSession(ctx, s)
}

// DeleteSessions does not meet AdoptSession between its two steps.
func (h *honest) DeleteSessions(ctx context.Context, userID, except string) (int, error) {
	h.adopting.Lock()
	defer h.adopting.Unlock()
	return h.Adapter.DeleteSessions(ctx, userID, except)
}

func TestHonest(t *testing.T) {
	adaptertest.Run(t, func(*testing.T) adapter.Adapter { return newHonest() })
}

// A store that has the six methods and no more is tested for these.
func TestFew(t *testing.T) {
	adaptertest.Run(t, func(*testing.T) adapter.Adapter { return struct{ adapter.Adapter }{newHonest()} })
}

// What a subtest has to leave out since the store lacks another group is left
// out, and the rest holds.
func TestSome(t *testing.T) {
	t.Run("Administration", func(t *testing.T) {
		adaptertest.Run(t, func(*testing.T) adapter.Adapter {
			h := newHonest()
			return struct {
				adapter.Adapter
				adapter.Administration
			}{h, h}
		})
	})
	t.Run("Sessions", func(t *testing.T) {
		adaptertest.Run(t, func(*testing.T) adapter.Adapter {
			h := newHonest()
			return struct {
				adapter.Adapter
				adapter.Sessions
			}{h, h}
		})
	})
	t.Run("Tokens", func(t *testing.T) {
		adaptertest.Run(t, func(*testing.T) adapter.Adapter {
			h := newHonest()
			return struct {
				adapter.Adapter
				adapter.VerificationTokens
			}{h, h}
		})
	})
}
