package providers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// client makes the provider usable.
func client(id string, further ...OAuthOption) []OAuthOption {
	return slices.Concat([]OAuthOption{ClientID("client"), ClientSecret("secret")}, furtherOptions[id], further)
}

// needsIssuer tells whether a provider does not work without one.
func needsIssuer(id string) bool {
	_, err := catalogue[id](client(id)...).Describe()
	return err != nil && strings.Contains(err.Error(), "issuer")
}

// TestCatalogueTogether makes one program of all providers: URLs, logos and
// ids are in order.
func TestCatalogueTogether(t *testing.T) {
	sealed(t)
	var all []ginauth.Provider
	for _, id := range slices.Sorted(maps.Keys(catalogue)) {
		options := client(id)
		if needsIssuer(id) {
			options = append(options, Issuer(somewhere))
		}
		p := catalogue[id](options...)
		if _, err := p.Describe(); err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		all = append(all, p)
	}
	_, err := ginauth.NewAuth(ginauth.Config{
		Secret: "0123456789abcdef0123456789abcdef", BaseURL: "https://app.example.com", Providers: all,
	})
	if err != nil {
		t.Error(err)
	}
}
