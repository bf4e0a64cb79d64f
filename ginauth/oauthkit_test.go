package ginauth_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"sync"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

var attemptName = regexp.MustCompile(`^(__Host-)?(next-auth|authjs)\.state\.[0-9a-f]{8}$`)

// remote is an OAuth provider made by hand: what the root package does by
// itself is what stands between it and the browser.
type remote struct {
	id   string
	info func(*ginauth.ProviderInfo)
	// exchange and refresh are what it answers; nil is what is usual.
	exchange func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error)
	refresh  func(context.Context, ginauth.Account) (ginauth.Account, error)
	away     func(ginauth.AuthorizationRequest) (string, error)
	leave    func(ginauth.LogoutRequest) (string, error)
	origins  []string

	mu        sync.Mutex
	requests  []ginauth.AuthorizationRequest
	exchanged []ginauth.AuthorizationResponse
}

func (p *remote) Describe() (ginauth.ProviderInfo, error) {
	info := ginauth.ProviderInfo{ID: p.id, Name: "Remote", Type: ginauth.TypeOIDC, User: reflect.TypeFor[*ginauth.User]()}
	if info.ID == "" {
		info.ID = "remote"
	}
	if p.info != nil {
		p.info(&info)
	}
	return info, nil
}

func (p *remote) AuthorizationURL(_ context.Context, in ginauth.AuthorizationRequest) (string, error) {
	p.mu.Lock()
	p.requests = append(p.requests, in)
	p.mu.Unlock()
	if p.away != nil {
		return p.away(in)
	}
	return "https://id.example.com/authorize?" + url.Values{"state": {in.State}, "redirect_uri": {in.RedirectURI}}.Encode(), nil
}

func (p *remote) Exchange(ctx context.Context, in ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
	p.mu.Lock()
	p.exchanged = append(p.exchanged, in)
	p.mu.Unlock()
	if p.exchange != nil {
		return p.exchange(ctx, in)
	}
	return aliceIdentity(), nil
}

func (p *remote) Refresh(ctx context.Context, account ginauth.Account) (ginauth.Account, error) {
	return p.refresh(ctx, account)
}

func (p *remote) EndSessionURL(_ context.Context, in ginauth.LogoutRequest) (string, error) {
	if p.leave != nil {
		return p.leave(in)
	}
	return "https://id.example.com/logout?" + url.Values{
		"state": {in.State}, "post_logout_redirect_uri": {in.RedirectURI}, "id_token_hint": {in.IDToken},
	}.Encode(), nil
}

func (p *remote) Origins(context.Context) []string {
	return append([]string{"https://id.example.com"}, p.origins...)
}

func (p *remote) exchanges() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.exchanged)
}

func aliceIdentity() ginauth.OAuthIdentity {
	return ginauth.OAuthIdentity{
		User:          &ginauth.User{ID: "248289761001", Name: "Alice", Email: "Alice@Example.com", Image: "https://img.example.com/a.png"},
		EmailVerified: true,
		Account: ginauth.Account{
			AccessToken: "canary-access", RefreshToken: "canary-refresh", IDToken: "canary-id-token", TokenType: "bearer", Scope: "openid", ExpiresAt: 1,
		},
		Profile: json.RawMessage(`{"sub":"248289761001"}`),
	}
}

// startOAuth is a program with a form and the given providers.
func startOAuth(t *testing.T, options func(*ginauth.Config), remotes ...*remote) *app {
	t.Helper()
	return start(t, func(cfg *ginauth.Config) {
		for _, p := range remotes {
			cfg.Providers = append(cfg.Providers, p)
		}
		if options != nil {
			options(cfg)
		}
	})
}

// leave begins a sign-in and returns the state that the provider was given.
func (a *app) leave(provider string, fields ...string) (state string, res *http.Response) {
	a.t.Helper()
	res = a.post("/api/auth/signin/"+provider, fields...)
	u, err := url.Parse(res.Header.Get("Location"))
	if err != nil || res.StatusCode != http.StatusFound {
		a.t.Fatalf("leaving for %s: %d %q %v\n%s", provider, res.StatusCode, res.Header.Get("Location"), err, a.logs)
	}
	return u.Query().Get("state"), res
}

// back comes from the provider with a query.
func (a *app) back(provider string, query ...string) *http.Response {
	a.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		values.Add(query[i], query[i+1])
	}
	return a.get("/api/auth/callback/" + provider + "?" + values.Encode())
}

// attemptNames are the names of the browser's sign-ins under way.
func (a *app) attemptNames() []string {
	var names []string
	for _, c := range a.browser.Cookies(a.base) {
		if isAttempt(c.Name) {
			names = append(names, c.Name)
		}
	}
	return names
}

func isAttempt(name string) bool { return attemptName.MatchString(name) }
