package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// policy writes the Content-Security-Policy of a page. Chromium holds the
// redirects that answer a form to form-action, too: every origin where a form
// may end (an identity provider, another origin of the application) has to be
// in the list.
func policy(nonce string, formAction []string) (string, error) {
	targets := []string{"'self'"}
	for i, origin := range formAction {
		if err := checkOrigin(origin); err != nil {
			return "", err
		}
		if !slices.Contains(formAction[:i], origin) {
			targets = append(targets, origin)
		}
	}
	return "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
		"style-src 'nonce-" + nonce + "'; img-src 'self' https: data:; form-action " + strings.Join(targets, " "), nil
}

// checkOrigin admits scheme://host[:port] with the characters of a host, and so
// nothing that could end the directive or begin another; and "https:", any host,
// for a provider that does not know beforehand where it sends people. An IPv6
// address passes and has no effect: CSP has no syntax for it, and browsers skip
// it.
func checkOrigin(s string) error {
	if s == "https:" {
		return nil
	}
	bad := fmt.Errorf("pages: form-action %q is not an origin: want https://host or https://host:port", s)
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "" ||
		s != u.Scheme+"://"+u.Host || strings.HasSuffix(u.Host, ":") {
		return bad
	}
	for _, c := range []byte(u.Host) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && !strings.ContainsRune("-._:[]", rune(c)) {
			return bad
		}
	}
	return nil
}

// setHeaders sets what every page has.
func setHeaders(h http.Header, csp string) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	// Not no-referrer: under that, browsers send "Origin: null" with the page's
	// own forms (Fetch, "append a request Origin header"), and over plain http
	// to a host other than localhost no Sec-Fetch-Site either, so that
	// http.CrossOriginProtection would refuse every sign-in there. same-origin
	// sends nothing to anybody else. Seen in Chromium 156.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Pragma", "no-cache")
	varyCookie(h)
}

// varyCookie adds Cookie to Vary, once.
func varyCookie(h http.Header) {
	for _, line := range h.Values("Vary") {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name == "*" || strings.EqualFold(name, "Cookie") {
				return
			}
		}
	}
	h.Add("Vary", "Cookie")
}
