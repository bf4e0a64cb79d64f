package providers

import (
	_ "embed"
	"slices"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/apple.svg
var appleLogo string

// Apple signs in with Apple;
// https://developer.apple.com/documentation/signinwithapple. The client id is
// that of a Services ID. In place of a client secret give the key that it is
// signed with: [AppleKey], or AUTH_APPLE_TEAM_ID, AUTH_APPLE_KEY_ID and
// AUTH_APPLE_PRIVATE_KEY. Apple answers with a POST and wants https. The name
// comes with the first sign-in only. The address, which may be a relay, is
// verified if the ID token says so.
func Apple(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "apple", Name: "Apple",
		builtIn: "https://appleid.apple.com",
		// Without its discovery document, which named another issuer than the
		// tokens for some days of June 2025
		// (https://github.com/nextauthjs/next-auth/issues/13050).
		AuthorizationURL: "{issuer}/auth/authorize", TokenURL: "{issuer}/auth/token", JWKSURL: "{issuer}/auth/keys",
		Scopes:     []string{"openid", "name", "email"},
		ClientAuth: ClientSecretPost,
		FormPost:   true, // Apple demands it for the scopes name and email
		UserInfo:   UserInfoNever,
		Style:      ginauth.ProviderStyle{Logo: appleLogo, Background: "#000", Text: "#fff"},
		Profile:    appleProfile,
	}, append(slices.Clip(options), oauthOption(appleEnvironment))...)
}

// appleProfile takes the name from the parameter user, which the browser
// brings and nobody has signed; and so nothing else.
func appleProfile(a Answer) Profile {
	p := Profile{
		User:          ginauth.User{ID: a.Text("sub"), Email: a.Text("email")},
		EmailVerified: a.Bool("email_verified"),
	}
	if user, err := ParseDocument([]byte(a.Params["user"])); err == nil {
		p.Name = join(user.Text("name.firstName"), user.Text("name.lastName"))
	}
	if p.Name == "" {
		p.Name = p.Email
	}
	return p
}
