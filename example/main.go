// Command example is a small application with ginauth: a home page, a page for
// those who are signed in, one for administrators, and a JSON API. People sign
// in with a password, or at an OpenID provider. Copy it.
//
//	go run -C example .       # then open http://localhost:3000
package main

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/example/devprovider"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// User is what authorize returns, Token what the session keeps, Session what
// the browser sees.
type User struct {
	ginauth.User
	Role, AccessToken string
}

// Token stays encrypted in the cookie.
type Token struct {
	ginauth.Token
	UID  string `json:"id"`
	Role string `json:"role"`
	JWT  string `json:"jwt"`
}

// Session is what c.MustGet("session") and GET /api/auth/session give.
type Session struct {
	ginauth.Session
	Role string `json:"role"`
	UID  string `json:"uid"`
}

// Login is the sign-in form: validator tags check it, the others draw it.
type Login struct {
	Username string `json:"username" validate:"required" label:"Username" placeholder:"jsmith"`
	Password string `json:"password" validate:"required" label:"Password" input:"password"`
}

// demo are the users of this example. A real program keeps hashes, made with
// argon2id or bcrypt, and never the passwords.
var demo = map[string]struct {
	Password string
	User     User
}{
	"jsmith": {"hunter2", User{ginauth.User{ID: "1", Name: "J Smith", Email: "jsmith@example.com"}, "admin", "123456890"}},
	"guest":  {"guest123", User{ginauth.User{ID: "2", Name: "Guest", Email: "guest@example.com"}, "user", "987654321"}},
}

func authorize(_ context.Context, in Login) (*User, error) {
	account, known := demo[in.Username]
	if !known || subtle.ConstantTimeCompare([]byte(account.Password), []byte(in.Password)) != 1 {
		return nil, ginauth.Reject(http.StatusForbidden, "Credentials not working")
	}
	return &account.User, nil
}

func main() {
	r := gin.New() // gin.Default, but for queries: those of callbacks hold codes
	r.Use(gin.LoggerWithConfig(gin.LoggerConfig{SkipQueryString: true}), gin.Recovery())
	if err := r.SetTrustedProxies(nil); err != nil {
		log.Fatal(err)
	}
	r.Use(ginauth.New(config()))
	routes(r)

	address := net.JoinHostPort("127.0.0.1", port())
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	log.Fatal(r.RunListener(listener))
}

// signIns are the ways to sign in, in the order of the page.
func signIns() []ginauth.Provider {
	list := []ginauth.Provider{providers.Credentials(authorize)}
	if os.Getenv("AUTH_GITHUB_ID") != "" { // and AUTH_GITHUB_SECRET; so with every other provider
		list = append(list, providers.GitHub())
	}
	if gin.IsDebugging() { // OpenID Connect without an account anywhere
		dev, err := devprovider.Start()
		if err != nil {
			log.Fatal(err)
		}
		list = append(list, providers.OIDC(providers.Config{
			ID: "dev", Name: "Dev login",
			Issuer: dev.Issuer, ClientID: dev.ClientID, ClientSecret: ginauth.Secret(dev.ClientSecret),
		}, providers.Logout()))
	}
	return list
}

func config() ginauth.Config {
	cfg := ginauth.Config{
		Providers: signIns(),
		Callbacks: callbacks.Shape(
			func(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
				if in.User != nil { // sign-in; other sites know nothing of our roles
					t.UID, t.Role, t.JWT = in.User.ID, cmp.Or(in.User.Role, "user"), in.User.AccessToken
				}
				if in.Trigger == ginauth.TriggerUpdate {
					return rename(t, in.Session)
				}
				return nil
			},
			func(_ context.Context, s *Session, t *Token) error {
				s.UID, s.Role = t.UID, t.Role // not t.JWT: it would reach the browser
				return nil
			},
		),
		Theme: ginauth.Theme{Name: "ginauth example", BrandColor: "#0f766e"},
	}
	if os.Getenv("AUTH_PROTOCOL") == "authjs" { // for clients of next-auth 5
		cfg.Protocol = ginauth.AuthJS
	}
	return cfg
}

// rename is what an update may do. The data come from the browser, so only the
// name is taken, and only a reasonable one.
func rename(t *Token, data json.RawMessage) error {
	var in struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(data, &in); err == nil {
		if name := strings.TrimSpace(in.Name); name != "" && len(name) <= 80 {
			t.Name = name
		}
	}
	return nil
}

func port() string {
	if p := os.Getenv("PORT"); p != "" {
		return p
	}
	return "3000"
}
