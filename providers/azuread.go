package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/azure-ad.svg
var azureLogo string

// AzureAD signs in with Microsoft Entra ID, under the id of its former name;
// https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc. Issuer is
// https://login.microsoftonline.com/TENANT-ID/v2.0; without it, accounts of all
// tenants and personal ones are taken. An address is verified only if the
// optional claim xms_edov says so: any tenant may write any address.
func AzureAD(options ...OAuthOption) ginauth.Provider {
	return OIDC(entraConfig("azure-ad", "Azure Active Directory", azureLogo), options...)
}
