package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"time"

	ginjwt "github.com/appleboy/gin-jwt/v3"
	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
)

const peerCookie = "session"

// sign makes a token of the very claims that the Auth.js token holds.
func sign(m *minted, t mintedToken) (string, error) {
	method := jwt.SigningMethodHS256
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." +
		base64.RawURLEncoding.EncodeToString([]byte(t.Payload))
	sig, err := method.Sign(text, []byte(m.Secret))
	if err != nil {
		return "", fmt.Errorf("signing the peer's token: %w", err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(sig), nil
}

// sendsPeer sends a peer's token and forges its end, the signature.
func (s *subject) sendsPeer(token string) *subject {
	header := peerCookie + "=" + token
	return s.sends(header, len(header)-10)
}

// jwtClaims are the claims of the 318-byte token.
type jwtClaims struct {
	jwt.RegisteredClaims
	Name    string `json:"name"`
	Email   string `json:"email"`
	Picture string `json:"picture"`
	UID     string `json:"id"`
	Role    string `json:"role"`
	JWT     string `json:"jwt"`
}

// jwtLongClaims are the claims of the 4 KB token.
type jwtLongClaims struct {
	jwtClaims
	RefreshToken string   `json:"refresh_token"`
	Tenant       string   `json:"tenant"`
	Organisation string   `json:"organisation"`
	Department   string   `json:"department"`
	Locale       string   `json:"locale"`
	Timezone     string   `json:"timezone"`
	Plan         string   `json:"plan"`
	Scope        string   `json:"scope"`
	Permissions  []string `json:"permissions"`
}

// parsed is a middleware in the way of golang-jwt's documentation, with one
// strict parser for all requests.
func parsed[C any, PC interface {
	*C
	jwt.Claims
}](m *minted) gin.HandlerFunc {
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithStrictDecoding(), jwt.WithLeeway(15*time.Second),
	)
	key := []byte(m.Secret)
	keyFunc := jwt.Keyfunc(func(*jwt.Token) (any, error) { return key, nil })
	return func(c *gin.Context) {
		cookie, err := c.Request.Cookie(peerCookie)
		if err != nil {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		claims := PC(new(C))
		if _, err := parser.ParseWithClaims(cookie.Value, claims, keyFunc); err != nil {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		c.Set("session", claims)
	}
}

func buildJWTStruct(m *minted) (*subject, error) {
	token, err := sign(m, m.V4)
	if err != nil {
		return nil, err
	}
	return newSubject(seen{userID, role}, parsed[jwtClaims](m), func(c *gin.Context, got *seen) {
		s := c.MustGet("session").(*jwtClaims)
		got.id, got.role = s.UID, s.Role
	}).sendsPeer(token), nil
}

// buildJWTStructLong sends one cookie of more than 4096 bytes, which a browser
// would not store: golang-jwt has no chunks.
func buildJWTStructLong(m *minted) (*subject, error) {
	token, err := sign(m, m.V5Large)
	if err != nil {
		return nil, err
	}
	return newSubject(seen{userID, role}, parsed[jwtLongClaims](m), func(c *gin.Context, got *seen) {
		s := c.MustGet("session").(*jwtLongClaims)
		got.id, got.role = s.UID, s.Role
	}).sendsPeer(token), nil
}

func buildGinJWT(m *minted) (*subject, error) {
	token, err := sign(m, m.V4)
	if err != nil {
		return nil, err
	}
	mw, err := ginjwt.New(&ginjwt.GinJWTMiddleware{
		Realm: "bench", Key: []byte(m.Secret), SigningAlgorithm: "HS256",
		TokenLookup: "cookie: " + peerCookie, IdentityKey: "id",
	})
	if err != nil {
		return nil, fmt.Errorf("gin-jwt: %w", err)
	}
	return newSubject(seen{userID, role}, mw.MiddlewareFunc(), func(c *gin.Context, got *seen) {
		claims := ginjwt.ExtractClaims(c)
		got.id, _ = claims["id"].(string)
		got.role, _ = claims["role"].(string)
	}).sendsPeer(token), nil
}
