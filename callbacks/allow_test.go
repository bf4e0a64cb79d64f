package callbacks_test

import (
	"context"
	"errors"
	"testing"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// At most providers anybody can claim any address: only a proven one counts.
func TestAllowEmailDomainsAsksForProof(t *testing.T) {
	allow := callbacks.AllowEmailDomains("example.com").SignIn
	for name, tc := range map[string]struct {
		account  ginauth.Account
		verified bool
		ok       bool
	}{
		"OAuth, proven":  {ginauth.Account{Provider: "github", Type: ginauth.TypeOAuth}, true, true},
		"OAuth, claimed": {ginauth.Account{Provider: "github", Type: ginauth.TypeOAuth}, false, false},
		"OIDC, claimed":  {ginauth.Account{Provider: "google", Type: ginauth.TypeOIDC}, false, false},
		"credentials":    {ginauth.Account{Provider: "credentials", Type: ginauth.TypeCredentials}, false, true},
		"from a handler": {ginauth.Account{Type: ginauth.TypeCredentials}, false, true},
	} {
		err := allow(context.Background(), ginauth.SignInParams{
			User: &ginauth.User{ID: "1", Email: "ann@example.com"}, Account: tc.account, EmailVerified: tc.verified,
		})
		if (err == nil) != tc.ok || err != nil && !errors.Is(err, ginauth.ErrAccessDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
