package providers_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/providers"
)

type person struct {
	ginauth.User
	Team string
}

type personToken struct {
	ginauth.Token
	Team string `json:"team"`
}

type personSession struct {
	ginauth.Session
	Team string `json:"team"`
}

// A user type of the program's own is filled from what the provider said; its
// ID is not the program's to choose, and a changed address is proven by nobody.
func TestUserFrom(t *testing.T) {
	gin.SetMode(gin.TestMode)
	for name, tc := range map[string]struct {
		from     func(providers.Profile, providers.Answer) (*person, error)
		signedIn bool
		code     string
		verified bool
	}{
		"filled": {func(p providers.Profile, a providers.Answer) (*person, error) {
			return &person{User: p.User, Team: a.Text("team.name")}, nil
		}, true, "", true},
		"another ID and address": {func(_ providers.Profile, a providers.Answer) (*person, error) {
			return &person{User: ginauth.User{ID: "admin", Email: "admin@example.com"}, Team: a.Text("team.name")}, nil
		}, true, "", false},
		"nobody":  {func(providers.Profile, providers.Answer) (*person, error) { return nil, nil }, false, "OAuthCallback", false},
		"refused": {func(providers.Profile, providers.Answer) (*person, error) { return nil, ginauth.ErrAccessDenied }, false, "AccessDenied", false},
		"fails":   {func(providers.Profile, providers.Answer) (*person, error) { return nil, errors.New("canary") }, false, "OAuthCallback", false},
	} {
		t.Run(name, func(t *testing.T) {
			op := ginauthtest.NewProvider(t, func(p *ginauthtest.Provider) { p.User["team"] = map[string]any{"name": "blue"} })
			verified := false
			cfg := ginauthtest.Config(ginauth.Config{
				Providers: []ginauth.Provider{providers.OIDC(providers.Config{
					ID: op.ID, Issuer: op.Issuer, ClientID: op.ClientID, ClientSecret: ginauth.Secret(op.ClientSecret),
				}, providers.UserFrom(tc.from))},
				Callbacks: callbacks.Combine(
					callbacks.Shape(func(_ context.Context, tok *personToken, in callbacks.JWT[*person]) error {
						if in.User != nil {
							tok.Team = in.User.Team
						}
						return nil
					}, func(_ context.Context, s *personSession, tok *personToken) error {
						s.Team, s.User.ID = tok.Team, tok.Subject
						return nil
					}),
					ginauth.Callbacks{SignIn: func(_ context.Context, in ginauth.SignInParams) error {
						verified = in.EmailVerified
						return nil
					}},
				),
			})
			router := gin.New()
			router.Use(ginauth.New(cfg))
			res := ginauthtest.NewBrowser(t, router, cfg.BaseURL, op).SignIn(op.ID)
			if res.SignedIn() != tc.signedIn || res.ErrorCode() != tc.code || verified != tc.verified {
				t.Fatalf("%v, verified %v", res, verified)
			}
			sub, _ := op.User["sub"].(string)
			if s := string(res.Session); tc.signedIn && (!strings.Contains(s, `"team":"blue"`) || !strings.Contains(s, `"id":"`+op.ID+":"+sub+`"`)) {
				t.Errorf("session %s", s)
			}
		})
	}
}
