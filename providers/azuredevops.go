package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/azure-devops.svg
var azureDevOpsLogo string

// AzureDevOps signs in with Azure DevOps Services;
// https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/azure-devops-oauth.
// Microsoft takes no new registrations since April 2025 and ends it in 2026: use
// MicrosoftEntraID for what is new. The address is one that users set
// themselves, and not verified.
func AzureDevOps(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "azure-devops", Name: "Azure DevOps",
		AuthorizationURL:    "https://app.vssps.visualstudio.com/oauth2/authorize",
		TokenURL:            "https://app.vssps.visualstudio.com/oauth2/token",
		UserInfoURL:         "https://app.vssps.visualstudio.com/_apis/profile/profiles/me?details=true&coreAttributes=Avatar&api-version=6.0",
		Scopes:              []string{"vso.profile"},
		AuthorizationParams: map[string]string{"response_type": "Assertion"},
		ClientAuth:          ClientSecretPost,
		Quirks:              Quirks{TokenParams: azureDevOpsToken, AnyTokenType: true},
		Style:               ginauth.ProviderStyle{Logo: azureDevOpsLogo},
		// The avatar is not a URL, but the picture itself.
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{ID: a.Text("id"), Name: a.Text("displayName"), Email: a.Text("emailAddress")}}
		},
	}, options...)
}

// azureDevOpsToken makes the token request that the documentation has: the
// secret is an assertion of the client, the code one of the user.
func azureDevOpsToken(_, clientSecret, code string) map[string]string {
	return map[string]string{
		"grant_type":            "urn:ietf:params:oauth:grant-type:jwt-bearer",
		"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
		"client_assertion":      clientSecret,
		"assertion":             code,
		"client_id":             "", "client_secret": "", "code": "",
	}
}
