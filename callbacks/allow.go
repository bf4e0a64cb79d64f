package callbacks

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

// AllowEmailDomains lets users in only by their address: its domain has to be
// one of these, exactly (sub-domains are others). No domain is an error of New. A
// user without a single plain address is refused, and so is one of an OAuth
// provider that does not vouch for the address: anybody could claim it there.
// With credentials it is the program that has to know the address.
func AllowEmailDomains(domains ...string) ginauth.Callbacks {
	allowed := make([]string, len(domains))
	for i, d := range domains {
		allowed[i] = strings.ToLower(strings.TrimPrefix(d, "@"))
	}
	var bad error
	if len(domains) == 0 || slices.Contains(allowed, "") {
		bad = errors.New("callbacks.AllowEmailDomains: name the domains, as example.com; none lets nobody in")
	}
	return ginauth.Callbacks{Err: bad, SignIn: func(_ context.Context, in ginauth.SignInParams) error {
		u := ginauth.UserOf(in.User)
		if u == nil || in.Account.Type != ginauth.TypeCredentials && in.Account.Provider != "" && !in.EmailVerified {
			return ginauth.ErrAccessDenied
		}
		if domain := u.EmailDomain(); domain == "" || !slices.Contains(allowed, domain) {
			return ginauth.ErrAccessDenied
		}
		return nil
	}}
}

// AllowRedirectOrigins lets a browser be sent, after signing in or out, to the
// given origins besides the own one: "https://app.example.com", with scheme
// and, if it is not the usual one, port. Each is compared as a whole. An entry
// that is not an origin is an error of New.
func AllowRedirectOrigins(origins ...string) ginauth.Callbacks {
	var bad error
	allowed := make(map[string]bool, len(origins))
	for _, o := range origins {
		o = strings.TrimSuffix(o, "/")
		_, rest, _ := strings.Cut(o, "://")
		key, ok := originOf(o)
		if !ok || strings.ContainsAny(rest, "/?#") {
			bad = errors.Join(bad, fmt.Errorf("callbacks.AllowRedirectOrigins: %q is not an origin; write it as https://app.example.com", o))
			continue
		}
		allowed[key] = true
	}
	return ginauth.Callbacks{Err: bad, Redirect: func(_ context.Context, in ginauth.RedirectParams) (string, error) {
		if key, ok := originOf(in.URL); ok && allowed[key] {
			return in.URL, nil
		}
		return "", nil
	}}
}

// originOf is strict: what a browser could read in another way has no origin.
func originOf(raw string) (string, bool) {
	if strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' }) {
		return "", false
	}
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Opaque != "" || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", false
	}
	port := u.Port()
	if port == "" || (u.Scheme == "http" && port == "80") || (u.Scheme == "https" && port == "443") {
		return u.Scheme + "://" + strings.ToLower(u.Hostname()), true
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port, true
}
