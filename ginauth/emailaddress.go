package ginauth

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The limits of RFC 5321 section 4.5.3.1, and of the adapter's identifier.
const (
	maxMailbox = 255
	maxLocal   = 64
	maxLabel   = 63
)

// mailAddress is the one form of an address to which a link may be sent, or
// "". It comes before everything else that looks at the address, so that what
// is looked up, stored and written to is the same string. NFKC folds wide and
// styled letters to plain ones first, and so "＠" cannot be a second "@" that
// a mailer sees and this does not.
func mailAddress(raw string) string {
	if len(raw) > 4*maxMailbox {
		return ""
	}
	address := plainAddress(strings.TrimSpace(norm.NFKC.String(raw)))
	local, domain, _ := strings.Cut(address, "@")
	if address == "" || len(address) > maxMailbox || len(local) > maxLocal || local[0] == '-' || !isDomain(domain) {
		return "" // a local part that begins with "-" is an option to some mailers
	}
	return address
}

// isDomain tells whether s is a domain name of two labels or more, in lower
// case.
func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range []byte(label) {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
				return false
			}
		}
	}
	return len(labels) > 1
}
