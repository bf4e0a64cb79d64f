// Package devprovider is a small OpenID provider to develop with: it asks who
// you are and believes the answer. So a sign-in by OpenID Connect can be tried
// from end to end on a machine without any account, or without a network.
//
// It is for debug mode only, and it is easy to drop: delete this folder and the
// lines of main.go that start it.
package devprovider

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Provider is an OpenID provider that runs.
type Provider struct {
	// Issuer, ClientID and ClientSecret are what its one client needs to know.
	// They are others at each start.
	Issuer, ClientID, ClientSecret string

	desk   *desk
	signer jose.Signer
	public jose.JSONWebKey
	server *http.Server
}

// Start runs a provider on a free port of 127.0.0.1, until Close or the end of
// the program. It sends browsers back to loopback addresses only.
func Start() (*Provider, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("devprovider: %w", err)
	}
	private := jose.JSONWebKey{Key: key, KeyID: rand.Text(), Algorithm: string(jose.RS256), Use: "sig"}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: private}, nil)
	if err != nil {
		return nil, fmt.Errorf("devprovider: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("devprovider: %w", err)
	}
	p := &Provider{
		Issuer:   "http://" + listener.Addr().String(),
		ClientID: "dev", ClientSecret: rand.Text() + rand.Text(),
		desk:   newDesk(time.Now),
		signer: signer,
		public: private.Public(),
	}
	p.server = &http.Server{Handler: p.handler(listener.Addr().String()), ReadTimeout: 10 * time.Second}
	go func() {
		if err := p.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Printf("devprovider: %v", err)
		}
	}()
	log.Printf("devprovider: %s lets anyone sign in as anyone; it is for development, and only there in debug mode", p.Issuer)
	return p, nil
}

// Close ends the provider.
func (p *Provider) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := p.server.Shutdown(ctx); err != nil {
		return p.server.Close()
	}
	return nil
}

func (p *Provider) handler(host string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /jwks", p.jwks)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", p.userinfo)
	mux.HandleFunc("POST /userinfo", p.userinfo)
	mux.HandleFunc("GET /logout", p.logout)
	mux.HandleFunc("POST /logout", p.logout)
	// Other sites must not choose a person in the user's browser.
	guarded := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != host { // a name of somebody else's that leads to 127.0.0.1
			http.Error(w, "unknown host", http.StatusMisdirectedRequest)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		guarded.ServeHTTP(w, r)
	})
}
