package providers

import (
	"context"
	"errors"

	"github.com/ginauth/gin-auth/ginauth"
)

var errNotJSON = errors.New("the answer is not JSON")

type oauth struct{ config oauthConfig }

func newOAuth(c oauthConfig, options []OAuthOption) ginauth.Provider {
	for _, o := range options {
		o.applyOAuth(&c)
	}
	return &oauth{c}
}

func (o *oauth) Describe() (ginauth.ProviderInfo, error) { return ginauth.ProviderInfo{}, nil }
func (o *oauth) AuthorizationURL(context.Context, ginauth.AuthorizationRequest) (string, error) {
	return "", nil
}
