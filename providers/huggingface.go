package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/huggingface.svg
var huggingFaceLogo string

// HuggingFace signs in with Hugging Face; https://huggingface.co/docs/hub/oauth.
// The address is verified if Hugging Face says so.
func HuggingFace(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "huggingface", Name: "Hugging Face",
		builtIn: "https://huggingface.co",
		Style:   ginauth.ProviderStyle{Logo: huggingFaceLogo, Background: "#FFD21E", Text: "#000"},
	}, options...)
}
