package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/slack.svg
var slackLogo string

// Slack signs in with Slack;
// https://docs.slack.dev/authentication/sign-in-with-slack. The address is verified
// if Slack says so.
func Slack(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "slack", Name: "Slack",
		builtIn: "https://slack.com",
		// PKCE is for apps that are set to it, which makes them public clients: with
		// it, the client secret is refused. See
		// https://docs.slack.dev/authentication/using-pkce and
		// https://github.com/paradigmxyz/centaur/pull/1100.
		Quirks: Quirks{NoPKCE: true},
		Style:  ginauth.ProviderStyle{Logo: slackLogo, Background: "#611f69", Text: "#fff"},
	}, options...)
}
