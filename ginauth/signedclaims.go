package ginauth

import (
	"encoding/json"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// jwsClaims carries our claims through golang-jwt as the JSON they are.
type jwsClaims struct {
	authjs.Claims
	issuer   string
	audience jwt.ClaimStrings
}

// MarshalJSON writes the claims as they are.
func (c *jwsClaims) MarshalJSON() ([]byte, error) { return []byte(c.Raw), nil }

// UnmarshalJSON reads them.
func (c *jwsClaims) UnmarshalJSON(data []byte) error {
	parsed, err := authjs.ParseClaims(string(data))
	if err != nil {
		return err
	}
	var about struct {
		Issuer   string           `json:"iss"`
		Audience jwt.ClaimStrings `json:"aud"`
	}
	if err := json.Unmarshal(data, &about); err != nil {
		return err
	}
	c.Claims, c.issuer, c.audience = parsed, about.Issuer, about.Audience
	return nil
}

func date(seconds int64) *jwt.NumericDate {
	if seconds == 0 {
		return nil
	}
	return jwt.NewNumericDate(time.Unix(seconds, 0))
}

// GetExpirationTime implements [jwt.Claims].
func (c *jwsClaims) GetExpirationTime() (*jwt.NumericDate, error) { return date(c.ExpiresAt), nil }

// GetIssuedAt implements [jwt.Claims].
func (c *jwsClaims) GetIssuedAt() (*jwt.NumericDate, error) { return date(c.IssuedAt), nil }

// GetNotBefore implements [jwt.Claims].
func (c *jwsClaims) GetNotBefore() (*jwt.NumericDate, error) { return date(c.NotBefore), nil }

// GetIssuer implements [jwt.Claims].
func (c *jwsClaims) GetIssuer() (string, error) { return c.issuer, nil }

// GetSubject implements [jwt.Claims].
func (c *jwsClaims) GetSubject() (string, error) { return c.Subject, nil }

// GetAudience implements [jwt.Claims].
func (c *jwsClaims) GetAudience() (jwt.ClaimStrings, error) { return c.audience, nil }

// withIssuer adds "iss" and "aud" to claims.
func (s *signed) withIssuer(raw string) (string, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &members); err != nil {
		return "", err
	}
	for name, value := range map[string]string{"iss": s.issuer, "aud": s.audience} {
		if value == "" {
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			return "", err
		}
		members[name] = text
	}
	out, err := json.Marshal(members)
	return string(out), err
}
