package zitadeltest_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

const (
	clientID     = "ginauth"
	clientSecret = "s3cr%t: ü+/?&=" // has to be form-encoded in the Authorization header
	userName     = "test-user2"
	userPassword = "verysecure"
	userID       = "id2"
)

// provider is a running OpenID provider: zitadel's op with the storage of its
// example, and a look at what it was asked.
type provider struct {
	issuer string
	server *httptest.Server
	store  *store
}

// startProvider runs a provider for a client that comes back to base.
func startProvider(t *testing.T, base string, change func(*store)) *provider {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	issuer := "http://" + server.Listener.Addr().String()
	s := &store{
		Storage:  storage.NewStorageWithClients(storage.NewUserStore(issuer), clients(base)),
		base:     base,
		age:      accessTokenAge,
		auth:     oidc.AuthMethodBasic,
		key:      newSigningKey(t, "key-1"),
		requests: map[string]int{},
	}
	if change != nil {
		change(s)
	}
	config := &op.Config{
		CryptoKey: [32]byte{1}, DefaultLogoutRedirectURI: "/logged-out",
		CodeMethodS256: true, AuthMethodPost: true, AuthMethodPrivateKeyJWT: true, GrantTypeRefreshToken: true,
	}
	handler, err := op.NewProvider(config, s, op.StaticIssuer(issuer), op.WithAllowInsecure())
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if err := s.CheckUsernamePassword(r.FormValue("username"), r.FormValue("password"), r.FormValue("id")); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		ctx := op.ContextWithIssuer(r.Context(), issuer)
		http.Redirect(w, r, op.AuthCallbackURL(handler)(ctx, r.FormValue("id")), http.StatusFound)
	})
	mux.Handle("/", handler)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.count(r.URL.Path)
		mux.ServeHTTP(w, r)
	})
	server.Start()
	t.Cleanup(server.Close)
	return &provider{issuer, server, s}
}

// clients are a program with a secret and one without.
func clients(base string) map[string]*storage.Client {
	callback := base + "/callback/zitadel"
	return map[string]*storage.Client{
		clientID: storage.WebClient(clientID, clientSecret, callback),
		"public": storage.NativeClient("public", callback),
	}
}

// store is zitadel's example storage, which has neither addresses to come back
// to after a sign-out, nor keys that rotate.
type store struct {
	*storage.Storage
	base string
	age  time.Duration // of access tokens
	auth oidc.AuthMethod
	// clientKey verifies the assertions of private_key_jwt.
	clientKey *jose.JSONWebKey
	// nonce, if set, is put into the ID token instead of the client's.
	nonce string

	mu       sync.Mutex
	key      signingKey
	requests map[string]int
	asked    []*oidc.AuthRequest
	ended    []string
}

func (s *store) count(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[path]++
}

// counted is how often a path was asked for.
func (s *store) counted(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[path]
}

// lastAsked is the newest authorization request.
func (s *store) lastAsked(t *testing.T) *oidc.AuthRequest {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.asked) == 0 {
		t.Fatal("the provider was asked for nothing")
	}
	return s.asked[len(s.asked)-1]
}

// endedSessions are the users whose session the provider has ended.
func (s *store) endedSessions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended
}

func (s *store) CreateAuthRequest(ctx context.Context, request *oidc.AuthRequest, user string) (op.AuthRequest, error) {
	seen := *request
	s.mu.Lock()
	s.asked = append(s.asked, &seen)
	s.mu.Unlock()
	if s.nonce != "" {
		request.Nonce = s.nonce
	}
	return s.Storage.CreateAuthRequest(ctx, request, user)
}

func (s *store) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	c, err := s.Storage.GetClientByClientID(ctx, id)
	if err != nil {
		return nil, err
	}
	auth := c.AuthMethod()
	if auth != oidc.AuthMethodNone {
		auth = s.auth
	}
	return client{c, s.base, auth}, nil
}

// accessTokenAge is short, so that a test need not move the program's clock far
// from the provider's.
const accessTokenAge = 100 * time.Second

// nearlyExpired is a moment within the last quarter of an access token.
const nearlyExpired = accessTokenAge - 20*time.Second

func (s *store) CreateAccessAndRefreshTokens(ctx context.Context, request op.TokenRequest, current string) (id, refresh string, expires time.Time, err error) {
	id, refresh, _, err = s.Storage.CreateAccessAndRefreshTokens(ctx, request, current)
	return id, refresh, time.Now().Add(s.age), err
}

// TerminateSession is the provider's end of a sign-out.
func (s *store) TerminateSession(ctx context.Context, user, client string) error {
	s.mu.Lock()
	s.ended = append(s.ended, user)
	s.mu.Unlock()
	return s.Storage.TerminateSession(ctx, user, client)
}

func (s *store) GetKeyByIDAndClientID(_ context.Context, keyID, id string) (*jose.JSONWebKey, error) {
	if s.clientKey == nil || s.clientKey.KeyID != keyID || id != clientID {
		return nil, errors.New("key not found")
	}
	return s.clientKey, nil
}

// client is a client of the example that comes back after a sign-out.
type client struct {
	op.Client
	base string
	auth oidc.AuthMethod
}

func (c client) AuthMethod() oidc.AuthMethod { return c.auth }

func (c client) PostLogoutRedirectURIs() []string { return []string{c.base + "/signout/zitadel"} }

func (c client) LoginURL(id string) string { return "/login?id=" + url.QueryEscape(id) }

// signingKey is what the provider signs with.
type signingKey struct {
	id  string
	key *rsa.PrivateKey
}

func newSigningKey(t *testing.T, id string) signingKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return signingKey{id, key}
}

func (k signingKey) ID() string                                  { return k.id }
func (k signingKey) Key() any                                    { return k.key }
func (k signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }

// publicKey is the same for the key set.
type publicKey struct{ signingKey }

func (k publicKey) Key() any                           { return &k.key.PublicKey }
func (k publicKey) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k publicKey) Use() string                        { return "sig" }

func (s *store) currentKey() signingKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.key
}

// rotate replaces the key: the old one verifies nothing any more.
func (s *store) rotate(t *testing.T) {
	t.Helper()
	key := newSigningKey(t, fmt.Sprintf("key-%d", time.Now().UnixNano()))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = key
}

func (s *store) SigningKey(context.Context) (op.SigningKey, error) { return s.currentKey(), nil }

func (s *store) KeySet(context.Context) ([]op.Key, error) {
	return []op.Key{publicKey{s.currentKey()}}, nil
}
