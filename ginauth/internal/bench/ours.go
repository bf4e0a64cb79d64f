package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

const (
	baseURL = "https://app.example.com" // a fixed address, as in production
	userID  = "1"
	role    = "admin"
	email   = "jsmith@example.com"
	name    = "J Smith"
)

// plain is what stands for id and role in the built-in session.
var plain = seen{email, name}

func middleware(m *minted, t mintedToken, p ginauth.Protocol, cb ginauth.Callbacks) (gin.HandlerFunc, error) {
	now, err := t.clock()
	if err != nil {
		return nil, err
	}
	auth, err := ginauth.NewAuth(ginauth.Config{
		Protocol: p, BaseURL: baseURL, Secret: ginauth.Secret(m.Secret), Callbacks: cb,
		Now: now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, err
	}
	return auth.Middleware(), nil
}

// sendsToken sends a token and forges the middle of its last cookie.
func (s *subject) sendsToken(t mintedToken) *subject {
	header := t.header()
	return s.sends(header, len(header)-len(t.Cookies[len(t.Cookies)-1].Value)/2)
}

// readPlain is the handler for the built-in session.
func readPlain(c *gin.Context, got *seen) {
	if s := c.MustGet("session").(*ginauth.Session); s != nil {
		got.id, got.role = s.User.Email, s.User.Name
	}
}

func builtIn(m *minted, t mintedToken, p ginauth.Protocol) (*subject, error) {
	mw, err := middleware(m, t, p, ginauth.Callbacks{})
	if err != nil {
		return nil, err
	}
	return newSubject(plain, mw, readPlain).sendsToken(t), nil
}

func buildBuiltInV4(m *minted) (*subject, error)   { return builtIn(m, m.V4, ginauth.NextAuth) }
func buildBuiltInV5(m *minted) (*subject, error)   { return builtIn(m, m.V5, ginauth.AuthJS) }
func buildBuiltInLong(m *minted) (*subject, error) { return builtIn(m, m.V5Large, ginauth.AuthJS) }

func buildAnonymous(m *minted) (*subject, error) {
	mw, err := middleware(m, m.V4, ginauth.NextAuth, ginauth.Callbacks{})
	if err != nil {
		return nil, err
	}
	return newSubject(seen{}, mw, readPlain), nil
}

// buildAnonymousOthers is a visitor whom others have given cookies.
func buildAnonymousOthers(m *minted) (*subject, error) {
	s, err := buildAnonymous(m)
	if err != nil {
		return nil, err
	}
	s.request = newRequest(path, "_ga=GA1.1.1234567890.1700000000; theme=dark; cookie-consent=%7B%22a%22%3A1%7D; lang=en")
	return s, nil
}

// routeShown reads the answer of GET /api/auth/session.
func routeShown(body []byte) (seen, error) {
	var session struct {
		User      struct{ Name, Email string }
		UID, Role string
	}
	if err := json.Unmarshal(body, &session); err != nil {
		return seen{}, err
	}
	if session.UID != "" {
		return seen{session.UID, session.Role}, nil
	}
	return seen{session.User.Email, session.User.Name}, nil
}

// route is a poll of the session by a client that has all three cookies.
func route(m *minted, want seen, cb ginauth.Callbacks) (*subject, error) {
	mw, err := middleware(m, m.V4, ginauth.NextAuth, cb)
	if err != nil {
		return nil, err
	}
	s := newSubject(want, mw, func(*gin.Context, *seen) {}).asks("/api/auth/csrf")
	w := newWriter()
	s.serve(w, s.request)
	var cookies []string
	for _, line := range w.header["Set-Cookie"] {
		cookie, _, _ := strings.Cut(line, ";")
		cookies = append(cookies, cookie)
	}
	if w.status != http.StatusOK || len(cookies) == 0 {
		return nil, errors.New("GET /csrf sent no cookie")
	}
	token := m.V4.header()
	others := strings.Join(cookies, "; ")
	callback := "__Secure-next-auth.callback-url=https%3A%2F%2Fapp.example.com"
	s.asks("/api/auth/session").sends(fmt.Sprintf("%s; %s; %s", token, others, callback), len(token)-100)
	s.body = routeShown
	return s, nil
}

func buildRouteBuiltIn(m *minted) (*subject, error) { return route(m, plain, ginauth.Callbacks{}) }
func buildRouteShaped(m *minted) (*subject, error) {
	return route(m, seen{userID, role}, seedCallbacks())
}
