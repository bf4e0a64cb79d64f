package rp

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"
)

// Request is a browser that is sent away.
type Request struct {
	RedirectURI, State, Nonce, CodeVerifier string
	// Params are those that the client may choose.
	Params url.Values
}

// AuthorizationURL is where to: RFC 6749 section 4.1.1, with PKCE by S256 (RFC
// 7636) even if the provider does not advertise it, so that nobody can talk us
// out of it.
func (c *Client) AuthorizationURL(ctx context.Context, in Request) (string, error) {
	ctx, cancel := c.Bounded(ctx)
	defer cancel()
	m, err := c.known(ctx)
	if err != nil {
		return "", err
	}
	config := oauth2.Config{ClientID: c.ClientID, RedirectURL: in.RedirectURI, Endpoint: oauth2.Endpoint{AuthURL: m.Authorization}}
	var options []oauth2.AuthCodeOption
	set := func(name, value string) { options = append(options, oauth2.SetAuthURLParam(name, value)) }
	for name, value := range c.Params {
		set(name, value)
	}
	for name, values := range in.Params {
		if _, own := c.Params[name]; !own && name != "scope" {
			set(name, values[0])
		}
	}
	if scope := c.scope(in.Params.Get("scope")); scope != "" {
		set("scope", scope)
	}
	if c.FormPost {
		set("response_mode", "form_post")
	}
	if !c.Quirks.NoPKCE {
		options = append(options, oauth2.S256ChallengeOption(in.CodeVerifier))
	}
	if c.OpenID && !c.Quirks.NoNonce {
		set("nonce", in.Nonce)
	}
	if c.Quirks.ClientIDParam != "" {
		set(c.Quirks.ClientIDParam, c.ClientID)
	}
	return config.AuthCodeURL(in.State, options...), nil
}

// scope is what the client asked for, if that is no more than the program
// does; else what the program asks for.
func (c *Client) scope(asked string) string {
	scopes := c.Scopes
	if words := strings.Fields(asked); len(words) > 0 && within(asked, c.Scopes) {
		scopes = words
	}
	if c.OpenID && !slices.Contains(scopes, "openid") {
		scopes = append([]string{"openid"}, scopes...)
	}
	separator := c.ScopeSeparator
	if separator == "" {
		separator = " "
	}
	return strings.Join(scopes, separator)
}

// EndSessionURL is OpenID Connect RP-Initiated Logout 1.0, section 2.
func (c *Client) EndSessionURL(ctx context.Context, redirectURI, state, idToken string) (string, error) {
	ctx, cancel := c.Bounded(ctx)
	defer cancel()
	m, err := c.known(ctx)
	if err != nil {
		return "", err
	}
	if m.EndSession == "" {
		return "", errors.New("the provider has no end_session_endpoint")
	}
	u, err := url.Parse(m.EndSession)
	if err != nil {
		return "", err
	}
	query := u.Query()
	query.Set("client_id", c.ClientID)
	query.Set("post_logout_redirect_uri", redirectURI)
	query.Set("state", state)
	if idToken != "" {
		query.Set("id_token_hint", idToken)
	}
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// Origins are those to which a browser is sent. What is not known yet is
// asked for, but a page does not wait long for it.
func (c *Client) Origins(ctx context.Context) []string {
	out := slices.Clone(c.RedirectsVia)
	had := c.metadata.load()
	m := had.value
	if m == nil && (!c.needsDiscovery() || c.Now(ctx).Sub(had.failed) >= failureAge) {
		ctx, cancel := context.WithTimeout(ctx, warmUp)
		defer cancel()
		m, _ = c.known(ctx) // without it, the issuer has to do
	}
	if m == nil {
		return append(out, originOf(c.Issuer))
	}
	out = append(out, originOf(m.Authorization))
	if c.Logout && m.EndSession != "" {
		out = append(out, originOf(m.EndSession))
	}
	return out
}
