package origin

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// ErrUntrustedHost says that a request's host may not serve as the origin.
var ErrUntrustedHost = errors.New("the request's host is not trusted: set BaseURL (AUTH_URL) or TrustedHosts")

// Resolver finds the base of a request when no base URL is configured.
type Resolver struct {
	path    string
	any     bool
	hosts   map[string]bool
	proxies []netip.Prefix
}

// NewResolver makes a resolver. path is the path of the auth routes; anyHost
// trusts every Host header; hosts are the trusted ones otherwise; proxies are
// addresses or CIDR ranges whose X-Forwarded headers count.
func NewResolver(path string, anyHost bool, hosts, proxies []string) (*Resolver, error) {
	r := &Resolver{path: path, any: anyHost, hosts: make(map[string]bool, len(hosts))}
	for _, h := range hosts {
		plain, ok := NormalHost(h, "any") // no scheme: keep the port as written
		if !ok {
			return nil, fmt.Errorf("the trusted host %q is not a host or host:port", h)
		}
		r.hosts[plain] = true
	}
	for _, p := range proxies {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			addr, addrErr := netip.ParseAddr(p)
			if addrErr != nil {
				return nil, fmt.Errorf("the trusted proxy %q is neither an address nor a CIDR range", p)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		r.proxies = append(r.proxies, prefix.Masked())
	}
	return r, nil
}

// Secure tells whether the client speaks https: with this program, or with a
// trusted proxy before it.
func (r *Resolver) Secure(req *http.Request) bool {
	if v := r.forwarded(req, "X-Forwarded-Proto"); v != "" {
		return strings.EqualFold(v, "https")
	}
	return req.TLS != nil
}

// Base returns the request's base, or ErrUntrustedHost.
func (r *Resolver) Base(req *http.Request) (Base, error) {
	scheme := "http"
	secure := r.Secure(req)
	if secure {
		scheme = "https"
	}
	host := req.Host
	if v := r.forwarded(req, "X-Forwarded-Host"); v != "" {
		host = v
	}
	normal, ok := NormalHost(host, scheme)
	if !ok || (!r.any && !r.hosts[strings.ToLower(host)] && !r.hosts[normal]) {
		return Base{}, ErrUntrustedHost
	}
	return Base{Origin: scheme + "://" + normal, Host: normal, Path: r.path, Secure: secure}, nil
}

// forwarded returns a forwarding header if the peer is a trusted proxy: the
// last of several values, which is the one that this proxy wrote.
func (r *Resolver) forwarded(req *http.Request, name string) string {
	if len(r.proxies) == 0 {
		return ""
	}
	values := req.Header[name]
	if len(values) == 0 || !r.trusts(req.RemoteAddr) {
		return ""
	}
	v := values[len(values)-1]
	if i := strings.LastIndexByte(v, ','); i >= 0 {
		v = v[i+1:]
	}
	return strings.TrimSpace(v)
}

func (r *Resolver) trusts(remote string) bool {
	ap, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	return r.trustsAddr(ap.Addr().Unmap().WithZone(""))
}

func (r *Resolver) trustsAddr(addr netip.Addr) bool {
	for _, p := range r.proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// ClientIP is the address of the client: the last of X-Forwarded-For that is
// no trusted proxy's, or the peer of the connection; "" if it has none.
func (r *Resolver) ClientIP(req *http.Request) string {
	ap, err := netip.ParseAddrPort(req.RemoteAddr)
	if err != nil {
		return ""
	}
	client := ap.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(req.Header["X-Forwarded-For"], ","), ",")
	for i := len(hops) - 1; i >= 0 && r.trustsAddr(client); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break // what a proxy passes on unread says nothing
		}
		client = hop.Unmap().WithZone("")
	}
	return client.String()
}
