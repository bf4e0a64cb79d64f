package providers

import "github.com/ginauth/gin-auth/ginauth"

// AzureADB2C signs in with a user flow of Azure AD B2C;
// https://learn.microsoft.com/azure/active-directory-b2c/openid-connect. Issuer
// is https://TENANT.b2clogin.com/tfp/TENANT-ID/FLOW/v2.0/ if the flow's issuer
// claim is set to the form with tfp. Else it is
// https://TENANT.b2clogin.com/TENANT-ID/v2.0/, and DiscoveryURL
// https://TENANT.b2clogin.com/TENANT-ID/FLOW/v2.0. The address comes without a
// word on whether it is verified.
func AzureADB2C(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "azure-ad-b2c", Name: "Azure AD B2C",
		Style: ginauth.ProviderStyle{Logo: azureLogo, Background: "#0072c6", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("sub"), Name: a.Text("name", "preferred_username"), Email: a.Text("emails.0"),
			}}
		},
	}, options...)
}
