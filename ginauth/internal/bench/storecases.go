package main

import (
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// The peers that sessions in a store are compared with.
const (
	scsMemory        = "scs, in memory"
	scsRedis         = "scs, Redis"
	ginSessionsRedis = "gin-sessions, Redis"
	scsPostgres      = "scs, PostgreSQL"
)

// storeCases are guarded requests with a session in a store, and with one in
// the cookie that can be revoked.
func storeCases() []testCase {
	return []testCase{
		{name: scsMemory, build: buildSCSMemory, against: scsMemory},
		{name: "ginauth, memory, built-in session", build: inMemory(false), against: scsMemory, ratio: 0.10, allocs: 5},
		{name: "ginauth, memory, application's types", build: inMemory(true), against: scsMemory, allocs: 9},

		{name: scsRedis, build: buildSCSRedis, against: scsRedis},
		{name: ginSessionsRedis, build: buildGinSessionsRedis, against: ginSessionsRedis},
		{name: "ginauth, Redis, built-in session", build: buildRedis, against: scsRedis, ratio: 0.60, allocs: 20},
		{name: "ginauth, Redis, beside gin-sessions", build: buildRedis, against: ginSessionsRedis, ratio: 0.45, allocs: 20},

		{name: scsPostgres, build: buildSCSPostgres, against: scsPostgres},
		{name: "ginauth, PostgreSQL, built-in session", build: buildPostgres, against: scsPostgres},

		{name: "ginauth v4, revocation in Redis", build: revocable(0, 1), against: scsRedis, allocs: 29},
		{name: "ginauth v4, revocation in Redis, RevocationCache", build: revocable(5*time.Second, 0), against: jwtStruct, allocs: 5},
	}
}

func inMemory(shaped bool) func(*minted) (*subject, error) {
	return func(m *minted) (*subject, error) {
		o := stored{
			store: memoryadapter.New(memoryadapter.Options{}), strategy: ginauth.StrategyDatabase,
			sessions: manySessions, shaped: shaped,
		}
		return o.build(m)
	}
}

func buildRedis(m *minted) (*subject, error) {
	return onRedis(func(r *redisServer) (*subject, error) {
		store, err := r.adapter()
		if err != nil {
			return nil, err
		}
		o := stored{store: store, strategy: ginauth.StrategyDatabase, sessions: 1, trips: 1}
		return o.build(m)
	})
}

func buildPostgres(m *minted) (*subject, error) {
	return onPostgres(func(p *postgresServer) (*subject, error) {
		store, err := p.adapter()
		if err != nil {
			return nil, err
		}
		o := stored{store: store, strategy: ginauth.StrategyDatabase, sessions: 1, trips: 1}
		return o.build(m)
	})
}

// revocable is a session in the cookie whose revocation is looked up in Redis.
func revocable(cache time.Duration, trips int64) func(*minted) (*subject, error) {
	return func(m *minted) (*subject, error) {
		return onRedis(func(r *redisServer) (*subject, error) {
			store, err := r.adapter()
			if err != nil {
				return nil, err
			}
			o := stored{store: store, strategy: ginauth.StrategyJWT, cache: cache, sessions: 1, trips: trips}
			return o.build(m)
		})
	}
}
