package providers

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// check says what is missing, and what cannot work: all of it at once.
func (c *oauthConfig) check() error {
	var problems []error
	problem := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("provider %q: "+format, append([]any{c.ID}, args...)...))
	}
	if c.err != nil {
		problem("%w", c.err)
	}
	if c.ClientID == "" {
		problem("there is no client id: set the environment variable %s or the option providers.ClientID", c.variable("ID"))
	}
	if unusable(c.ClientID) || unusable(string(c.ClientSecret)) {
		problem("the client id or the client secret has spaces around it, or a line break: look at where it comes from")
	}
	secretless := c.ClientAuth == PrivateKeyJWT || c.ClientAuth == NoClientAuth
	noSecret := c.ClientSecret == "" && c.ClientSecretFunc == nil
	switch {
	case !noSecret || c.err != nil: // what is wrong with the secret has been said
	case slices.Contains(c.IDTokenAlgs, "HS256"):
		problem("HS256 needs a client secret: set the environment variable %s or the option providers.ClientSecret", c.variable("SECRET"))
	case !secretless:
		problem("there is no client secret: set the environment variable %s or the option providers.ClientSecret%s", c.variable("SECRET"), c.secretHint)
	}
	if c.Issuer == "" && (c.openID || strings.Contains(c.AuthorizationURL+c.TokenURL+c.UserInfoURL, issuerPlace)) {
		problem("there is no issuer: set the environment variable %s or the option providers.Issuer", c.variable("ISSUER"))
	}
	if u, err := url.Parse(c.Issuer); c.Issuer != "" && (err != nil || u.RawQuery != "" || u.Fragment != "") {
		problem("the issuer %q has a query or a fragment", c.Issuer)
	}
	if !c.openID {
		for name, missing := range map[string]bool{
			"AuthorizationURL": c.AuthorizationURL == "", "TokenURL": c.TokenURL == "",
			"UserInfoURL": c.UserInfoURL == "" && c.UserInfoRequest == nil, "Profile": c.Profile == nil,
		} {
			if missing {
				problem("OAuth 2.0 has no discovery and no standard claims: set providers.Config.%s", name)
			}
		}
	}
	if c.Timeout != 0 && (c.Timeout < 50*time.Millisecond || c.Timeout > 9*time.Second) {
		problem("the Timeout is %v; it must be between 50 ms and 9 s, or the answer comes later than a person waits", c.Timeout)
	}
	if c.UserInfo > UserInfoNever {
		problem("the UserInfo is %d; use UserInfoWhenNeeded, UserInfoAlways or UserInfoNever", c.UserInfo)
	}
	for _, o := range c.RedirectsVia {
		if u, err := url.Parse(o); o != "https:" && (err != nil || (u.Scheme != "https" && u.Scheme != "http") || o != u.Scheme+"://"+u.Host || u.Host == "") {
			problem("RedirectsVia has %q, which is not an origin, as \"https://id.example.com\", nor \"https:\"", o)
		}
	}
	for _, name := range flowParams {
		if _, found := c.AuthorizationParams[name]; found && (name != "response_type" || c.Quirks.TokenParams == nil) {
			problem("AuthorizationParams has %q, which the flow sets by itself", name)
		}
	}
	for name, u := range c.Also {
		if parsed, err := url.Parse(c.expand(u)); err != nil || parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http") {
			problem("Also[%q] is not an https URL", name)
		}
	}
	for _, color := range []string{c.Style.Background, c.Style.Text} {
		if color != "" && !colorPattern.MatchString(color) {
			problem("the Style has the color %q; write it as \"#24292f\"", color)
		}
	}
	slices.SortFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(problems...)
}

// flowParams are the parameters of an authorization request that the flow is
// made of.
var flowParams = []string{
	"client_id", "redirect_uri", "response_type", "response_mode", "state", "nonce", "code_challenge", "code_challenge_method", "scope", "request", "request_uri",
}

var colorPattern = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)

// unusable tells what a file or a shell has added to a value.
func unusable(s string) bool {
	return s != strings.TrimSpace(s) || strings.ContainsFunc(s, unicode.IsControl)
}
