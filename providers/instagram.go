package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/instagram.svg
var instagramLogo string

// Instagram signs in with Instagram;
// https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login.
// There is no address. Meta ended the API for personal accounts in December
// 2024; an app for professional ones sets Scopes to instagram_business_basic.
func Instagram(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "instagram", Name: "Instagram",
		AuthorizationURL: endpoints.Instagram.AuthURL,
		TokenURL:         endpoints.Instagram.TokenURL,
		UserInfoURL:      "https://graph.instagram.com/me?fields=id,username,account_type,name",
		Scopes:           []string{"user_profile"},
		ClientAuth:       ClientSecretPost,
		// https://github.com/nextauthjs/next-auth/issues/8867.
		Quirks: Quirks{AnyTokenType: true},
		Style:  ginauth.ProviderStyle{Logo: instagramLogo, Background: "#fff", Text: "#000"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{ID: a.Text("id"), Name: a.Text("username", "name")}}
		},
	}, options...)
}
