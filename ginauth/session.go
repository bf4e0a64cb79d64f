package ginauth

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// User is the person who signs in, as a provider describes them. An
// application that knows more embeds User in a struct of its own and returns
// that from its provider:
//
//	type User struct {
//		ginauth.User
//		Role, AccessToken string
//	}
//
// In JSON, as in the session that a browser reads, empty fields are left out.
type User struct {
	// ID is the stable identifier of the account; it becomes the token's "sub".
	ID    string `json:"id,omitempty"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	// Image is the URL of a picture.
	Image string `json:"image,omitempty"`
}

func (u *User) user() *User { return u }

// EmailDomain returns the domain of the user's address in lower case, or "" if
// the address is not a single plain one: no quotes, no display name, only ASCII.
// It says nothing of whether the address is theirs.
func (u *User) EmailDomain() string {
	_, domain, _ := strings.Cut(plainAddress(u.Email), "@")
	return domain
}

// Token is what a session keeps: the claims of the encrypted cookie, or of
// the record in a store. It does not reach the browser in the clear (but see
// [SessionConfig] for signed tokens and the cookie store). An
// application that keeps more embeds Token in a struct of its own, as with the
// claims of golang-jwt:
//
//	type Token struct {
//		ginauth.Token
//		Role string `json:"role"`
//	}
//
// Claims that the struct does not name (another service wrote them into a
// shared cookie) survive when the session is issued again.
//
// Name, Email, Picture and Subject may be set by the jwt callback. The other
// fields are the library's own: it overwrites what a callback writes there.
type Token struct {
	// Name, Email, Picture and Subject are the user's name, e-mail address,
	// image and ID; JSON's null and "" are the same.
	Name    string `json:"name,omitempty"`
	Email   string `json:"email,omitempty"`
	Picture string `json:"picture,omitempty"`
	Subject string `json:"sub,omitempty"`

	// SessionID names the session ("sid"). It stays the same while the session
	// is issued again, and is new at each sign-in.
	SessionID string `json:"sid,omitempty"`
	// AuthTime is when the user signed in ("auth_time", Unix seconds).
	AuthTime int64 `json:"auth_time,omitempty"`
	// IssuedAt, ExpiresAt and ID are "iat" and "exp" in Unix seconds, and "jti":
	// those of the token as it came in.
	IssuedAt  int64  `json:"iat,omitempty"`
	ExpiresAt int64  `json:"exp,omitempty"`
	ID        string `json:"jti,omitempty"`
}

func (t *Token) token() *Token { return t }

// Session is what handlers and the browser see of a signed-in user. An
// application that shows more embeds Session in a struct of its own and fills
// it in the session callback:
//
//	type Session struct {
//		ginauth.Session
//		Role string `json:"role"`
//	}
//
// A session is immutable once it is in the Gin context: it may be read from
// other goroutines, and must not be written to.
type Session struct {
	// User holds name, e-mail and image, as in Auth.js. Its ID is empty unless
	// the session callback sets it.
	User User `json:"user"`
	// Expires is when the session ends if it is not used.
	Expires Time `json:"expires"`
}

func (s *Session) session() *Session { return s }

// UserLike is a pointer to a struct that embeds [User].
type UserLike interface{ user() *User }

// TokenLike is a pointer to a struct that embeds [Token].
type TokenLike interface{ token() *Token }

// SessionLike is a pointer to a struct that embeds [Session].
type SessionLike interface{ session() *Session }

// UserOf returns the [User] embedded in u, or nil if u is nil.
func UserOf(u UserLike) *User {
	if isNil(u) {
		return nil
	}
	return u.user()
}

// Time is an instant that JSON shows as JavaScript's Date.toISOString does:
// UTC with milliseconds, "2026-12-23T11:00:00.000Z".
type Time struct{ time.Time }

const isoMillis = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes the instant as a JSON string in UTC with milliseconds.
func (t Time) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, len(isoMillis)+2)
	b = append(b, '"')
	b = t.UTC().AppendFormat(b, isoMillis)
	return append(b, '"'), nil
}

// UnmarshalJSON reads an RFC 3339 instant.
func (t *Time) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &t.Time); err != nil {
		return fmt.Errorf("ginauth: session time: %w", err)
	}
	return nil
}

// registered copies the claims that the library reads by itself.
func registered(c *authjs.Claims) Token {
	return Token{
		Name: c.Name, Email: c.Email, Picture: c.Picture, Subject: c.Subject,
		SessionID: c.SessionID, AuthTime: c.AuthTime,
		IssuedAt: c.IssuedAt, ExpiresAt: c.ExpiresAt, ID: c.ID,
	}
}

// restore sets the claims that are the library's own, and leaves those of the
// user as they are.
func (t *Token) restore(c *authjs.Claims) {
	own := registered(c)
	own.Name, own.Email, own.Picture, own.Subject = t.Name, t.Email, t.Picture, t.Subject
	*t = own
}
