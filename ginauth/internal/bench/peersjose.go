package main

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/go-jose/go-jose/v4"
)

// joseClaims are the claims of the 318-byte token.
type joseClaims struct {
	Name      string `json:"name"`
	Email     string `json:"email"`
	Picture   string `json:"picture"`
	Subject   string `json:"sub"`
	UID       string `json:"id"`
	Role      string `json:"role"`
	JWT       string `json:"jwt"`
	IssuedAt  int64  `json:"iat"`
	ExpiresAt int64  `json:"exp"`
	ID        string `json:"jti"`
}

// joseRead is what a careful program would write that opens Auth.js's tokens
// with go-jose: the key derived once, the algorithms fixed, "exp" checked.
func joseRead(cookieName string, key []byte, enc jose.ContentEncryption) gin.HandlerFunc {
	algorithms, encryptions := []jose.KeyAlgorithm{jose.DIRECT}, []jose.ContentEncryption{enc}
	return func(c *gin.Context) {
		cookie, err := c.Request.Cookie(cookieName)
		if err != nil {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		claims := new(joseClaims)
		if err := joseOpen(cookie.Value, key, algorithms, encryptions, claims); err != nil || time.Now().Unix() >= claims.ExpiresAt {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		c.Set("session", claims)
	}
}

func joseOpen(token string, key []byte, a []jose.KeyAlgorithm, e []jose.ContentEncryption, claims *joseClaims) error {
	sealed, err := jose.ParseEncryptedCompact(token, a, e)
	if err != nil {
		return err
	}
	text, err := sealed.Decrypt(key)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, claims)
}

func joseSubject(m *minted, t mintedToken, salt, info string, size int, enc jose.ContentEncryption) (*subject, error) {
	key, err := hkdf.Key(sha256.New, []byte(m.Secret), []byte(salt), info, size)
	if err != nil {
		return nil, fmt.Errorf("go-jose: %w", err)
	}
	return newSubject(seen{userID, role}, joseRead(t.Cookies[0].Name, key, enc), func(c *gin.Context, got *seen) {
		s := c.MustGet("session").(*joseClaims)
		got.id, got.role = s.UID, s.Role
	}).sendsToken(t), nil
}

func buildJoseV4(m *minted) (*subject, error) {
	return joseSubject(m, m.V4, "", "NextAuth.js Generated Encryption Key", 32, jose.A256GCM)
}

func buildJoseV5(m *minted) (*subject, error) {
	salt := m.V5.Cookies[0].Name
	return joseSubject(m, m.V5, salt, "Auth.js Generated Encryption Key ("+salt+")", 64, jose.A256CBC_HS512)
}
