package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/microsoft-entra-id.svg
var microsoftEntraIdLogo string

// MicrosoftEntraID signs in with accounts of organisations and of Microsoft;
// https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc. Issuer is
// https://login.microsoftonline.com/TENANT/v2.0, with a tenant's id, with
// "organizations" (no personal accounts), or by default with "common" (everybody).
// For personal accounts alone the tenant is 9188040d-6c67-4c5b-b112-36a304b66dad.
// The administrator of any tenant can write any address into an account: it counts
// as verified only with the optional claim xms_edov.
func MicrosoftEntraID(options ...OAuthOption) ginauth.Provider {
	return OIDC(entraConfig("microsoft-entra-id", "Microsoft Entra ID", microsoftEntraIdLogo), options...)
}

// entraConfig is Entra ID, under either of the names it has had.
func entraConfig(id, name, logo string) Config {
	return Config{
		ID: id, Name: name,
		builtIn: "https://login.microsoftonline.com/common/v2.0",
		Scopes:  []string{"openid", "profile", "email", "User.Read"},
		// It gives no more than the ID token, says its documentation: an account
		// without an address has none there, either.
		UserInfo: UserInfoNever,
		// The issuer of common and organizations is
		// https://login.microsoftonline.com/{tenantid}/v2.0.
		Quirks:       Quirks{TenantIssuer: true},
		RedirectsVia: []string{"https://login.live.com"},
		Style:        ginauth.ProviderStyle{Logo: logo, Background: "#0072c6", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{
				User:          ginauth.User{ID: a.Text("sub"), Name: a.Text("name"), Email: a.Text("email")},
				EmailVerified: a.Bool("xms_edov") || a.Text("xms_edov") == "1",
			}
		},
	}
}
