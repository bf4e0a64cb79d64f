package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/hydra.svg
var hydraLogo string

// Hydra signs in with Ory Hydra or an Ory Network project;
// https://www.ory.com/docs/hydra/. Issuer is as its configuration has it, as
// https://PROJECT.projects.oryapis.com. The address is verified if the ID token
// says so.
func Hydra(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "hydra", Name: "Hydra",
		RedirectsVia: []string{"https:"}, // Hydra has no pages: a login program has them
		Style:        ginauth.ProviderStyle{Logo: hydraLogo, Background: "#fff", Text: "#0F172A"},
	}, options...)
}
