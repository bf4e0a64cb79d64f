package providers_test

import (
	"context"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

func TestOptionsForUsersOfAnAdapter(t *testing.T) {
	authorize := func(context.Context, struct{}) (*ginauth.User, error) { return nil, nil }
	info, err := providers.Credentials(authorize, providers.AdapterUsers()).Describe()
	if err != nil || !info.AdapterUsers {
		t.Errorf("AdapterUsers: %+v %v", info, err)
	}
	id, secret := providers.ClientID("id"), providers.ClientSecret("secret")
	info, err = providers.GitHub(id, secret, providers.DangerousEmailAccountLinking()).Describe()
	if err != nil || !info.DangerousEmailAccountLinking {
		t.Errorf("DangerousEmailAccountLinking: %+v %v", info, err)
	}
	if info, err = providers.GitHub(id, secret).Describe(); err != nil || info.DangerousEmailAccountLinking {
		t.Errorf("by default: %+v %v", info, err)
	}
}
