package rp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/oauth2"
)

// ErrInvalidGrant says that a refresh token is worth nothing any more.
var ErrInvalidGrant = errors.New("the grant has ended")

// deadGrant are the codes of it: RFC 6749 section 5.2, OpenID Connect Core
// section 3.1.2.6, and what GitHub and others say.
var deadGrant = []string{
	"invalid_grant", "bad_refresh_token", "invalid_token", "interaction_required", "login_required", "consent_required",
	"invalid_request", // X; there is nothing else in the request that could be invalid
}

// Old is an account before its tokens are refreshed.
type Old struct{ Refresh, Scope, Subject string }

// Refresh trades a refresh token for new tokens (RFC 6749 section 6). What the
// answer leaves out stays as it was, and the scope does not get wider. An error
// that ends the grant wraps ErrInvalidGrant: a refusal, or an answer that
// cannot be used, since the refresh token is spent by then.
func (c *Client) Refresh(ctx context.Context, old Old) (*Tokens, error) {
	m, err := c.ready(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout*2/3)
	defer cancel()
	tokens, err := c.tokenCall(ctx, m, "", func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		return config.TokenSource(ctx, &oauth2.Token{RefreshToken: old.Refresh}).Token()
	})
	refused, isRefusal := errors.AsType[*RefusedError](err)
	switch {
	case isRefusal && slices.Contains(deadGrant, refused.Code), errors.Is(err, errTokenAnswer):
		return nil, fmt.Errorf("%w: %w", ErrInvalidGrant, err)
	case err != nil:
		return nil, err
	}
	if tokens.Refresh == "" {
		tokens.Refresh = old.Refresh
	}
	if tokens.Scope == "" || old.Scope != "" && !within(tokens.Scope, strings.Fields(old.Scope)) {
		tokens.Scope = old.Scope
	}
	if !c.OpenID || tokens.ID == "" {
		tokens.ID = ""
		return tokens, nil
	}
	// OpenID Connect Core section 12.2.
	tokens.Claims, err = c.verifyIDToken(ctx, tokens.ID, expectation{accessToken: tokens.Access, subject: old.Subject})
	switch {
	case errors.Is(err, errIDToken):
		return nil, fmt.Errorf("%w: %w", ErrInvalidGrant, err)
	case err != nil:
		// It cannot be told whether the ID token is good, and the answer need not
		// have one: go without.
		tokens.ID, tokens.Claims = "", nil
	}
	return tokens, nil
}

// ready fetches what an answer will be held against, with a part of the
// budget, before the refresh token is spent.
func (c *Client) ready(ctx context.Context) (*metadata, error) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout/3)
	defer cancel()
	m, err := c.known(ctx)
	if err != nil {
		return nil, err
	}
	if c.OpenID && !c.signsWithSecret() {
		if _, err := c.keys.known(ctx); err != nil {
			return nil, err
		}
	}
	return m, nil
}
