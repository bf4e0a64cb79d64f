package redisadapter

import (
	"errors"

	"github.com/redis/go-redis/v9"
)

// check refuses clients whose settings would break a promise of the store.
func check(client redis.UniversalClient) error {
	switch c := client.(type) {
	case nil:
		return errors.New("redisadapter: there is no client")
	case *redis.Client:
		if c == nil {
			return errors.New("redisadapter: there is no client")
		}
		o := c.Options()
		if o.ClientSideCache != nil || o.ClientSideCacheConfig != nil {
			return errors.New("redisadapter: switch the client's client-side caching off: it keeps sessions that have ended")
		}
		return checkDeadlines(o.ContextTimeoutEnabled)
	case *redis.ClusterClient:
		if c == nil {
			return errors.New("redisadapter: there is no client")
		}
		o := c.Options()
		if o.ReadOnly || o.RouteByLatency || o.RouteRandomly {
			return errors.New("redisadapter: set ReadOnly, RouteByLatency and RouteRandomly of the client to false: replicas keep sessions that have ended")
		}
		return checkDeadlines(o.ContextTimeoutEnabled)
	case *redis.Ring:
		return errors.New("redisadapter: a Ring loses users when a server goes; use a Client, a failover client or a ClusterClient")
	}
	return nil
}

func checkDeadlines(enabled bool) error {
	if !enabled {
		return errors.New("redisadapter: set ContextTimeoutEnabled of the client to true: without it a slow Redis holds requests up for seconds")
	}
	return nil
}
