package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/salesforce.svg
var salesforceLogo string

// Salesforce signs in with Salesforce;
// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_openid.htm.
// Issuer is https://DOMAIN.my.salesforce.com for the users of one domain. The
// address is verified if Salesforce says so.
func Salesforce(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "salesforce", Name: "Salesforce",
		builtIn:      "https://login.salesforce.com",
		UserInfo:     UserInfoAlways,     // its ID tokens say little of the user
		RedirectsVia: []string{"https:"}, // the domain of the user's company
		Style:        ginauth.ProviderStyle{Logo: salesforceLogo, Background: "#00a1e0", Text: "#000"},
	}, options...)
}
