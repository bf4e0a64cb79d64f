package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/cookie"
	"github.com/gin-gonic/gin"
	"golang.org/x/oauth2"
)

// buildSignInByHand is the flow of go-oidc's README and its example, with
// PKCE: state, nonce and verifier in an encrypted session cookie of
// gin-contrib/sessions, and afterwards the user in it.
func buildSignInByHand(m *minted) (*subject, error) {
	provider, err := newIDP()
	if err != nil {
		return nil, err
	}
	ctx := oidc.ClientContext(context.Background(), &http.Client{Transport: provider})
	discovered, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		return nil, fmt.Errorf("go-oidc: %w", err)
	}
	app := &handMade{
		ctx: ctx, verifier: discovered.Verifier(&oidc.Config{ClientID: clientID}),
		config: oauth2.Config{
			ClientID: clientID, ClientSecret: clientSecret, RedirectURL: baseURL + "/callback",
			Endpoint: discovered.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
		},
	}
	app.config.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
	hashKey, blockKey := sha256.Sum256([]byte("hash"+m.Secret)), sha256.Sum256([]byte("block"+m.Secret))
	store := cookie.NewStore(hashKey[:], blockKey[:])
	s := newSubject(plain, sessions.Sessions(peerCookie, store), func(c *gin.Context, got *seen) {
		session := sessions.Default(c)
		got.id, _ = session.Get("email").(string)
		got.role, _ = session.Get("name").(string)
	})
	s.engine.GET("/login", app.login)
	s.engine.GET("/callback", app.callback)
	s.flow = &signInFlow{idp: provider, back: "/callback", begin: func() *http.Request { return newRequest("/login", "") }}
	return s, nil
}

type handMade struct {
	// ctx carries the HTTP client, as x/oauth2 wants it.
	ctx      context.Context //nolint:containedctx // as go-oidc's example keeps it
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
}

func (a *handMade) login(c *gin.Context) {
	state, nonce, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	session := sessions.Default(c)
	session.Set("state", state)
	session.Set("nonce", nonce)
	session.Set("verifier", verifier)
	if err := session.Save(); err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Redirect(http.StatusFound, a.config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)))
}

func (a *handMade) callback(c *gin.Context) {
	session := sessions.Default(c)
	state, _ := session.Get("state").(string)
	nonce, _ := session.Get("nonce").(string)
	verifier, _ := session.Get("verifier").(string)
	if state == "" || subtle.ConstantTimeCompare([]byte(c.Query("state")), []byte(state)) != 1 {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	token, err := a.config.Exchange(a.ctx, c.Query("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		c.AbortWithStatus(http.StatusBadGateway)
		return
	}
	raw, _ := token.Extra("id_token").(string)
	idToken, err := a.verifier.Verify(a.ctx, raw)
	if err != nil || idToken.Nonce != nonce {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	var claims struct{ Name, Email, Picture string }
	if err := idToken.Claims(&claims); err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	session.Clear()
	session.Set("sub", idToken.Subject)
	session.Set("name", claims.Name)
	session.Set("email", claims.Email)
	session.Set("picture", claims.Picture)
	if err := session.Save(); err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Redirect(http.StatusFound, "/")
}
