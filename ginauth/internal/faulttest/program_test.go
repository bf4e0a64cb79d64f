package faulttest_test

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

const (
	host          = "localhost:3000"
	sessionCookie = "next-auth.session-token"
	minute        = time.Minute
	// patience is the StoreTimeout while there are faults.
	patience = 300 * time.Millisecond
)

// strategies are those that an adapter can serve.
var strategies = []ginauth.SessionStrategy{ginauth.StrategyDatabase, ginauth.StrategyJWT}

// anyone signs in whoever gives a name.
type anyone struct{}

func (anyone) Describe() (ginauth.ProviderInfo, error) {
	return ginauth.ProviderInfo{
		ID: "credentials", Name: "Credentials", Type: ginauth.TypeCredentials, User: reflect.TypeFor[*ginauth.User](),
	}, nil
}

func (anyone) Form() []ginauth.Field { return []ginauth.Field{{Name: "username", Type: "text"}} }

func (anyone) Authorize(_ context.Context, in ginauth.Credentials) (ginauth.UserLike, error) {
	name := in.Form.Get("username")
	return &ginauth.User{ID: name, Name: name, Email: address(name)}, nil
}

func address(name string) string { return name + "@example.org" }

// program is one process that serves people.
type program struct {
	auth   *ginauth.Auth
	router *gin.Engine
	box    *ginauthtest.Mailbox
	store  adapter.Adapter
}

// newProgram is a process over a store; without one, sessions are in cookies
// and nobody is asked.
func newProgram(store adapter.Adapter, clock *ginauthtest.Clock, options ...func(*ginauth.Config)) (*program, error) {
	p := &program{store: store, router: gin.New(), box: &ginauthtest.Mailbox{Options: ginauth.EmailOptions{Code: true}}}
	cfg := ginauthtest.Config(ginauth.Config{
		Providers: []ginauth.Provider{anyone{}}, Adapter: store, BaseURL: "http://" + host, Now: clock.Now,
		Logger:  slog.New(slog.DiscardHandler),
		Session: ginauth.SessionConfig{MaxAge: time.Hour, UpdateAge: minute, StoreTimeout: patience},
	})
	if store != nil {
		cfg.Providers = append(cfg.Providers, p.box)
	}
	for _, option := range options {
		option(&cfg)
	}
	var err error
	if p.auth, err = ginauth.NewAuth(cfg); err != nil {
		return nil, err
	}
	p.router.Use(p.auth.Middleware())
	p.router.GET("/guarded", ginauth.Require(), func(c *gin.Context) {
		c.String(http.StatusOK, c.MustGet("session").(*ginauth.Session).User.Name)
	})
	p.router.GET("/open", func(c *gin.Context) { c.String(http.StatusOK, "come in") })
	return p, nil
}

func start(t *testing.T, store adapter.Adapter, clock *ginauthtest.Clock, options ...func(*ginauth.Config)) *program {
	t.Helper()
	return must(newProgram(store, clock, options...))(t)
}

func newClock() *ginauthtest.Clock { return ginauthtest.NewClock(time.Now().Truncate(time.Second)) }

func withStrategy(s ginauth.SessionStrategy) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) { cfg.Session.Strategy = s }
}

// unhurried is for tests in which nothing is slow but the machine.
func unhurried(cfg *ginauth.Config) { cfg.Session.StoreTimeout = 30 * time.Second }

// must ends a test at an error of what it needs.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
