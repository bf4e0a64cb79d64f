package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// UnitedEffects signs in with United Effects Auth;
// https://docs.unitedeffects.com. Issuer is https://auth.unitedeffects.com/GROUP. The
// address is verified if United Effects says so.
func UnitedEffects(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "united-effects", Name: "United Effects",
		AuthorizationParams: map[string]string{"resource": "{issuer}"},
	}, options...)
}
