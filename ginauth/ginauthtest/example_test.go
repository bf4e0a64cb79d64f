package ginauthtest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// t stands for the *testing.T of a test function, which an example has not.
var t testing.TB = quiet{}

type quiet struct{ testing.TB }

func (quiet) Helper()                  {}
func (quiet) Cleanup(func())           {}
func (quiet) Failed() bool             { return false }
func (quiet) Context() context.Context { return context.Background() }

// The test of a handler signs its request in, instead of going through the
// sign-in page.
func ExampleSignIn() {
	cfg := ginauthtest.Config(ginauth.Config{})
	router := gin.New()
	router.Use(ginauth.New(cfg))
	router.GET("/hello", ginauth.Require(), func(c *gin.Context) {
		session := c.MustGet("session").(*ginauth.Session)
		c.String(http.StatusOK, "Hello, %s", session.User.Name)
	})

	r := httptest.NewRequest(http.MethodGet, "/hello", nil)
	ginauthtest.SignIn(t, cfg, r, &ginauth.User{ID: "1", Name: "Ann"})
	w := httptest.NewRecorder()
	router.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	// Output: 200 Hello, Ann
}
