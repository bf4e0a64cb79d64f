// Command example is a small application with ginauth: a home page, a page for
// those who are signed in, one for administrators, a page of one's sessions, and
// a JSON API. People sign in with a password, by a link, or at an OpenID
// provider; who they are and where they are signed in is in a database. Copy it.
//
//	go run -C example .       # then open http://localhost:3000
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/example/devprovider"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
	"github.com/ginauth/gin-auth/providers/smtpsender"
)

// User is what authorize returns, Token what the session keeps, Session what
// the browser sees.
type User struct {
	ginauth.User
	AccessToken string
}

// Token stays encrypted in the database.
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

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	db, err := openDatabase(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	everyone, err := enrol(ctx, db.store)
	if err != nil {
		return err
	}
	cfg, err := config(db, everyone)
	if err != nil {
		return err
	}
	auth, err := ginauth.NewAuth(cfg)
	if err != nil {
		return err
	}

	r := gin.New() // gin.Default, but for queries: those of callbacks hold codes
	r.Use(gin.LoggerWithConfig(gin.LoggerConfig{SkipQueryString: true}), gin.Recovery())
	if err := r.SetTrustedProxies(nil); err != nil {
		return err
	}
	r.Use(auth.Middleware())
	(&app{auth: auth, store: db.store, people: everyone, providers: cfg.Providers}).routes(r)
	return serve(ctx, r, auth)
}

// serve answers requests until ctx ends, and then those that have begun, and
// sends the mails that they have asked for.
func serve(ctx context.Context, handler http.Handler, auth *ginauth.Auth) error {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port()))
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(server.Shutdown(soon), auth.Shutdown(soon))
}

func config(db *database, everyone *people) (ginauth.Config, error) {
	cfg := ginauth.Config{
		Adapter: db.store, // and so the sessions are there, too
		Callbacks: callbacks.Shape(
			func(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
				if in.User != nil { // sign-in; whichever way, the ID is the database's
					t.UID, t.JWT = in.User.ID, in.User.AccessToken
				}
				if in.User != nil || in.Trigger == ginauth.TriggerTouch { // or an administrator has changed something
					t.Role = everyone.role(t.UID)
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
	var err error
	if cfg.Secret, err = secret(); err != nil {
		return cfg, err
	}
	cfg.Providers, err = signIns()
	return cfg, err
}

// signIns are the ways to sign in, in the order of the page.
func signIns() ([]ginauth.Provider, error) {
	list := []ginauth.Provider{providers.Credentials(authorize)}
	if os.Getenv("AUTH_GITHUB_ID") != "" { // and AUTH_GITHUB_SECRET; so with every other provider
		list = append(list, providers.GitHub())
	}
	if gin.IsDebugging() { // OpenID Connect without an account anywhere
		dev, err := devprovider.Start()
		if err != nil {
			return nil, err
		}
		list = append(list, providers.OIDC(providers.Config{
			ID: "dev", Name: "Dev login",
			Issuer: dev.Issuer, ClientID: dev.ClientID, ClientSecret: ginauth.Secret(dev.ClientSecret),
		}, providers.Logout()))
	}
	links, err := links()
	return append(list, links...), err
}

// links are sent by mail: by the server of SMTP_URL, in the name of MAIL_FROM.
// Without one, debug mode writes them into the log.
func links() ([]ginauth.Provider, error) {
	server := os.Getenv("SMTP_URL")
	if server == "" && !gin.IsDebugging() {
		return nil, nil
	}
	var sender providers.Sender
	if server != "" {
		smtp, err := smtpsender.New(smtpsender.Config{URL: server, From: os.Getenv("MAIL_FROM")})
		if err != nil {
			return nil, err
		}
		sender = smtp
	}
	return []ginauth.Provider{providers.Email(sender)}, nil
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
