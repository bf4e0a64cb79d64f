package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/cognito.svg
var cognitoLogo string

// Cognito signs in with a user pool of Amazon Cognito;
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-integration.html.
// Issuer is https://cognito-idp.REGION.amazonaws.com/POOL-ID. The address is
// verified if Cognito says so.
func Cognito(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "cognito", Name: "Cognito",
		Style: ginauth.ProviderStyle{Logo: cognitoLogo, Background: "#C17B9E", Text: "#fff"},
	}, options...)
}
