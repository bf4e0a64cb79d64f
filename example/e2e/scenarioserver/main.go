// Command scenarioserver is the program that the end to end tests drive: the
// users and callbacks of oracle/app.mjs, built with ginauth.
//
//	PORT           0 (default) takes a free port
//	AUTH_SECRET    as for any ginauth program
//	AUTH_PROTOCOL  nextauth (default) or authjs
//	CLIENT_DIST    folder of the built client page, served under /client/
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// User is what authorize returns, Token what the cookie keeps, Session what
// the browser sees.
type User struct {
	ginauth.User
	Role, AccessToken string
}

// Token keeps what the next-auth example keeps.
type Token struct {
	ginauth.Token
	UID  string `json:"id"`
	Role string `json:"role"`
	JWT  string `json:"jwt"`
}

// Session has no access token: it would reach the browser.
type Session struct {
	ginauth.Session
	Role string `json:"role"`
	UID  string `json:"uid"`
}

// Login is the sign-in form.
type Login struct {
	Username string `json:"username" validate:"required" label:"Username" placeholder:"jsmith"`
	Password string `json:"password" validate:"required" label:"Password" input:"password"`
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	config := ginauth.Config{
		Providers: []ginauth.Provider{providers.Credentials(authorize)},
		Callbacks: callbacks.Shape(keep, show),
	}
	config.Callbacks.SignIn = admit
	if os.Getenv("AUTH_PROTOCOL") == "authjs" {
		config.Protocol = ginauth.AuthJS
	}
	auth, err := ginauth.NewAuth(config)
	if err != nil {
		return err
	}
	router := gin.New()
	router.Use(gin.Recovery(), auth.Middleware())
	routes(router)

	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port()))
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	return http.Serve(listener, router)
}

func port() string {
	if port := os.Getenv("PORT"); port != "" {
		return port
	}
	return "0"
}

func authorize(_ context.Context, in Login) (*User, error) {
	if in.Username == "broken" {
		return nil, errors.New("database password is swordfish")
	}
	known, ok := people[in.Username]
	if !ok || known.password != in.Password {
		return nil, nil
	}
	user := known.User
	return &user, nil
}

func admit(_ context.Context, in ginauth.SignInParams) error {
	switch ginauth.UserOf(in.User).Name {
	case "Blocked":
		return ginauth.ErrAccessDenied
	case "Elsewhere":
		return ginauth.RedirectTo("/welcome")
	}
	return nil
}

func keep(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
	if in.User != nil {
		t.UID, t.Role, t.JWT = in.User.ID, in.User.Role, in.User.AccessToken
	}
	if in.Trigger == ginauth.TriggerUpdate {
		return rename(t, in.Session)
	}
	return nil
}

func show(_ context.Context, s *Session, t *Token) error {
	s.UID, s.Role = t.UID, t.Role
	return nil
}
