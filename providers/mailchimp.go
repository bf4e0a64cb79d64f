package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/mailchimp.svg
var mailchimpLogo string

// Mailchimp signs in with Mailchimp;
// https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2. It
// does not say whether the address is verified.
func Mailchimp(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "mailchimp", Name: "Mailchimp",
		AuthorizationURL: endpoints.Mailchimp.AuthURL,
		TokenURL:         endpoints.Mailchimp.TokenURL,
		UserInfoURL:      mailchimpMetadata,
		// Its documentation has the scheme OAuth.
		UserInfoRequest: func(a Answer) Request {
			return Request{
				URL: mailchimpMetadata, Anonymous: true,
				Header: map[string]string{"Authorization": "OAuth " + a.Token.Text("access_token")},
			}
		},
		// An Authorization header is refused at the token endpoint
		// (https://github.com/lelylan/simple-oauth2/issues/343), and its answer has
		// access_token, expires_in and scope only.
		ClientAuth: ClientSecretPost,
		Quirks:     Quirks{AnyTokenType: true},
		Style:      ginauth.ProviderStyle{Logo: mailchimpLogo, Background: "#000", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("login.login_id"), Name: a.Text("accountname"), Email: a.Text("login.email"),
			}}
		},
	}, options...)
}

const mailchimpMetadata = "https://login.mailchimp.com/oauth2/metadata"
