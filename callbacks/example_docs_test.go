package callbacks_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// The types are inferred from the two functions.
func ExampleShape() {
	type User struct {
		ginauth.User
		Role, AccessToken string
	}
	type Token struct {
		ginauth.Token
		Role string `json:"role"`
		JWT  string `json:"jwt"`
	}
	type Session struct {
		ginauth.Session
		Role string `json:"role"`
	}
	shape := callbacks.Shape(
		func(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
			if in.User != nil { // sign-in
				t.Role, t.JWT = in.User.Role, in.User.AccessToken
			}
			if in.Trigger == ginauth.TriggerUpdate { // from the browser: only the name
				var data struct {
					Name string `json:"name"`
				}
				if json.Unmarshal(in.Session, &data) == nil && data.Name != "" {
					t.Name = data.Name
				}
			}
			return nil
		},
		func(_ context.Context, s *Session, t *Token) error {
			s.Role = t.Role // not t.JWT: it would reach the browser
			return nil
		},
	)

	gin.SetMode(gin.TestMode)
	r := gin.New()
	r.Use(ginauth.New(ginauthtest.Config(ginauth.Config{Callbacks: shape})))
	r.POST("/enter", func(c *gin.Context) {
		user := &User{ginauth.User{ID: "1", Name: "J Smith"}, "admin", "123456890"}
		if err := ginauth.SignIn(c, user); err != nil {
			fmt.Println(err)
			return
		}
		if err := ginauth.Update(c, gin.H{"name": "Jane", "role": "root"}); err != nil {
			fmt.Println(err)
			return
		}
		session := c.MustGet("session").(*Session)
		c.String(http.StatusOK, "%s is %s", session.User.Name, session.Role)
	})

	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/enter", nil))
	fmt.Println(w.Body)
	// Output: Jane is admin
}

// Several callbacks: every SignIn callback has to allow the user.
func ExampleCombine() {
	all := callbacks.Combine(
		callbacks.AllowEmailDomains("example.com"),
		ginauth.Callbacks{SignIn: func(_ context.Context, in ginauth.SignInParams) error {
			if ginauth.UserOf(in.User).Name == "Mallory" {
				return ginauth.ErrAccessDenied
			}
			return nil
		}},
	)
	for _, u := range []*ginauth.User{
		{ID: "1", Name: "J Smith", Email: "jsmith@example.com"},
		{ID: "2", Name: "Mallory", Email: "mallory@example.com"},
		{ID: "3", Name: "Guest", Email: "guest@example.org"},
	} {
		err := all.SignIn(context.Background(), ginauth.SignInParams{User: u})
		fmt.Println(u.Name, errors.Is(err, ginauth.ErrAccessDenied))
	}
	// Output:
	// J Smith false
	// Mallory true
	// Guest true
}

// Another origin of the same product may be where a sign-in ends.
func ExampleAllowRedirectOrigins() {
	allow := callbacks.AllowRedirectOrigins("https://app.example.com")
	for _, url := range []string{"https://app.example.com/home", "https://app.example.com.evil.org/"} {
		to, err := allow.Redirect(context.Background(), ginauth.RedirectParams{URL: url, BaseURL: "https://id.example.com"})
		fmt.Printf("%q %v\n", to, err)
	}
	// Output:
	// "https://app.example.com/home" <nil>
	// "" <nil>
}

// The token keeps what a provider gave, and handlers find the access token
// fresh; the browser sees only whether the user has to sign in again.
func ExampleKeepFresh() {
	type Token struct {
		ginauth.Token
		callbacks.Grant
	}
	type Session struct {
		ginauth.Session
		Error string `json:"error,omitempty"`
	}
	fresh := callbacks.KeepFresh(callbacks.Shape(
		func(ctx context.Context, t *Token, _ callbacks.JWT[*ginauth.User]) error {
			if t.Expired(ginauth.Now(ctx)) {
				return nil // the provider is down: go on without its API
			}
			return nil // t.AccessToken is good
		},
		func(_ context.Context, s *Session, t *Token) error {
			s.Error = t.Error // not t.AccessToken: it would reach the browser
			return nil
		},
	))
	fmt.Println(fresh.Err)
	// Output: <nil>
}
