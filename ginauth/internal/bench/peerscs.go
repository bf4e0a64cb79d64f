package main

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/goredisstore"
	"github.com/alexedwards/scs/postgresstore"
	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"
	"github.com/gin-gonic/gin"
)

func buildSCSMemory(m *minted) (*subject, error) {
	return scsSession(m, memstore.NewWithCleanupInterval(0), manySessions)
}

func buildSCSRedis(m *minted) (*subject, error) {
	return onRedis(func(r *redisServer) (*subject, error) {
		return scsSession(m, goredisstore.NewWithPrefix(r.client, r.prefix), 1)
	})
}

func buildSCSPostgres(m *minted) (*subject, error) {
	return onPostgres(func(p *postgresServer) (*subject, error) {
		for _, statement := range []string{
			"CREATE TABLE sessions (token TEXT PRIMARY KEY, data BYTEA NOT NULL, expiry TIMESTAMPTZ NOT NULL)",
			"CREATE INDEX sessions_expiry_idx ON sessions (expiry)",
		} {
			if err := p.run(statement); err != nil {
				return nil, err
			}
		}
		return scsSession(m, postgresstore.NewWithCleanupInterval(p.db, 0), 1)
	})
}

// scsSession keeps the same claims as values of sessions in a store of scs, and
// asks for one of them. It is around the engine, as its documentation has it.
func scsSession(m *minted, store scs.Store, sessions int) (*subject, error) {
	claims, err := m.V4.claims()
	if err != nil {
		return nil, err
	}
	manager := scs.New()
	manager.Store, manager.Lifetime = store, 30*24*time.Hour
	var token string
	for range sessions {
		if token, err = commitSCS(manager, claims); err != nil {
			return nil, err
		}
	}
	if token == "" {
		return nil, errors.New("scs made no session")
	}
	guard := func(c *gin.Context) {
		if !manager.Exists(c.Request.Context(), "id") {
			c.AbortWithStatus(http.StatusUnauthorized)
		}
	}
	s := newGuarded(seen{userID, role}, nil, guard, func(c *gin.Context, got *seen) {
		ctx := c.Request.Context()
		got.id, got.role = manager.GetString(ctx, "id"), manager.GetString(ctx, "role")
	})
	s.root, s.trips = manager.LoadAndSave(s.engine), anyTrips
	return s.sendsPeer(token), nil
}

func commitSCS(manager *scs.SessionManager, claims map[string]any) (string, error) {
	ctx, cancel := serviceContext()
	defer cancel()
	ctx, err := manager.Load(ctx, "")
	if err != nil {
		return "", fmt.Errorf("scs: %w", err)
	}
	for name, value := range claims {
		manager.Put(ctx, name, value)
	}
	token, _, err := manager.Commit(ctx)
	if err != nil {
		return "", fmt.Errorf("scs: %w", err)
	}
	return token, nil
}
