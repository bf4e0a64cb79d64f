package ginauth

import (
	"crypto/sha256"
	"net/netip"
	"time"
)

// The limits of what one process sends, so that nobody can fill somebody
// else's mailbox, or guess codes by asking for ever new ones. Beyond them the
// answer is the same, and no mail is sent; beyond the last, a mail has its link
// and no code.
const (
	mailWindow       = 10 * time.Minute
	mailsPerAddress  = 5
	mailsPerClient   = 30 // an IPv4 address, or a /64 of IPv6
	codeWindow       = 24 * time.Hour
	codesPerAddress  = 10
	clientPrefixIPv6 = 64
)

// flood counts what was done lately under a key, in bounded memory.
type flood struct {
	times  expiring[[]int64]
	limit  int
	window time.Duration
}

// reserve takes one of the places of a key, before what it is for is done. It
// reports false if there is none left.
func (f *flood) reserve(key string, now time.Time) bool {
	taken := false
	oldest := now.Add(-f.window).Unix()
	f.times.change(sha256.Sum256([]byte(key)), now.Add(f.window).Unix(), now.Unix(), func(times []int64) []int64 {
		for len(times) > 0 && times[0] <= oldest {
			times = times[1:]
		}
		if taken = len(times) < f.limit; taken {
			times = append(times, now.Unix())
		}
		return times
	})
	return taken
}

// floods are the limits of all providers of links together.
type floods struct{ addresses, clients, codes flood }

func newFloods() *floods {
	return &floods{
		addresses: flood{limit: mailsPerAddress, window: mailWindow},
		clients:   flood{limit: mailsPerClient, window: mailWindow},
		codes:     flood{limit: codesPerAddress, window: codeWindow},
	}
}

// admit takes a place for a mail. The client's comes first: who has used up
// their own must not use up those of an address.
func (f *floods) admit(address, ip string, now time.Time) bool {
	return f.clients.reserve(client(ip), now) && f.addresses.reserve(address, now)
}

// client is whom an address is counted for; one that cannot be read is one of
// all that cannot.
func client(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if prefix, err := addr.Prefix(clientPrefixIPv6); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}
