package redisadapter

import (
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Adapter is a store in Redis. It may be used by many goroutines at once. Make
// one with [Open] or [New].
type Adapter struct {
	shards
	people people
	// owned is the client that Open has made, for Close.
	owned redis.UniversalClient
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

// Options are the settings of a store. The zero value is right.
type Options struct {
	// Prefix begins every key; "ginauth" by default. Programs that share a Redis
	// and not their users have different ones. It may not have { or }, which
	// Redis Cluster reads.
	Prefix string
}

// New makes a store over a client of yours, which it does not close. It
// connects to nothing. It returns an error if the client is set up in a way
// that is not safe here, and says what to set:
//
//   - ContextTimeoutEnabled must be true, or the client ignores deadlines: one
//     slow Redis would hold up every request for seconds.
//   - ReadOnly, RouteByLatency and RouteRandomly of a cluster client, and
//     client-side caching, must be off: they answer with sessions that have
//     been ended already. The same goes for ReplicaOnly of a failover client,
//     which New cannot see.
//   - A [redis.Ring] moves keys when a server goes, and users with them: it is
//     refused.
//
// A client of a type that is not go-redis's own is taken as it is.
func New(client redis.UniversalClient, o Options) (*Adapter, error) {
	l, k, err := o.compile(client)
	if err != nil {
		return nil, err
	}
	p := people{l, k}
	return &Adapter{shards: shards{l, k, p}, people: p}, nil
}

func (o Options) compile(client redis.UniversalClient) (link, keys, error) {
	if err := check(client); err != nil {
		return link{}, keys{}, err
	}
	if o.Prefix == "" {
		o.Prefix = "ginauth"
	}
	if strings.ContainsAny(o.Prefix, "{}") {
		return link{}, keys{}, errors.New("redisadapter: Options.Prefix has a brace, which Redis Cluster would take for a hash tag")
	}
	return link{client}, keys{o.Prefix}, nil
}

// Close closes the client of a store that [Open] has made. The client that was
// given to [New] is not this store's, and stays open.
func (a *Adapter) Close() error {
	if a.owned == nil {
		return nil
	}
	if err := a.owned.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("redisadapter: %w", err)
	}
	return nil
}
