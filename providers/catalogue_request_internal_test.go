package providers

import (
	"maps"
	"reflect"
	"strings"
	"testing"
)

// TestCatalogueRequests are the requests that differ from the usual ones.
func TestCatalogueRequests(t *testing.T) {
	sealed(t)
	token, err := ParseDocument([]byte(`{"access_token":"a/t?1&2"}`))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]Request{
		"bungie":     {URL: bungieAccount, Header: map[string]string{"X-API-Key": "key"}},
		"dropbox":    {Method: "POST", URL: "https://api.dropboxapi.com/2/users/get_current_account"},
		"foursquare": {URL: "https://api.foursquare.com/v2/users/self?v=20230131&oauth_token=a%2Ft%3F1%262", Anonymous: true},
		"hubspot":    {URL: "https://api.hubapi.com/oauth/v1/access-tokens/a%2Ft%3F1&2", Anonymous: true},
	} {
		b, err := catalogue[id](client(id)...).(*oauth).build()
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if got := b.config.UserInfoRequest(Answer{Token: token}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", id, got)
		}
	}
}

func TestAzureDevOpsToken(t *testing.T) {
	got := settings(AzureDevOps).Quirks.TokenParams("client", "secret", "code")
	want := map[string]string{
		"grant_type":            "urn:ietf:params:oauth:grant-type:jwt-bearer",
		"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
		"client_assertion":      "secret", "assertion": "code", "client_id": "", "client_secret": "", "code": "",
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestBungieNeedsItsKey(t *testing.T) {
	sealed(t)
	if _, err := Bungie(ClientID("client"), ClientSecret("secret")).Describe(); err == nil || !strings.Contains(err.Error(), "AUTH_BUNGIE_API_KEY") {
		t.Errorf("without a key: %v", err)
	}
	if _, err := Bungie(ClientID("client"), ClientSecret("secret"), BungieKey("")).Describe(); err == nil {
		t.Error("with an empty key: no error")
	}
	t.Setenv("AUTH_BUNGIE_API_KEY", "of the environment")
	b, err := Bungie(ClientID("client"), ClientSecret("secret")).(*oauth).build()
	if err != nil {
		t.Fatal(err)
	}
	if got := b.config.UserInfoRequest(Answer{}).Header["X-API-Key"]; got != "of the environment" {
		t.Errorf("the key is %q", got)
	}
}

func TestDescopeIssuer(t *testing.T) {
	sealed(t)
	issuer := func(options ...OAuthOption) string {
		b, err := Descope(append(options, ClientSecret("secret"))...).(*oauth).build()
		if err != nil {
			t.Fatal(err)
		}
		return b.config.Issuer
	}
	t.Setenv("AUTH_DESCOPE_ID", "P1")
	for _, tt := range []struct{ got, want string }{
		{issuer(), "https://api.descope.com/P1"},
		{issuer(ClientID("P2")), "https://api.descope.com/P2"},
		{issuer(Issuer("https://auth.example.com/P1")), "https://auth.example.com/P1"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, not %q", tt.got, tt.want)
		}
	}
	t.Setenv("AUTH_DESCOPE_ISSUER", "https://api.descope.com/v1/apps/P1")
	if got := issuer(); got != "https://api.descope.com/v1/apps/P1" {
		t.Errorf("with the environment: %q", got)
	}
}
