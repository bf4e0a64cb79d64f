package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// manySessions are in a store in memory, of as many users; a request asks for
// one of them.
const manySessions = 1000

// stored is ginauth over an adapter. Every session is made by a sign-in, with
// the claims of the minted token, and read by a guarded request.
type stored struct {
	store    adapter.Adapter
	strategy ginauth.SessionStrategy
	cache    time.Duration
	sessions int
	// shaped reads the session by the application's types.
	shaped bool
	// trips are those that a request makes to the server.
	trips int64
}

func (o *stored) build(m *minted) (*subject, error) {
	writer, err := o.auth(m, seedCallbacks())
	if err != nil {
		return nil, err
	}
	cookie, id, err := o.signIn(m, writer)
	if err != nil {
		return nil, err
	}
	var s *subject
	if o.shaped {
		s = newGuarded(seen{id, role}, writer.Middleware(), ginauth.Require(), readShaped)
	} else {
		reader, err := o.auth(m, ginauth.Callbacks{})
		if err != nil {
			return nil, err
		}
		s = newGuarded(plain, reader.Middleware(), ginauth.Require(), readPlain)
	}
	_, value, _ := strings.Cut(cookie, "=")
	s.trips = o.trips
	return s.sends(cookie, len(cookie)-len(value)/2), nil
}

func (o *stored) auth(m *minted, cb ginauth.Callbacks) (*ginauth.Auth, error) {
	a, err := ginauth.NewAuth(ginauth.Config{
		BaseURL: baseURL, Secret: ginauth.Secret(m.Secret), Callbacks: cb,
		Adapter: o.store, Session: ginauth.SessionConfig{Strategy: o.strategy, RevocationCache: o.cache},
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, fmt.Errorf("ginauth over a store: %w", err)
	}
	return a, nil
}

// signIn makes the sessions, and returns the session cookie and the ID of the
// user who is in the minted token.
func (o *stored) signIn(m *minted, auth *ginauth.Auth) (cookie, id string, err error) {
	var minted struct{ Name, Email, Picture, Role, JWT string }
	if err := json.Unmarshal([]byte(m.V4.Payload), &minted); err != nil {
		return "", "", fmt.Errorf("the minted payload: %w", err)
	}
	user := &appUser{
		User: ginauth.User{Name: minted.Name, Image: minted.Picture},
		Role: minted.Role, AccessToken: minted.JWT,
	}
	engine := gin.New()
	engine.Use(auth.Middleware())
	var failed error
	engine.POST(path, func(c *gin.Context) { failed = ginauth.SignIn(c, user) })
	ctx, cancel := serviceContext()
	defer cancel()
	for i := range o.sessions {
		user.Email = minted.Email
		if i > 0 {
			user.Email = "user" + strconv.Itoa(i) + "@example.com"
		}
		row, err := o.store.CreateUser(ctx, adapter.User{Name: user.Name, Email: user.Email, Image: user.Image}, nil)
		if err != nil {
			return "", "", fmt.Errorf("making a user: %w", err)
		}
		user.ID = row.ID
		r, w := newRequest(path, ""), newWriter()
		r.Method = http.MethodPost
		engine.ServeHTTP(w, r)
		if failed != nil {
			return "", "", fmt.Errorf("signing in: %w", failed)
		}
		if i == 0 {
			cookie, id = sessionCookie(w), row.ID
		}
	}
	if cookie == "" {
		return "", "", errors.New("the sign-in sent no session cookie")
	}
	return cookie, id, nil
}

// sessionCookie is the cookie of the session among those that were set.
func sessionCookie(w *writer) string {
	for _, line := range w.header["Set-Cookie"] {
		if cookie, _, _ := strings.Cut(line, ";"); strings.Contains(cookie, "session-token=") {
			return cookie
		}
	}
	return ""
}
