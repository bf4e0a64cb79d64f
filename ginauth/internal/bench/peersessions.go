package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/cookie"
	ginredis "github.com/gin-contrib/sessions/redis"
	"github.com/gin-gonic/gin"
)

// buildGinSessions keeps the same claims as values of a gin-contrib session in
// a signed and encrypted cookie.
func buildGinSessions(m *minted) (*subject, error) {
	hashKey, blockKey := sha256.Sum256([]byte("hash"+m.Secret)), sha256.Sum256([]byte("block"+m.Secret))
	store := cookie.NewStore(hashKey[:], blockKey[:])
	return ginSessions(m, store, nil)
}

// buildGinSessionsRedis keeps them in Redis. The store is the one of the
// documentation, which asks whether a connection is there before it uses it.
func buildGinSessionsRedis(m *minted) (*subject, error) {
	return onRedis(func(r *redisServer) (*subject, error) {
		store, err := ginredis.NewStore(10, "tcp", r.address, "", "", []byte(m.Secret))
		if err == nil {
			err = ginredis.SetKeyPrefix(store, r.prefix)
		}
		if err != nil {
			return nil, fmt.Errorf("gin-sessions: %w", err)
		}
		return ginSessions(m, store, func(c *gin.Context) {
			if sessions.Default(c).Get("id") == nil {
				c.AbortWithStatus(http.StatusUnauthorized)
			}
		})
	})
}

func ginSessions(m *minted, store sessions.Store, guard gin.HandlerFunc) (*subject, error) {
	claims, err := m.V4.claims()
	if err != nil {
		return nil, err
	}
	s := newGuarded(seen{userID, role}, sessions.Sessions(peerCookie, store), guard, func(c *gin.Context, got *seen) {
		session := sessions.Default(c)
		got.id, _ = session.Get("id").(string)
		got.role, _ = session.Get("role").(string)
	})
	var saveErr error
	s.engine.GET("/sign-in", func(c *gin.Context) {
		session := sessions.Default(c)
		for name, value := range claims {
			session.Set(name, value)
		}
		saveErr = session.Save()
	})
	w := newWriter()
	s.serve(w, newRequest("/sign-in", ""))
	line := w.header.Get("Set-Cookie")
	if saveErr != nil || line == "" {
		return nil, errors.Join(errors.New("gin-sessions sent no cookie"), saveErr)
	}
	value, _, _ := strings.Cut(strings.TrimPrefix(line, peerCookie+"="), ";")
	s.copies, s.trips = true, anyTrips
	return s.sendsPeer(value), nil
}
