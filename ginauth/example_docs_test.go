package ginauth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/providers"
)

// The user's role goes into the session, the access token stays in the token.
func ExampleNew() {
	type User struct {
		ginauth.User
		Role, AccessToken string
	}
	type Token struct {
		ginauth.Token
		Role        string `json:"role"`
		AccessToken string `json:"access_token"`
	}
	type Session struct {
		ginauth.Session
		Role string `json:"role"`
	}
	type Login struct {
		Username string `json:"username" validate:"required"`
		Password string `json:"password" validate:"required"`
	}
	authorize := func(_ context.Context, in Login) (*User, error) {
		if in.Username != "jsmith" || in.Password != "hunter2" {
			return nil, ginauth.Reject(http.StatusForbidden, "Credentials not working")
		}
		return &User{ginauth.User{ID: "1", Name: "J Smith"}, "admin", "123456890"}, nil
	}

	r := gin.New()
	r.Use(ginauth.New(ginauth.Config{
		BaseURL:   "https://app.example.com",          // or the variable AUTH_URL
		Secret:    "EWK2vcXD0GgHRqWh0oWb1ZGmB6LxkPzd", // or the variable AUTH_SECRET, which is better
		Providers: []ginauth.Provider{providers.Credentials(authorize)},
		Callbacks: callbacks.Shape(
			func(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
				if in.User != nil { // sign-in
					t.Role, t.AccessToken = in.User.Role, in.User.AccessToken
				}
				return nil
			},
			func(_ context.Context, s *Session, t *Token) error {
				s.Role = t.Role
				return nil
			},
		),
	}))
	r.GET("/role", ginauth.Require(), func(c *gin.Context) {
		c.String(http.StatusOK, c.MustGet("session").(*Session).Role)
	})

	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/role", nil))
	fmt.Println(w.Code, w.Body)
	// Output: 401 {"error":"unauthorized"}
}

// NewAuth says what is wrong, instead of panicking.
func ExampleNewAuth() {
	_, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{
		Session: ginauth.SessionConfig{MaxAge: 30}, // nanoseconds: meant as days
	}))
	fmt.Println(errors.Is(err, ginauth.ErrConfig))
	fmt.Println(err)
	// Output:
	// true
	// ginauth: configuration: the field Session.MaxAge is 30ns; it must be between a minute and ten years
}

// A guard for everyone who is signed in, one for a role, and one for who has
// typed a password a moment ago.
func ExampleRequire() {
	type Session struct {
		ginauth.Session
		Role string `json:"role"`
	}
	ok := func(c *gin.Context) { c.Status(http.StatusNoContent) }

	r := gin.New()
	r.Use(ginauth.New(ginauthtest.Config(ginauth.Config{})))
	r.GET("/me", ginauth.Require(), ok)
	r.GET("/admin", ginauth.Require(ginauth.Role(func(s *Session) string { return s.Role }, "admin")), ok)
	r.POST("/password", ginauth.Require(ginauth.SignedInWithin(10*time.Minute)), ginauth.CSRF(), ok)

	for _, accept := range []string{"application/json", "text/html"} {
		req := httptest.NewRequest(http.MethodGet, "/admin", nil)
		req.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		fmt.Printf("%d %q\n", w.Code, w.Header().Get("Location"))
	}
	// Output:
	// 401 ""
	// 302 "http://localhost:3000/api/auth/signin?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fadmin"
}

// On a page for everyone, the handler looks by itself.
func ExampleSessionFrom() {
	r := gin.New()
	r.Use(ginauth.New(ginauthtest.Config(ginauth.Config{})))
	r.GET("/", func(c *gin.Context) {
		session, ok := ginauth.SessionFrom[*ginauth.Session](c)
		if !ok {
			c.String(http.StatusOK, "Hello, stranger")
			return
		}
		c.String(http.StatusOK, "Hello, %s", session.User.Name)
	})

	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	fmt.Println(w.Body)
	// Output: Hello, stranger
}

// After a registration, the new user is signed in with the same answer.
func ExampleSignIn() {
	r := gin.New()
	r.Use(ginauth.New(ginauthtest.Config(ginauth.Config{})))
	r.POST("/register", func(c *gin.Context) {
		if err := ginauth.SignIn(c, &ginauth.User{ID: "3", Name: "New Here"}); err != nil {
			c.AbortWithStatus(http.StatusInternalServerError)
			return
		}
		session, _ := ginauth.SessionFrom[*ginauth.Session](c)
		c.String(http.StatusOK, "Welcome, %s", session.User.Name)
	})

	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/register", nil))
	fmt.Println(w.Body)
	fmt.Println(w.Result().Cookies()[0].Name)
	// Output:
	// Welcome, New Here
	// next-auth.session-token
}
