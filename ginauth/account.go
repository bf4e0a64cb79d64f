package ginauth

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// Account is the link between a user and the provider that vouches for them,
// with the tokens of the sign-in, as in Auth.js
// (https://authjs.dev/reference/core/adapters#adapteraccount). It does not
// print its tokens; as JSON it holds them.
type Account struct {
	// Provider is the provider's id, Type its type.
	Provider string       `json:"provider"`
	Type     ProviderType `json:"type"`
	// ProviderAccountID is the user's id at the provider.
	ProviderAccountID string `json:"providerAccountId"`

	// AccessToken, RefreshToken and IDToken are the provider's tokens; "" if it
	// gave none. An ID token is here only if it was verified.
	AccessToken  string `json:"access_token,omitempty"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	// TokenType is "bearer". Scope are the granted scopes, divided by spaces.
	TokenType string `json:"token_type,omitempty"`
	Scope     string `json:"scope,omitempty"`
	// ExpiresAt is when the access token ends, in Unix seconds, and ExpiresIn how
	// many seconds it lasts in all; 0 if the provider does not say.
	ExpiresAt int64 `json:"expires_at,omitempty"`
	ExpiresIn int64 `json:"expires_in,omitempty"`
	// SessionState is session_state of OpenID Connect Session Management.
	SessionState string `json:"session_state,omitempty"`
	// TokenResponse is the whole answer of the token endpoint: what a provider
	// adds to it is only there.
	TokenResponse json.RawMessage `json:"-"`
}

// LogValue shows which account it is, and no token.
func (a Account) LogValue() slog.Value {
	return slog.GroupValue(slog.String("provider", a.Provider), slog.String("type", string(a.Type)),
		slog.String("providerAccountId", a.ProviderAccountID))
}

// Format shows which account it is, and no token.
func (a Account) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%s account %q", a.Provider, a.ProviderAccountID) // fmt has no use for an error either
}
