package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/cookie"
	"github.com/gin-gonic/gin"
)

// buildGinSessions keeps the same claims as values of a gin-contrib session in
// a signed and encrypted cookie.
func buildGinSessions(m *minted) (*subject, error) {
	hashKey, blockKey := sha256.Sum256([]byte("hash"+m.Secret)), sha256.Sum256([]byte("block"+m.Secret))
	store := cookie.NewStore(hashKey[:], blockKey[:])
	var claims map[string]any
	if err := json.Unmarshal([]byte(m.V4.Payload), &claims); err != nil {
		return nil, fmt.Errorf("gin-sessions: %w", err)
	}
	s := newSubject(seen{userID, role}, sessions.Sessions(peerCookie, store), func(c *gin.Context, got *seen) {
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
	s.copies = true
	return s.sendsPeer(value), nil
}
