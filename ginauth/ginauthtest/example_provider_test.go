package ginauthtest_test

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/providers"
)

// The test of a program signs in at a provider that needs no network and no
// account.
func ExampleNewProvider() {
	op := ginauthtest.NewProvider(t)
	op.User = map[string]any{"sub": "7", "name": "Ann", "email": "ann@example.com", "email_verified": true}

	cfg := ginauthtest.Config(ginauth.Config{Providers: []ginauth.Provider{
		providers.OIDC(providers.Config{
			ID: op.ID, Issuer: op.Issuer, ClientID: op.ClientID, ClientSecret: ginauth.Secret(op.ClientSecret),
		}),
	}})
	router := gin.New()
	router.Use(ginauth.New(cfg))
	router.GET("/hello", ginauth.Require(), func(c *gin.Context) {
		c.String(http.StatusOK, "Hello, %s", c.MustGet("session").(*ginauth.Session).User.Name)
	})

	browser := ginauthtest.NewBrowser(t, router, cfg.BaseURL, op)
	result := browser.SignIn(op.ID)
	fmt.Println(result.Status, result.Location, result.SignedIn())
	fmt.Println(browser.Get("/hello").Body)

	// What happens when the user says no?
	op.Deny = "access_denied"
	fmt.Println(browser.SignIn(op.ID).ErrorCode())
	// Output:
	// 302 http://localhost:3000/after true
	// Hello, Ann
	// Callback
}
