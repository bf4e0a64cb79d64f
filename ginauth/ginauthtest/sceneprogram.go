package ginauthtest

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// ProgramWith makes a program with the provider that setup makes, as
// [RunAttacks] does, to run some attacks only.
func ProgramWith(setup func(op *Provider) ginauth.Provider) Program {
	return func(s *Scene) http.Handler {
		s.Helper()
		cfg := ginauth.Config{Secret: Secret, BaseURL: BaseURL, Logger: s.Logger, Now: s.Clock.Now}
		cfg.Providers = []ginauth.Provider{setup(s.Provider)}
		if s.Other != nil {
			cfg.Providers = append(cfg.Providers, setup(s.Other))
		}
		cfg.Callbacks.SignIn = s.SignInCallback
		auth, err := ginauth.NewAuth(cfg)
		if err != nil {
			s.Fatalf("ginauthtest: %v", err)
		}
		engine := gin.New()
		engine.Use(auth.Middleware())
		return engine
	}
}

// SignInCallback is the callback by which the program tells the scene who has
// signed in.
func (s *Scene) SignInCallback(ctx context.Context, in ginauth.SignInParams) error {
	s.Person = in
	ctx = context.WithoutCancel(ctx) // this request ends, and the clock goes on
	s.Refresh = func(account ginauth.Account) (ginauth.Account, error) { return ginauth.RefreshAccount(ctx, account) }
	return nil
}
