package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

func buildSignInV4(m *minted) (*subject, error) { return ourSignIn(m, ginauth.NextAuth) }
func buildSignInV5(m *minted) (*subject, error) { return ourSignIn(m, ginauth.AuthJS) }

// ourSignIn is the flow as a browser has it that comes from the sign-in page:
// with a CSRF token and its cookie.
func ourSignIn(m *minted, p ginauth.Protocol) (*subject, error) {
	provider, err := newIDP()
	if err != nil {
		return nil, err
	}
	auth, err := ginauth.NewAuth(ginauth.Config{
		Protocol: p, BaseURL: baseURL, Secret: ginauth.Secret(m.Secret), Logger: slog.New(slog.DiscardHandler),
		Providers: []ginauth.Provider{providers.OIDC(providers.Config{
			ID: "example", Issuer: issuer, ClientID: clientID, ClientSecret: clientSecret,
			HTTPClient: &http.Client{Transport: provider},
		})},
	})
	if err != nil {
		return nil, err
	}
	s := newSubject(plain, auth.Middleware(), readPlain)
	w := newWriter()
	s.serve(w, newRequest("/api/auth/csrf", ""))
	var csrf struct {
		Token string `json:"csrfToken"`
	}
	if err := json.Unmarshal(w.body, &csrf); err != nil {
		return nil, fmt.Errorf("GET /csrf: %w", err)
	}
	cookie := cookieHeader("", w)
	if csrf.Token == "" || cookie == "" {
		return nil, errors.New("GET /csrf gave no token")
	}
	form := url.Values{"csrfToken": {csrf.Token}, "callbackUrl": {baseURL + "/"}}.Encode()
	s.flow = &signInFlow{idp: provider, back: "/api/auth/callback/example", begin: func() *http.Request {
		r := newRequest("/api/auth/signin/example", cookie)
		r.Method = http.MethodPost
		r.Header["Content-Type"] = []string{"application/x-www-form-urlencoded"}
		r.Header["Origin"] = []string{baseURL}
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(form)), int64(len(form))
		return r
	}}
	return s, nil
}
