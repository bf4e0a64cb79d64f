package rp

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"
)

// What a program configures wrongly fails before anybody signs in.
func TestNewRefuses(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		change func(*Config)
		says   string
	}{
		"no client":        {func(c *Config) { c.ClientID = "" }, "client id"},
		"no issuer":        {func(c *Config) { c.Issuer = "" }, "issuer"},
		"http issuer":      {func(c *Config) { c.Issuer = "http://id.example.com" }, "https is needed"},
		"odd issuer":       {func(c *Config) { c.Issuer = "id.example.com" }, "not a URL"},
		"javascript":       {func(c *Config) { c.Endpoints.Authorization = "javascript:alert(1)" }, "AuthorizationURL"},
		"user in a URL":    {func(c *Config) { c.Endpoints.Token = "https://a:b@c/" }, "user name"},
		"internal path":    {func(c *Config) { c.InternalURL = "http://x/realms" }, "InternalURL"},
		"auth":             {func(c *Config) { c.ClientAuth = "basic" }, "client_secret_basic"},
		"no key":           {func(c *Config) { c.ClientAuth = "private_key_jwt" }, "ClientKey"},
		"weak key":         {func(c *Config) { c.ClientAuth, c.Key = "private_key_jwt", weak }, "2048"},
		"no secret":        {func(c *Config) { c.Secret = nil }, "secret"},
		"public, no PKCE":  {func(c *Config) { c.ClientAuth, c.Quirks.NoPKCE = "none", true }, "PKCE"},
		"alg none":         {func(c *Config) { c.Algs = []string{"none"} }, "IDTokenAlgs"},
		"HS256 and others": {func(c *Config) { c.Algs = []string{"HS256", "RS256"} }, "IDTokenAlgs"},
		"no endpoints":     {func(c *Config) { c.OpenID = false }, "AuthorizationURL"},
		"logout": {func(c *Config) {
			c.OpenID, c.Logout, c.Endpoints = false, true, Endpoints{Authorization: "https://a/", Token: "https://a/"}
		}, "EndSessionURL"},
	} {
		c := Config{OpenID: true, Issuer: testIssuer, ClientID: testClient, Secret: func(context.Context) (string, error) { return "s", nil }}
		tc.change(&c)
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, issuer := range []string{"http://localhost:8080", "http://127.0.0.1:1/x", "http://[::1]:1"} {
		if _, err := New(Config{OpenID: true, Issuer: issuer, ClientID: "x", Secret: func(context.Context) (string, error) { return "s", nil }}); err != nil {
			t.Errorf("%s: %v", issuer, err)
		}
	}
}
