package adapter

import (
	"fmt"
	"log/slog"
	"time"
)

// User is a row of users.
type User struct {
	// ID is the store's own.
	ID string
	// Name, Email and Image may be empty. No two users have the same Email.
	Name, Email, Image string
	// EmailVerified is when the program has seen proof that the address is
	// theirs; zero if it has not.
	EmailVerified time.Time
	// Disabled says that the user may not sign in.
	Disabled bool
}

// Account is a row of accounts: one way in for a user. Provider and
// ProviderAccountID name it. The tokens are sealed before they get here.
type Account struct {
	UserID string
	// Type is "oauth", "oidc", "credentials", "email" or "webauthn".
	Type, Provider, ProviderAccountID string

	RefreshToken, AccessToken, IDToken string
	TokenType, Scope, SessionState     string
	// ExpiresAt is when the access token ends, in Unix seconds; 0 if nobody knows.
	ExpiresAt int64
}

// LogValue shows which account it is, and no token.
func (a Account) LogValue() slog.Value {
	return slog.GroupValue(slog.String("provider", a.Provider), slog.String("providerAccountId", a.ProviderAccountID))
}

// Format shows which account it is, and no token.
func (a Account) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%s account %q", a.Provider, a.ProviderAccountID) // fmt has no use for an error
}

// Session is a row of sessions.
type Session struct {
	// ID names the session in lists; it stays as long as the session.
	ID string
	// SessionToken is what the cookie's value leads to (see [SessionToken]).
	SessionToken string
	UserID       string
	Expires      time.Time

	CreatedAt, LastSeen time.Time
	// IP and UserAgent are those of the last request that was noted; at most 45
	// and 255 bytes.
	IP, UserAgent string
	// Data is what the session keeps, sealed; nil in a row that Auth.js wrote.
	Data []byte
	// Version counts the writes of UpdateSession and MarkSessions.
	Version int64
	// Stale says that the user was changed since (see [Sessions].MarkSessions).
	Stale bool
}

// Revocation is what has been revoked of a session in a cookie and its user.
type Revocation struct {
	// Revoked says that this very session has been ended.
	Revoked bool
	// Disabled says that the user may not be signed in, or does not exist.
	Disabled bool
	// ValidAfter ends all sessions that began at this second or before, but the
	// one with the ID Except; zero: none.
	ValidAfter time.Time
	Except     string
	// Touched is when the user was last changed; zero: never.
	Touched time.Time
}

// VerificationToken is a row of verification_token. Token is a hash.
type VerificationToken struct {
	// Identifier is at most 255 bytes, Token 64 hexadecimal digits.
	Identifier, Token string
	Expires           time.Time
}

// Authenticator is a row of authenticators: a passkey.
type Authenticator struct {
	// CredentialID and CredentialPublicKey are in base64.
	CredentialID, UserID, ProviderAccountID string
	CredentialPublicKey                     string
	Counter                                 uint32
	// CredentialDeviceType is "singleDevice" or "multiDevice".
	CredentialDeviceType string
	CredentialBackedUp   bool
	// Transports are divided by commas; may be empty.
	Transports string
}
