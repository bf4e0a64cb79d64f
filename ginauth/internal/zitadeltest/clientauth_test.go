package zitadeltest_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/ginauth/gin-auth/providers"
)

// The ways in which a program proves who it is, for the code and for the
// refresh token.
func TestClientAuth(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		auth   oidc.AuthMethod
		public any
		config func(*providers.Config)
	}{
		{"basic", oidc.AuthMethodBasic, nil, func(c *providers.Config) { c.ClientAuth = providers.ClientSecretBasic }},
		{"post", oidc.AuthMethodPost, nil, func(c *providers.Config) { c.ClientAuth = providers.ClientSecretPost }},
		{"none", oidc.AuthMethodNone, nil, func(c *providers.Config) {
			c.ClientAuth, c.ClientID, c.ClientSecret = providers.NoClientAuth, "public", ""
		}},
		{"private key, RSA", oidc.AuthMethodPrivateKeyJWT, &rsaKey.PublicKey, func(c *providers.Config) {
			c.ClientAuth, c.ClientSecret, c.ClientKey, c.ClientKeyID = providers.PrivateKeyJWT, "", rsaKey, "client-key"
		}},
		{"private key, EC", oidc.AuthMethodPrivateKeyJWT, &ecKey.PublicKey, func(c *providers.Config) {
			c.ClientAuth, c.ClientSecret, c.ClientKey, c.ClientKeyID = providers.PrivateKeyJWT, "", ecKey, "client-key"
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := start(t, options{config: test.config, store: func(s *store) {
				s.auth, s.age = test.auth, 14*time.Second
				if test.public != nil {
					s.clientKey = &jose.JSONWebKey{Key: test.public, KeyID: "client-key", Use: "sig"}
				}
			}})
			// The provider takes no assertion from the future: the program's clock
			// is behind at the sign-in, and right at the refresh.
			p.advance(-13 * time.Second)
			b := p.newBrowser()
			b.signIn()
			before := b.session()
			p.advance(13 * time.Second)
			after := b.session()
			if after == nil || after.Access == before.Access || after.Error != "" {
				t.Errorf("after a refresh: %+v\n%s", after, p.logs)
			}
		})
	}
}
