package rp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// tokenCall makes one request to the token endpoint; never a second one, which
// would send the code again.
func (c *Client) tokenCall(ctx context.Context, m *metadata, code string, call func(context.Context, *oauth2.Config) (*oauth2.Token, error)) (*Tokens, error) {
	config := &oauth2.Config{ClientID: c.ClientID, Endpoint: oauth2.Endpoint{TokenURL: m.Token, AuthStyle: oauth2.AuthStyleInParams}}
	if c.ClientAuth == secretBasic || c.ClientAuth == secretPost {
		var err error
		if config.ClientSecret, err = c.secret(ctx); err != nil {
			return nil, err
		}
	}
	if c.ClientAuth == secretBasic {
		config.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
	}
	seen := &tokenCall{client: c, audience: c.ClientAudience, code: code}
	if seen.audience == "" {
		// The issuer: an assertion for one server's endpoint could be played to
		// another (draft-ietf-oauth-rfc7523bis).
		if seen.audience = c.Issuer; !c.OpenID || c.Quirks.TenantIssuer {
			seen.audience = m.Token
		}
	}
	ctx = context.WithValue(ctx, tokenKey{}, seen)
	got, err := call(context.WithValue(ctx, oauth2.HTTPClient, c.http), config)
	if err != nil {
		return nil, fmt.Errorf("token request: %w", clean(err))
	}
	return c.tokens(ctx, got, seen)
}

func (c *Client) secret(ctx context.Context) (string, error) {
	if c.Secret == nil {
		return "", errors.New("there is no client secret")
	}
	secret, err := c.Secret(ctx)
	if err != nil {
		return "", fmt.Errorf("the client secret: %w", err)
	}
	return secret, nil
}

type tokenKey struct{}

// tokenCall is one request to the token endpoint, on its way through the
// transport.
type tokenCall struct {
	client         *Client
	audience, code string

	// answer is what came, or unreadable why it is no object.
	answer     claims
	unreadable error
}

// prepare authenticates the client in the ways that x/oauth2 does not know.
func (t *tokenCall) prepare(r *http.Request) error {
	c := t.client
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	form, err := url.ParseQuery(string(data))
	if err != nil {
		return err
	}
	if c.ClientAuth == privateKeyJWT {
		assertion, err := c.assertion(r.Context(), t.audience)
		if err != nil {
			return err
		}
		form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
		form.Set("client_assertion", assertion)
	}
	q := c.Quirks
	rename(form, "client_id", q.ClientIDParam)
	rename(form, "client_secret", q.ClientSecretParam)
	if q.TokenParams != nil && t.code != "" {
		secret := ""
		if c.Secret != nil {
			if secret, err = c.secret(r.Context()); err != nil {
				return err
			}
		}
		for name, value := range q.TokenParams(c.ClientID, secret, t.code) {
			form.Set(name, value)
			if value == "" {
				form.Del(name)
			}
		}
	}
	r.Header.Set("Accept", "application/json")
	if q.TokenByGET {
		r.Method, r.Body, r.ContentLength, r.GetBody = http.MethodGet, nil, 0, nil
		r.Header.Del("Content-Type")
		query := r.URL.Query()
		maps.Copy(query, form)
		r.URL.RawQuery = query.Encode()
		return nil
	}
	body := form.Encode()
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
	return nil
}

func rename(form url.Values, from, to string) {
	if values, found := form[from]; found && to != "" {
		form[to] = values
		delete(form, from)
	}
}

// read takes the answer, and returns what of it x/oauth2 wants: nothing but
// texts. On a member of another type that nobody needs it would fail, with the
// code spent.
func (t *tokenCall) read(contentType string, data []byte) (string, []byte) {
	if isForm(contentType, data) {
		t.answer, t.unreadable = formObject(data)
	} else {
		t.answer, t.unreadable = object(data)
	}
	if t.unreadable != nil {
		return contentType, data
	}
	out := map[string]string{}
	for _, name := range []string{"access_token", "token_type", "refresh_token", "error"} {
		if text := t.answer.text(name); text != "" {
			out[name] = text
		}
	}
	plain, err := json.Marshal(out)
	if err != nil {
		return contentType, data
	}
	return "application/json", plain
}

// isForm tells a form, which some providers send, from JSON, which some send
// under the name of text.
func isForm(contentType string, data []byte) bool {
	kind, _, _ := mime.ParseMediaType(contentType) // a strange one is none
	switch kind {
	case "application/x-www-form-urlencoded":
		return true
	case "text/plain":
		return !bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{"))
	}
	return false
}

func formObject(data []byte) (claims, error) {
	values, err := url.ParseQuery(string(data))
	if err != nil {
		return nil, err
	}
	out := claims{}
	for name := range values {
		out[name] = values.Get(name)
	}
	return out, nil
}
