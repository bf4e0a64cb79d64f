package providers

import (
	_ "embed"
	"strconv"
	"strings"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/discord.svg
var discordLogo string

// Discord signs in with Discord; https://discord.com/developers/docs/topics/oauth2.
// The address is verified if Discord says so.
func Discord(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "discord", Name: "Discord",
		AuthorizationURL: "https://discord.com/api/oauth2/authorize",
		TokenURL:         endpoints.Discord.TokenURL,
		UserInfoURL:      "https://discord.com/api/users/@me",
		Scopes:           []string{"identify", "email"},
		Style:            ginauth.ProviderStyle{Logo: discordLogo, Background: "#5865F2", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{
				User: ginauth.User{
					ID: a.Text("id"), Name: a.Text("global_name", "username"),
					Email: a.Text("email"), Image: discordImage(a),
				},
				EmailVerified: a.Bool("verified"),
			}
		},
	}, options...)
}

// discordImage is the avatar, or the one that Discord shows in its place:
// https://discord.com/developers/docs/reference#image-formatting.
func discordImage(a Answer) string {
	const cdn = "https://cdn.discordapp.com/"
	id, avatar := a.Text("id"), a.Text("avatar")
	switch {
	case avatar == "":
		index := uint64(0)
		if tag, err := strconv.ParseUint(a.Text("discriminator"), 10, 64); err == nil && tag != 0 {
			index = tag % 5
		} else if n, err := strconv.ParseUint(id, 10, 64); err == nil {
			index = n >> 22 % 6
		}
		return cdn + "embed/avatars/" + strconv.FormatUint(index, 10) + ".png"
	case strings.HasPrefix(avatar, "a_"):
		return cdn + "avatars/" + id + "/" + avatar + ".gif"
	}
	return cdn + "avatars/" + id + "/" + avatar + ".png"
}
