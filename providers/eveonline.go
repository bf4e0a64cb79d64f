package providers

import (
	"net/url"

	"github.com/ginauth/gin-auth/ginauth"
)

// EVEOnline signs in with a character of EVE Online;
// https://developers.eveonline.com/docs/services/sso/. There is no address.
// Players may hand a character to another account: whoever minds compares
// CharacterOwnerHash of the profile with the one of the last sign-in.
func EVEOnline(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "eveonline", Name: "EVE Online",
		AuthorizationURL: "https://login.eveonline.com/v2/oauth/authorize",
		TokenURL:         "https://login.eveonline.com/v2/oauth/token",
		UserInfoURL:      "https://login.eveonline.com/oauth/verify",
		Scopes:           []string{"publicData"},
		// It takes the code_verifier only in an encoding of its own:
		// https://github.com/ccpgames/sso-issues/issues/60.
		Quirks: Quirks{NoPKCE: true},
		Profile: func(a Answer) Profile {
			p := Profile{User: ginauth.User{ID: a.Text("CharacterID"), Name: a.Text("CharacterName")}}
			if p.ID != "" {
				p.Image = "https://images.evetech.net/characters/" + url.PathEscape(p.ID) + "/portrait?size=128"
			}
			return p
		},
	}, options...)
}
