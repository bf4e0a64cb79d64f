package rp

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// Tokens are what the token endpoint gave.
type Tokens struct {
	Access, Refresh, ID, Scope, SessionState string
	// ExpiresAt is in Unix seconds, ExpiresIn how many there were at first; 0 if
	// the provider does not say.
	ExpiresAt, ExpiresIn int64
	// Response is the whole answer as a JSON object.
	Response json.RawMessage
	// Claims are those of the ID token, if there is one.
	Claims claims
}

// Answer is a browser that has come back.
type Answer struct {
	Params                                   url.Values
	RedirectURI, Nonce, CodeVerifier, MaxAge string
}

// Exchange trades the code of an answer for tokens.
func (c *Client) Exchange(ctx context.Context, in Answer) (*Tokens, error) {
	m, err := c.known(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.checkAnswerIssuer(in.Params, m); err != nil {
		return nil, err
	}
	code := in.Params.Get("code")
	if code == "" {
		return nil, errors.New("the answer has no code")
	}
	options := []oauth2.AuthCodeOption{}
	if !c.Quirks.NoPKCE {
		options = append(options, oauth2.VerifierOption(in.CodeVerifier))
	}
	tokens, err := c.tokenCall(ctx, m, code, func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		config.RedirectURL = in.RedirectURI
		return config.Exchange(ctx, code, options...)
	})
	if err != nil || !c.OpenID {
		return tokens, err
	}
	if tokens.ID == "" {
		return nil, errors.New("the token answer has no ID token")
	}
	maxAge := in.MaxAge
	if own := c.Params["max_age"]; own != "" {
		maxAge = own // which the client cannot change
	}
	tokens.Claims, err = c.verifyIDToken(ctx, tokens.ID, expectation{
		nonce: in.Nonce, checkNonce: !c.Quirks.NoNonce, accessToken: tokens.Access, maxAge: maxAge,
	})
	return tokens, err
}

// checkAnswerIssuer is RFC 9207 section 2.4: the answer comes from the issuer
// that the browser was sent to.
func (c *Client) checkAnswerIssuer(params url.Values, m *metadata) error {
	iss, given := params["iss"]
	switch {
	case !given && m.issRequired:
		return errors.New("the answer has no iss, which the provider promises")
	case !given || c.Issuer == "" && m.issuer == "":
		return nil
	case len(iss) != 1 || iss[0] != c.Issuer && !c.tenantOf(iss[0], m):
		return errors.New("the answer comes from another issuer")
	}
	return nil
}

// tenantOf admits the issuer of one tenant of a multi-tenant provider; the ID
// token says later which one it is.
func (c *Client) tenantOf(iss string, m *metadata) bool {
	return c.Quirks.TenantIssuer && strings.Contains(m.issuer, tenantID) && sameTemplate(m.issuer, iss)
}
