package providers

import "testing"

// The access token of an Enterprise server goes to that server.
func TestGitHubEnterprise(t *testing.T) {
	for issuer, want := range map[string]string{
		"": "https://api.github.com/user", "https://github.com/login/oauth": "https://api.github.com/user",
		"https://git.example.com/login/oauth": "https://git.example.com/api/v3/user", "https://git.example.com/login/oauth/": "https://git.example.com/api/v3/user",
	} {
		p, ok := GitHub(ClientID("a"), ClientSecret("b"), Issuer(issuer)).(*oauth)
		if !ok {
			t.Fatal("another type")
		}
		b, err := p.build()
		if err != nil {
			t.Fatal(err)
		}
		if c := b.config; c.UserInfoURL != want || c.also()["emails"] != want+"/emails" {
			t.Errorf("%q: %s, %v", issuer, c.UserInfoURL, c.Also)
		}
	}
	own := Configure(func(c *Config) { c.UserInfoURL = "https://proxy.example.com/user" })
	p, _ := GitHub(ClientID("a"), ClientSecret("b"), Issuer("https://git.example.com/login/oauth"), own).(*oauth)
	if b, err := p.build(); err != nil || b.config.UserInfoURL != "https://proxy.example.com/user" {
		t.Errorf("the program's own URL is gone: %v", err)
	}
}
