package providers

import (
	"os"
	"slices"

	"github.com/ginauth/gin-auth/ginauth"
)

// Descope signs in with Descope; https://docs.descope.com/identity-federation/.
// The client id is that of the project. Issuer is https://api.descope.com/PROJECT-ID
// unless set: a federated application has its own. The address is verified if
// the ID token says so.
func Descope(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "descope", Name: "Descope",
		Style: ginauth.ProviderStyle{Background: "#1C1C23", Text: "#ffffff"},
	}, append(slices.Clip(options), oauthOption(descopeIssuer))...)
}

// descopeIssuer makes the issuer of the client id, if neither the program nor
// the environment has one.
func descopeIssuer(c *oauthConfig) {
	id := c.ClientID
	if id == "" {
		id = os.Getenv(c.variable("ID"))
	}
	if id != "" && c.Issuer == "" && os.Getenv(c.variable("ISSUER")) == "" {
		c.Issuer = "https://api.descope.com/" + id
	}
}
