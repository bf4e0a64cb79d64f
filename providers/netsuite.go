package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// NetSuite signs in with an account of NetSuite;
// https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/chapter_157769826287.html.
// Issuer is https://ACCOUNTID, without a domain, as https://1234567-sb1. NetSuite
// has no userinfo endpoint: deploy a RESTlet that returns
// runtime.getCurrentUser(), and set UserInfoURL. It does not say whether the
// address is verified.
func NetSuite(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "netsuite", Name: "NetSuite",
		AuthorizationURL: "{issuer}.app.netsuite.com/app/login/oauth2/authorize.nl",
		TokenURL:         "{issuer}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token",
		Scopes:           []string{"restlets", "rest_webservices"},
		RedirectsVia:     []string{"https://system.netsuite.com"},
		Style:            ginauth.ProviderStyle{Background: "#181a1b", Text: "#fbfbfb"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{ID: a.Text("id"), Name: a.Text("name"), Email: a.Text("email")}}
		},
	}, options...)
}
