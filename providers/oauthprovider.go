package providers

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers/internal/rp"
)

// oauth is a provider of OAuth 2.0 or OpenID Connect. It is built when
// [ginauth.NewAuth] asks for its description, and does not change afterwards.
type oauth struct{ build func() (*built, error) }

type built struct {
	config oauthConfig
	client *rp.Client
}

var _ ginauth.OAuthProvider = (*oauth)(nil)

func newOAuth(c oauthConfig, options []OAuthOption) ginauth.Provider {
	return &oauth{sync.OnceValues(func() (*built, error) {
		if err := c.complete(options); err != nil { // once: c is this provider's own
			return nil, err
		}
		client, err := rp.New(c.relyingParty())
		if err != nil {
			return nil, fmt.Errorf("provider %q: %w", c.ID, err)
		}
		return &built{c, client}, nil
	})}
}

// Describe implements [ginauth.Provider].
func (o *oauth) Describe() (ginauth.ProviderInfo, error) {
	b, err := o.build()
	if err != nil {
		return ginauth.ProviderInfo{}, err
	}
	c := b.config
	info := ginauth.ProviderInfo{
		ID: c.ID, Name: c.Name, Type: ginauth.TypeOAuth, User: c.user, Style: c.Style,
		FormPost: c.FormPost, DangerousBareUserID: c.DangerousBareUserID, Logout: c.Logout,
		DangerousEmailAccountLinking: c.DangerousEmailAccountLinking,
	}
	if c.openID {
		info.Type = ginauth.TypeOIDC
	}
	return info, nil
}

// AuthorizationURL implements [ginauth.OAuthProvider].
func (o *oauth) AuthorizationURL(ctx context.Context, in ginauth.AuthorizationRequest) (string, error) {
	b, err := o.build()
	if err != nil {
		return "", err
	}
	return b.client.AuthorizationURL(ctx, rp.Request{
		RedirectURI: in.RedirectURI, State: in.State, Nonce: in.Nonce, CodeVerifier: in.CodeVerifier, Params: in.Params,
	})
}

// Exchange implements [ginauth.OAuthProvider].
func (o *oauth) Exchange(ctx context.Context, in ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
	b, err := o.build()
	if err != nil {
		return ginauth.OAuthIdentity{}, err
	}
	ctx, cancel := b.client.Bounded(ctx)
	defer cancel()
	tokens, err := b.client.Exchange(ctx, rp.Answer{
		Params: in.Params, RedirectURI: in.RedirectURI, Nonce: in.Nonce, CodeVerifier: in.CodeVerifier, MaxAge: in.MaxAge,
	})
	if err != nil {
		return ginauth.OAuthIdentity{}, err
	}
	answer := Answer{Issuer: trimIssuer(b.config.Issuer), ClientID: b.config.ClientID, Params: make(map[string]string, len(in.Params))}
	for name := range in.Params {
		answer.Params[name] = in.Params.Get(name)
	}
	if answer.Token, err = ParseDocument(tokens.Response); err != nil {
		return ginauth.OAuthIdentity{}, err
	}
	raw, err := b.client.Profile(ctx, tokens, rp.When(b.config.UserInfo), b.config.fetch(answer), b.config.also())
	if err != nil {
		return ginauth.OAuthIdentity{}, err
	}
	if answer.Document, err = ParseDocument(raw); err != nil {
		return ginauth.OAuthIdentity{}, err
	}
	user, verified, err := b.config.userOf(answer)
	if err != nil {
		return ginauth.OAuthIdentity{}, err
	}
	return ginauth.OAuthIdentity{User: user, EmailVerified: verified, Account: accountOf(tokens), Profile: raw}, nil
}

// Refresh implements [ginauth.OAuthProvider].
func (o *oauth) Refresh(ctx context.Context, account ginauth.Account) (ginauth.Account, error) {
	b, err := o.build()
	if err != nil {
		return ginauth.Account{}, err
	}
	tokens, err := b.client.Refresh(ctx, rp.Old{
		Refresh: account.RefreshToken, Scope: account.Scope, Subject: account.ProviderAccountID,
	})
	if errors.Is(err, rp.ErrInvalidGrant) {
		return ginauth.Account{}, fmt.Errorf("%w: %w", ginauth.ErrInvalidGrant, err)
	}
	if err != nil {
		return ginauth.Account{}, err
	}
	fresh := accountOf(tokens)
	fresh.Provider, fresh.Type, fresh.ProviderAccountID = account.Provider, account.Type, account.ProviderAccountID
	if fresh.IDToken == "" {
		fresh.IDToken = account.IDToken
	}
	return fresh, nil
}

// EndSessionURL implements [ginauth.OAuthProvider].
func (o *oauth) EndSessionURL(ctx context.Context, in ginauth.LogoutRequest) (string, error) {
	b, err := o.build()
	if err != nil || !b.config.Logout {
		return "", err
	}
	return b.client.EndSessionURL(ctx, in.RedirectURI, in.State, in.IDToken)
}

// Origins implements [ginauth.OAuthProvider].
func (o *oauth) Origins(ctx context.Context) []string {
	b, err := o.build()
	if err != nil {
		return nil
	}
	return b.client.Origins(ctx)
}

func accountOf(t *rp.Tokens) ginauth.Account {
	a := ginauth.Account{
		AccessToken: t.Access, RefreshToken: t.Refresh, TokenType: "bearer", Scope: t.Scope,
		ExpiresAt: t.ExpiresAt, ExpiresIn: t.ExpiresIn, SessionState: t.SessionState, TokenResponse: t.Response,
	}
	if t.Claims != nil { // verified
		a.IDToken = t.ID
	}
	return a
}

// fetch is the request for the userinfo; nil is the usual one.
func (c *oauthConfig) fetch(a Answer) *rp.Fetch {
	if c.UserInfoRequest == nil {
		return nil
	}
	r := rp.Fetch(c.UserInfoRequest(a))
	return &r
}

func (c *oauthConfig) also() map[string]string {
	out := make(map[string]string, len(c.Also))
	for name, u := range c.Also {
		out[name] = c.expand(u)
	}
	return out
}

// userOf maps what the provider said to the user.
func (c *oauthConfig) userOf(a Answer) (ginauth.UserLike, bool, error) {
	mapping := c.Profile
	if mapping == nil {
		mapping = standardProfile
	}
	p := mapping(a)
	if c.openID {
		p.ID = a.Text("sub") // what the ID token says, and nothing else
	}
	if c.widen == nil {
		return &p.User, p.EmailVerified, nil
	}
	user, err := c.widen(p, a)
	if err != nil {
		return nil, false, err
	}
	u := ginauth.UserOf(user)
	if u == nil {
		return nil, false, errors.New("UserFrom returned no user")
	}
	verified := p.EmailVerified && u.Email == p.Email
	u.ID = p.ID
	return user, verified, nil
}

// standardProfile maps the standard claims of OpenID Connect Core section 5.1.
func standardProfile(a Answer) Profile {
	return Profile{
		User: ginauth.User{
			ID: a.Text("sub"), Name: a.Text("name", "nickname", "preferred_username"),
			Email: a.Text("email"), Image: a.Text("picture"),
		},
		EmailVerified: a.Bool("email_verified"),
	}
}

var plainUser = reflect.TypeFor[*ginauth.User]()
