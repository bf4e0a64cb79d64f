package providers

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// check says what is missing, and what cannot work: all of it at once.
func (c *oauthConfig) check() error {
	var problems problems
	if c.err != nil {
		problems.addf("%w", c.err)
	}
	c.checkClient(&problems)
	c.checkEndpoints(&problems)
	c.checkRequests(&problems)
	for i, p := range problems {
		problems[i] = fmt.Errorf("provider %q: %w", c.ID, p)
	}
	return errors.Join(problems...)
}

type problems []error

func (p *problems) addf(format string, args ...any) { *p = append(*p, fmt.Errorf(format, args...)) }

func (c *oauthConfig) checkClient(p *problems) {
	if c.ClientID == "" {
		p.addf("there is no client id: set the environment variable %s or the option providers.ClientID", c.variable("ID"))
	}
	if unusable(c.ClientID) || unusable(string(c.ClientSecret)) {
		p.addf("the client id or the client secret has spaces around it, or a line break: look at where it comes from")
	}
	secretless := c.ClientAuth == PrivateKeyJWT || c.ClientAuth == NoClientAuth
	noSecret := c.ClientSecret == "" && c.ClientSecretFunc == nil
	switch {
	case !noSecret || c.err != nil: // what is wrong with the secret has been said
	case slices.Contains(c.IDTokenAlgs, "HS256"):
		p.addf("HS256 needs a client secret: set the environment variable %s or the option providers.ClientSecret", c.variable("SECRET"))
	case !secretless:
		p.addf("there is no client secret: set the environment variable %s or the option providers.ClientSecret%s", c.variable("SECRET"), c.secretHint)
	}
}

func (c *oauthConfig) checkEndpoints(p *problems) {
	if c.Issuer == "" && (c.openID || strings.Contains(c.AuthorizationURL+c.TokenURL+c.UserInfoURL, issuerPlace)) {
		p.addf("there is no issuer: set the environment variable %s or the option providers.Issuer", c.variable("ISSUER"))
	}
	if u, err := url.Parse(c.Issuer); c.Issuer != "" && (err != nil || u.RawQuery != "" || u.Fragment != "") {
		p.addf("the issuer %q has a query or a fragment", c.Issuer)
	}
	if c.openID {
		return
	}
	const needs = "OAuth 2.0 has no discovery and no standard claims: set providers.Config.%s"
	if c.AuthorizationURL == "" {
		p.addf(needs, "AuthorizationURL")
	}
	if c.TokenURL == "" {
		p.addf(needs, "TokenURL")
	}
	if c.UserInfoURL == "" && c.UserInfoRequest == nil {
		p.addf(needs, "UserInfoURL")
	}
	if c.Profile == nil {
		p.addf(needs, "Profile")
	}
}

func (c *oauthConfig) checkRequests(p *problems) {
	if c.Timeout != 0 && (c.Timeout < 50*time.Millisecond || c.Timeout > 9*time.Second) {
		p.addf("the Timeout is %v; it must be between 50 ms and 9 s, or the answer comes later than a person waits", c.Timeout)
	}
	if c.UserInfo > UserInfoNever {
		p.addf("the UserInfo is %d; use UserInfoWhenNeeded, UserInfoAlways or UserInfoNever", c.UserInfo)
	}
	for _, o := range c.RedirectsVia {
		if u, err := url.Parse(o); o != "https:" && (err != nil || !web(u) || o != u.Scheme+"://"+u.Host) {
			p.addf("RedirectsVia has %q, which is not an origin, as \"https://id.example.com\", nor \"https:\"", o)
		}
	}
	for _, name := range flowParams {
		if _, found := c.AuthorizationParams[name]; found && (name != "response_type" || c.Quirks.TokenParams == nil) {
			p.addf("AuthorizationParams has %q, which the flow sets by itself", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Also)) {
		if u, err := url.Parse(c.expand(c.Also[name])); err != nil || !web(u) {
			p.addf("Also[%q] is not an https URL", name)
		}
	}
	for _, color := range []string{c.Style.Background, c.Style.Text} {
		if color != "" && !colorPattern.MatchString(color) {
			p.addf("the Style has the color %q; write it as \"#24292f\"", color)
		}
	}
}

// web tells the URLs to which a request can go; rp says which of them may.
func web(u *url.URL) bool { return (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" }

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
