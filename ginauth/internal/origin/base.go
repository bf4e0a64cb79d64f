// Package origin answers where this program lives on the web, and where a
// browser may be sent.
package origin

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Base is the public address of the auth routes.
type Base struct {
	// Origin is scheme://host[:port], normalised; Host is its host[:port].
	Origin, Host string
	// Path is the public path of the auth routes, "" or "/…" without a trailing
	// slash.
	Path string
	// Secure is true for https.
	Secure bool
}

// URL is the public URL of the auth routes.
func (b Base) URL() string { return b.Origin + b.Path }

// ParseBase reads a base URL as AUTH_URL has it: without a scheme it is https,
// and http for this machine, which has no certificate.
func ParseBase(raw string) (Base, error) {
	if !strings.Contains(raw, "://") {
		scheme := "https://"
		if u, err := url.Parse("//" + raw); err == nil && loopback(u.Hostname()) {
			scheme = "http://"
		}
		raw = scheme + raw
	}
	u, err := url.Parse(raw)
	if err != nil {
		return Base{}, errors.New("it does not parse as a URL")
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return Base{}, fmt.Errorf("its scheme is %q; use http or https", u.Scheme)
	case u.Host == "":
		return Base{}, errors.New("it has no host")
	case u.User != nil:
		return Base{}, errors.New("it holds a user name or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return Base{}, errors.New("it has a query or a fragment")
	}
	host, ok := NormalHost(u.Host, u.Scheme)
	if !ok {
		return Base{}, fmt.Errorf("its host %q is not a plain ASCII host name (write international names in punycode)", u.Host)
	}
	path, err := CleanPath(u.Path)
	if err != nil {
		return Base{}, err
	}
	return Base{
		Origin: u.Scheme + "://" + host, Host: host, Path: path,
		Secure: u.Scheme == "https",
	}, nil
}

// Loopback tells whether host[:port] is this machine. Browsers treat it as
// secure without https.
func Loopback(hostport string) bool {
	if u, err := url.Parse("//" + hostport); err == nil {
		return loopback(u.Hostname())
	}
	return false
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// CleanPath checks a base path and cuts its trailing slash; "/" becomes "".
func CleanPath(path string) (string, error) {
	path = strings.TrimSuffix(path, "/")
	if path == "" {
		return "", nil
	}
	if path[0] != '/' {
		return "", fmt.Errorf("the path %q does not start with /", path)
	}
	for seg := range strings.SplitSeq(path[1:], "/") {
		if seg == "" || seg == "." || seg == ".." {
			return "", fmt.Errorf("the path %q has an empty or dotted segment", path)
		}
	}
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`\?#%:*"<>`, c) >= 0 {
			return "", fmt.Errorf("the path %q has a character that a path must not have", path)
		}
	}
	return path, nil
}

// NormalHost lowers the case of host[:port] and cuts the scheme's own port.
// It is false for anything that is not a host: a spoofed Host header can hold
// all sorts of things.
func NormalHost(host, scheme string) (string, bool) {
	host = strings.ToLower(host)
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	if host == "" || len(host) > 255 || host[0] == ':' || host[0] == '.' {
		return "", false
	}
	for i := range len(host) {
		c := host[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '.', c == '-', c == '_', c == ':', c == '[', c == ']':
		default:
			return "", false
		}
	}
	if u, err := url.Parse(scheme + "://" + host); err != nil || u.Host != host || u.Hostname() == "" {
		return "", false
	}
	return host, true
}
