package ginauth

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"unicode"
)

const (
	maxAccountID = 255
	maxName      = 200
	maxImage     = 2 << 10
)

// identify turns what an OAuth provider says into an identity. What cannot be
// what it claims to be is left out; without an id there is nobody.
func (p *provider) identify(out OAuthIdentity) (identity, error) {
	u := UserOf(out.User)
	if u == nil {
		return identity{}, errors.New("the provider returned no user")
	}
	id := u.ID
	if strings.Trim(id, "0-") == "" || len(id) > maxAccountID || strings.ContainsFunc(id, unicode.IsControl) || strings.TrimSpace(id) != id {
		// One mapping that reads the wrong member makes all users one.
		return identity{}, fmt.Errorf("the account id is empty, zero or not usable (%d bytes)", len(id))
	}
	account := out.Account
	account.Provider, account.Type, account.ProviderAccountID = p.info.ID, p.info.Type, id
	if !p.info.DangerousBareUserID {
		u.ID = p.info.ID + ":" + id
	}
	verified := out.EmailVerified
	if u.Email = plainAddress(u.Email); u.Email == "" {
		verified = false
	}
	u.Name = plainText(u.Name)
	u.Image = plainImage(u.Image)
	return identity{
		user: out.User, account: account, profile: out.Profile, emailVerified: verified, keep: p.keep(account),
		dangerousLinking: p.info.DangerousEmailAccountLinking,
	}, nil
}

// plainAddress is one address in lower case, or nothing: no quotes, no display
// name, one @, and only ASCII, since other letters fold into those of somebody
// else's. What a mailer could read in another way is no address.
func plainAddress(address string) string {
	if len(address) > 320 || strings.ContainsFunc(address, func(r rune) bool { return r > unicode.MaxASCII }) || strings.Count(address, "@") != 1 || strings.ContainsAny(address, "\"\\<>()[]:;, \t\r\n") {
		return ""
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address {
		return ""
	}
	return strings.ToLower(address)
}

// plainText drops control characters, and what is longer than any name.
func plainText(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s))
	if n := 0; len(s) > maxName {
		for i := range s {
			if n++; n > maxName {
				return s[:i]
			}
		}
	}
	return s
}

// plainImage is a URL that a page may load, or nothing.
func plainImage(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || len(raw) > maxImage || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return u.String()
}
