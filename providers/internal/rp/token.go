package rp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
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

// ErrInvalidGrant says that a refresh token is worth nothing any more.
var ErrInvalidGrant = errors.New("the grant has ended")

// deadGrant are the codes of it: RFC 6749 section 5.2, OpenID Connect Core
// section 3.1.2.6, and what GitHub and others say.
var deadGrant = []string{
	"invalid_grant", "bad_refresh_token", "invalid_token", "interaction_required", "login_required", "consent_required",
	"invalid_request", // X; there is nothing else in the request that could be invalid
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
		if _, _, err := c.keys.known(ctx); err != nil {
			return nil, err
		}
	}
	return m, nil
}

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

// errTokenAnswer is an answer that says yes, and cannot be used.
var errTokenAnswer = errors.New("token answer")

// maxTokenLength bounds what ends up in sessions and request headers.
const maxTokenLength = 16 << 10

// tokens reads what x/oauth2 does not: scope, ID token, and the type, which
// RFC 6749 section 5.1 requires.
func (c *Client) tokens(ctx context.Context, got *oauth2.Token, seen *tokenCall) (*Tokens, error) {
	answer, err := seen.object()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errTokenAnswer, err)
	}
	if !c.Quirks.AnyTokenType && !strings.EqualFold(answer.text("token_type"), "bearer") {
		return nil, fmt.Errorf("%w: the token_type is not Bearer", errTokenAnswer)
	}
	for _, token := range []string{got.AccessToken, got.RefreshToken} {
		if len(token) > maxTokenLength || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return nil, fmt.Errorf("%w: a token is too long, or has characters that it must not have", errTokenAnswer)
		}
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errTokenAnswer, err)
	}
	out := &Tokens{
		Access: got.AccessToken, Refresh: got.RefreshToken, ID: answer.text("id_token"),
		SessionState: answer.text("session_state"), Scope: c.scopeOf(answer), Response: raw,
	}
	if out.ExpiresIn = lifetime(answer["expires_in"]); out.ExpiresIn > 0 {
		out.ExpiresAt = c.Now(ctx).Unix() + out.ExpiresIn
	}
	return out, nil
}

// scopeOf is the granted scope with spaces between, whichever way the provider
// writes it.
func (c *Client) scopeOf(answer claims) string {
	switch scope := answer["scope"].(type) {
	case string:
		switch {
		case c.ScopeSeparator != "":
			scope = strings.ReplaceAll(scope, c.ScopeSeparator, " ")
		case !strings.Contains(scope, " "): // GitHub
			scope = strings.ReplaceAll(scope, ",", " ")
		}
		return strings.Join(strings.Fields(scope), " ")
	case []any: // Twitch
		var words []string
		for _, v := range scope {
			if s, ok := v.(string); ok {
				words = append(words, s)
			}
		}
		return strings.Join(words, " ")
	}
	return ""
}

// lifetime reads expires_in in seconds: a number, or text as PayPal has it.
func lifetime(v any) int64 {
	const most = 10 * 365 * 24 * 3600
	var f float64
	switch v := v.(type) {
	case json.Number:
		f, _ = v.Float64() // what is too large becomes the most
	case string:
		f, _ = strconv.ParseFloat(v, 64)
	}
	if math.IsNaN(f) || f <= 0 {
		return 0
	}
	return int64(min(f, most))
}

// within tells whether each word of a scope is one of those that are allowed.
func within(scope string, allowed []string) bool {
	for word := range strings.FieldsSeq(scope) {
		if !slices.Contains(allowed, word) {
			return false
		}
	}
	return true
}

type tokenKey struct{}

// tokenCall is one request to the token endpoint, on its way through the
// transport.
type tokenCall struct {
	client         *Client
	audience, code string

	contentType string
	answer      []byte
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

// object is the answer as a JSON object; some providers send a form, and some
// send JSON under the name of text.
func (t *tokenCall) object() (claims, error) {
	if !t.isForm() {
		return object(t.answer)
	}
	values, err := url.ParseQuery(string(t.answer))
	if err != nil {
		return nil, err
	}
	out := claims{}
	for name := range values {
		out[name] = values.Get(name)
	}
	return out, nil
}

func (t *tokenCall) isForm() bool {
	kind, _, _ := mime.ParseMediaType(t.contentType) // a strange one is none
	switch kind {
	case "application/x-www-form-urlencoded":
		return true
	case "text/plain":
		return !bytes.HasPrefix(bytes.TrimLeft(t.answer, " \t\r\n"), []byte("{"))
	}
	return false
}

// plain is the answer with nothing but the texts that x/oauth2 wants: it fails
// on a member of another type that nobody needs, with the code spent.
func (t *tokenCall) plain() (contentType string, body []byte) {
	answer, err := t.object()
	if err != nil {
		return t.contentType, t.answer
	}
	out := map[string]string{}
	for _, name := range []string{"access_token", "token_type", "refresh_token", "error"} {
		if text := answer.text(name); text != "" {
			out[name] = text
		}
	}
	body, err = json.Marshal(out)
	if err != nil {
		return t.contentType, t.answer
	}
	return "application/json", body
}
