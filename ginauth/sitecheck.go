package ginauth

import (
	"fmt"
	"net"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
)

// checkCookies refuses what would have one cookie overwrite another, or the
// browser keep or send none of them.
func (a *Auth) checkCookies(s *site) error {
	seen := map[string]bool{}
	for _, c := range []cookieSpec{s.session, s.csrf, s.callback, s.attempt} {
		if seen[c.name] {
			return fmt.Errorf("two cookies have the name %q; rename one of them", c.name)
		}
		if c.name != s.session.name && strings.HasPrefix(c.name, s.session.name+".") {
			return fmt.Errorf("the cookie %q has the name of a chunk of %q; rename it", c.name, s.session.name)
		}
		seen[c.name] = true
		if c.path != "/" && !strings.HasPrefix(a.public(), strings.TrimSuffix(c.path, "/")+"/") {
			return fmt.Errorf("the cookie %q has the Path %q, and would not reach the auth routes at %q", c.name, c.path, a.public())
		}
		if a.base == nil || c.domain == "" {
			continue
		}
		domain, host := strings.TrimPrefix(c.domain, "."), hostname(a.base.Host)
		if host != domain && !strings.HasSuffix(host, "."+domain) {
			return fmt.Errorf("the cookie %q has the Domain %q, which does not contain the host %q of the base URL", c.name, c.domain, host)
		}
	}
	return nil
}

func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return hostport
}

func validDomain(domain string) bool {
	plain := strings.TrimPrefix(domain, ".")
	host, ok := origin.NormalHost(plain, "any")
	return ok && host == plain && !strings.ContainsAny(host, ":[]")
}
