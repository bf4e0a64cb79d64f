package rp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/oauth2"
)

// errTokenAnswer is an answer that says yes, and cannot be used.
var errTokenAnswer = errors.New("token answer")

// maxTokenLength bounds what ends up in sessions and request headers.
const maxTokenLength = 16 << 10

// tokens reads what x/oauth2 does not: scope, ID token, and the type, which
// RFC 6749 section 5.1 requires.
func (c *Client) tokens(ctx context.Context, got *oauth2.Token, seen *tokenCall) (*Tokens, error) {
	answer := seen.answer
	if seen.unreadable != nil {
		return nil, fmt.Errorf("%w: %w", errTokenAnswer, seen.unreadable)
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
