package rp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Fetch is a request to the provider's API.
type Fetch struct {
	Method, URL string
	Header      map[string]string
	Body        string
	Anonymous   bool
}

// When says whether the userinfo endpoint is asked.
type When uint8

// The values of When.
const (
	WhenNeeded When = iota
	Always
	Never
)

// Profile is what the provider says of the user, as a JSON object: the
// userinfo document, the further documents of also as members of it, and above
// all that the claims of the ID token, which are signed.
func (c *Client) Profile(ctx context.Context, tokens *Tokens, when When, fetch *Fetch, also map[string]string) (json.RawMessage, error) {
	profile := claims{}
	if c.wantsUserInfo(tokens, when) {
		m, err := c.known(ctx)
		if err != nil {
			return nil, err
		}
		if fetch == nil {
			fetch = &Fetch{URL: m.UserInfo}
		}
		if fetch.URL != "" {
			if profile, err = c.userInfo(ctx, tokens, *fetch); err != nil {
				return nil, fmt.Errorf("userinfo: %w", err)
			}
		} else if when == Always || !c.OpenID {
			return nil, errors.New("userinfo: the provider has no such endpoint")
		}
	}
	for name, u := range also {
		body, _, err := c.ask(ctx, tokens.Access, Fetch{URL: u})
		if err == nil && json.Valid(body) {
			profile[name] = json.RawMessage(body)
		}
	}
	overlay(profile, tokens.Claims)
	raw, err := json.Marshal(profile)
	if err != nil {
		return nil, fmt.Errorf("userinfo: %w", err)
	}
	return raw, nil
}

// overlay puts the claims of the ID token above those of the userinfo. An
// address and whether it is verified come from one of the two.
func overlay(profile, signed claims) {
	for _, name := range []string{"email", "phone_number"} {
		verified := name + "_verified"
		if signed[name] != nil {
			delete(profile, verified)
		} else if profile[name] != nil && signed[verified] != nil {
			signed = maps.Clone(signed)
			delete(signed, verified)
		}
	}
	maps.Copy(profile, signed)
}

// wantsUserInfo is true if the ID token lacks what the scopes are for.
func (c *Client) wantsUserInfo(tokens *Tokens, when When) bool {
	if !c.OpenID || when == Always {
		return true
	}
	lacks := func(scope, claim string) bool {
		return slices.Contains(c.Scopes, scope) && tokens.Claims[claim] == nil
	}
	return when == WhenNeeded && (lacks("profile", "name") || lacks("email", "email"))
}

// userInfo asks, and compares sub with the one of the ID token (OpenID Connect
// Core section 5.3.2): else anybody's document would do.
func (c *Client) userInfo(ctx context.Context, tokens *Tokens, fetch Fetch) (claims, error) {
	body, kind, err := c.ask(ctx, tokens.Access, fetch)
	if err != nil {
		return nil, err
	}
	if c.OpenID && kind == "application/jwt" {
		if body, err = c.signedUserInfo(ctx, string(body)); err != nil {
			return nil, err
		}
	}
	got, err := object(body)
	if err != nil && !c.OpenID { // some APIs answer with a list
		var list []any
		if json.Unmarshal(body, &list) == nil {
			got, err = claims{"data": json.RawMessage(body)}, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if c.OpenID && (got.text("sub") == "" || got.text("sub") != tokens.Claims.text("sub")) {
		return nil, errors.New("sub is another than in the ID token")
	}
	return got, nil
}

// signedUserInfo verifies a userinfo answer that is a JWT.
func (c *Client) signedUserInfo(ctx context.Context, token string) ([]byte, error) {
	token = strings.TrimSpace(token)
	if err := plain(token); err != nil {
		return nil, err
	}
	payload, err := c.keys.VerifySignature(ctx, token)
	if err != nil {
		return nil, err
	}
	got, err := object(payload)
	if err != nil {
		return nil, err
	}
	if got["iss"] != nil || got["aud"] != nil {
		m, err := c.known(ctx)
		if err != nil {
			return nil, err
		}
		if err := errors.Join(checkIssuer(got, m.issuer), c.checkAudience(got)); err != nil {
			return nil, err
		}
	}
	return payload, nil
}

// ask makes a request with the access token.
func (c *Client) ask(ctx context.Context, accessToken string, in Fetch) (body []byte, contentType string, err error) {
	if err := c.checkURL(in.URL); err != nil {
		return nil, "", err
	}
	method := in.Method
	if method == "" {
		method = http.MethodGet
	}
	var content io.Reader = http.NoBody
	if in.Body != "" {
		content = strings.NewReader(in.Body)
	}
	r, err := http.NewRequestWithContext(ctx, method, in.URL, content)
	if err != nil {
		return nil, "", fmt.Errorf("making the request: %w", err)
	}
	r.Header.Set("Accept", "application/json, application/jwt")
	if in.Body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if !in.Anonymous {
		r.Header.Set("Authorization", "Bearer "+accessToken)
	}
	for name, value := range in.Header {
		r.Header.Set(name, value)
	}
	return c.do(r)
}
