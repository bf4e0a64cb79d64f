package ginauth

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/csrf"
)

// site is all that depends on whether the client speaks https: cookie names,
// and with them the key of an Auth.js v5 token. It is compiled by New, once
// for a fixed base URL, else for both.
type site struct {
	session, csrf, callback cookieSpec
	// attempt is the cookie of each sign-in under way at a provider: its name,
	// with a suffix. attempts seals them.
	attempt  cookieSpec
	attempts *authjs.Codec
	tokens   tokenFormat
	signer   *csrf.Signer
	// anonymous is the state of every request without a session.
	anonymous *state
}

func (a *Auth) newSite(cfg *Config, d dialect, secure bool) (*site, error) {
	s := &site{}
	var err error
	if s.session, err = newCookie(d.format.SessionCookie(secure), cfg.Cookies.Session, secure); err != nil {
		return nil, err
	}
	plain, host := "", ""
	if secure {
		plain, host = "__Secure-", "__Host-"
	}
	if s.callback, err = newCookie(plain+d.prefix+".callback-url", cfg.Cookies.CallbackURL, secure); err != nil {
		return nil, err
	}
	if s.csrf, err = newCookie(host+d.prefix+".csrf-token", cfg.Cookies.CSRF, secure); err != nil {
		return nil, err
	}
	if s.attempt, err = newCookie(host+d.prefix+".state", cfg.Cookies.State, secure); err != nil {
		return nil, err
	}
	if s.attempt.sameSite == http.SameSiteStrictMode {
		return nil, fmt.Errorf("the cookie %q is SameSite=Strict, and would not come back from a provider; leave it Lax", s.attempt.name)
	}
	if err := a.checkCookies(s); err != nil {
		return nil, err
	}
	secrets := cfg.secrets()
	// The purpose is in the key: what is sealed here is never a session.
	if s.attempts, err = authjs.NewCodec(d.format, d.prefix+".state", secrets...); err != nil {
		return nil, err
	}
	s.signer = csrf.NewSigner(d.joinSecrets, secrets...)
	if cfg.Session.Signed != nil {
		s.tokens, err = newSigned(cfg.Session.Signed)
	} else {
		salt := "" // NextAuth v4 has one key for every session cookie
		if d.format == authjs.V5 {
			salt = s.session.name
		}
		var codec *authjs.Codec
		codec, err = authjs.NewCodec(d.format, salt, secrets...)
		s.tokens = sealed{codec}
	}
	if err != nil {
		return nil, err
	}
	s.anonymous = &state{auth: a, site: s, session: a.noSession}
	return s, nil
}

func newCookie(name string, o CookieOptions, secure bool) (cookieSpec, error) {
	c := cookieSpec{name: name, domain: o.Domain, path: "/", secure: secure, sameSite: http.SameSiteLaxMode}
	if o.Name != "" {
		c.name = o.Name
	}
	if o.Path != "" {
		c.path = o.Path
	}
	if o.SameSite != 0 && o.SameSite != http.SameSiteDefaultMode {
		c.sameSite = o.SameSite
	}
	switch {
	case c.domain != "" && !validDomain(c.domain):
		return c, fmt.Errorf("the cookie %q has the Domain %q; it must be a domain, as \"example.com\"", c.name, c.domain)
	case c.cookie(c.name, "").String() == "":
		return c, fmt.Errorf("the cookie %q has a name or an attribute that is not allowed in a cookie", c.name)
	case strings.HasPrefix(c.name, "__Host-") && (c.domain != "" || c.path != "/"):
		return c, fmt.Errorf("the cookie %q has a Domain or Path; rename it without the prefix __Host-", c.name)
	case strings.HasPrefix(c.name, "__") && !secure:
		return c, fmt.Errorf("the cookie %q needs https", c.name)
	case c.sameSite == http.SameSiteNoneMode && !secure:
		return c, fmt.Errorf("the cookie %q has SameSite=None, which needs https", c.name)
	}
	return c, nil
}
