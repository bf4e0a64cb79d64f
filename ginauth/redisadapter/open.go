package redisadapter

import (
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
)

// errAddress says no more, since the address has a password in it.
var errAddress = errors.New(`redisadapter: the address is not like "redis://user:password@host:6379/0"; rediss:// is with TLS; several hosts of a cluster are divided by commas; those of sentinels too, with "?master_name=…"`)

// Open makes a client with the right settings, and a store over it that closes
// it. It connects at the first call. Keys begin with "ginauth".
//
//	redis://localhost:6379                          one server
//	rediss://user:password@redis.example.org/0      with TLS, and a database
//	redis://a.example.org:6379,b.example.org:6379   a cluster, by some of its nodes
//	redis://a:26379,b:26379/0?master_name=main&password=secret
//	                                                servers behind sentinels; the
//	                                                user before the @ is the sentinels'
//	unix:///run/redis.sock                          a socket
//
// Further parameters are those of [redis.ParseURL], [redis.ParseClusterURL] and
// [redis.ParseFailoverURL]. Errors do not repeat the address.
func Open(address string) (*Adapter, error) {
	client, err := connect(address)
	if err != nil {
		return nil, err
	}
	a, err := New(client, Options{})
	if err != nil {
		return nil, errors.Join(err, client.Close())
	}
	a.owned = client
	return a, nil
}

func connect(address string) (redis.UniversalClient, error) {
	first, hosts, err := splitHosts(address)
	if err != nil {
		return nil, err
	}
	switch {
	case first.Query().Get("master_name") != "":
		o, err := redis.ParseFailoverURL(first.String())
		if err != nil || o.RouteByLatency || o.RouteRandomly || o.ReplicaOnly {
			return nil, errAddress
		}
		o.SentinelAddrs = append(o.SentinelAddrs, hosts...)
		o.ContextTimeoutEnabled = true
		return redis.NewFailoverClient(o), nil
	case len(hosts) > 0 || first.Query().Has("addr"):
		o, err := redis.ParseClusterURL(first.String())
		if err != nil {
			return nil, errAddress
		}
		o.Addrs = append(o.Addrs, hosts...)
		o.ContextTimeoutEnabled = true
		return redis.NewClusterClient(o), nil
	}
	o, err := redis.ParseURL(first.String())
	if err != nil {
		return nil, errAddress
	}
	o.ContextTimeoutEnabled = true
	return redis.NewClient(o), nil
}

// splitHosts reads an address with several hosts as one with the first of them,
// and the others.
func splitHosts(address string) (first *url.URL, others []string, err error) {
	scheme, rest, found := strings.Cut(address, "://")
	if !found {
		return nil, nil, errAddress
	}
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	user, hosts := "", authority
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		user, hosts = authority[:i+1], authority[i+1:]
	}
	all := strings.Split(hosts, ",")
	if len(all) > 1 && slices.Contains(all, "") {
		return nil, nil, errAddress
	}
	first, err = url.Parse(scheme + "://" + user + all[0] + path)
	if err != nil {
		return nil, nil, errAddress
	}
	for _, host := range all[1:] {
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(strings.Trim(host, "[]"), port(first))
		}
		others = append(others, host)
	}
	return first, others, nil
}

// port is that of a URL, or Redis's.
func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return "6379"
}
