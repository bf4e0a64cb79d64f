package memoryadapter

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Adapter is the store. It may be used by many goroutines at once. Make one
// with [New].
type Adapter struct {
	options Options

	// mu guards all that follows, and all that it leads to.
	mu       sync.RWMutex
	users    map[string]*user // by their IDs
	emails   map[string]*user
	accounts map[pair]*user      // by provider and providerAccountID
	passkeys map[string]*user    // by credential ID
	sessions map[string]*session // by SessionToken
	ids      map[string]*session // by ID
	tokens   map[pair]time.Time  // the ends of verification tokens, by identifier and token
	revoked  int                 // names in all users' revoked
	// None of a kind expires before these.
	sessionsEnd, tokensEnd, revokedEnd horizon
}

// pair is a name of two parts.
type pair [2]string

// user is a user with all that is theirs.
type user struct {
	adapter.User
	accounts []adapter.Account       // the oldest first
	passkeys []adapter.Authenticator // the oldest first
	sessions []*session              // the oldest first
	revoked  map[string]time.Time    // until when, by session ID
	// validAfter, except and touched are those of adapter.Revocation.
	validAfter, touched time.Time
	except              string
}

// session is a session and whose it is. The bytes of its Data never change.
type session struct {
	adapter.Session
	user *user
}

var (
	_ adapter.Adapter            = (*Adapter)(nil)
	_ adapter.Accounts           = (*Adapter)(nil)
	_ adapter.Administration     = (*Adapter)(nil)
	_ adapter.Sessions           = (*Adapter)(nil)
	_ adapter.Revocations        = (*Adapter)(nil)
	_ adapter.VerificationTokens = (*Adapter)(nil)
	_ adapter.Authenticators     = (*Adapter)(nil)
)

// New makes an empty store. The zero Options are good ones.
func New(o Options) *Adapter {
	return &Adapter{
		options:  o.withDefaults(),
		users:    map[string]*user{},
		emails:   map[string]*user{},
		accounts: map[pair]*user{},
		passkeys: map[string]*user{},
		sessions: map[string]*session{},
		ids:      map[string]*session{},
		tokens:   map[pair]time.Time{},
	}
}

// over is the error of a context that has ended.
func over(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("memoryadapter: %w", err)
	}
	return nil
}
