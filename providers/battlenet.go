package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/battlenet.svg
var battleNetLogo string

// BattleNet signs in with Battle.net;
// https://develop.battle.net/documentation/guides/using-oauth. Issuer is for
// China only: https://oauth.battlenet.com.cn. There is no address.
func BattleNet(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "battlenet", Name: "Battle.net",
		builtIn: "https://oauth.battle.net",
		Scopes:  []string{"openid"}, // the only one of OpenID Connect that it knows
		Style:   ginauth.ProviderStyle{Logo: battleNetLogo, Background: "#148eff", Text: "#fff"},
		Profile: func(a Answer) Profile {
			// The BattleTag can be changed; it is a name, and no id.
			return Profile{User: ginauth.User{ID: a.Text("sub"), Name: a.Text("battle_tag", "battletag")}}
		},
	}, options...)
}
