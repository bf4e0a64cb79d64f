package ginauth

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/ginauth/gin-auth/ginauth/internal/atrest"
	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// asker is where a link was asked for. It travels in the link, sealed, and
// bound to it: with another link's it does not open.
type asker struct {
	State  string `json:"s"`
	IP     string `json:"i,omitempty"`
	Device string `json:"d,omitempty"`
	At     int64  `json:"t"`
}

const maxAsker = 1 << 10

func (x *exchange) sealAsker(p *provider, token string, who asker, address string) (string, error) {
	plain, err := json.Marshal(who)
	if err != nil {
		return "", err
	}
	sealed, err := x.a.emails.origins.Seal(x.a.random, plain, p.info.ID, token, address)
	if err != nil {
		return "", fmt.Errorf("sealing where a link was asked for: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

func (x *exchange) openAsker(p *provider, token, address, from string) (asker, error) {
	if len(from) > maxAsker {
		return asker{}, atrest.ErrSealed
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(from)
	if err != nil {
		return asker{}, atrest.ErrSealed
	}
	plain, err := x.a.emails.origins.Open(sealed, p.info.ID, token, address)
	if err != nil {
		return asker{}, err
	}
	var who asker
	if err := json.Unmarshal([]byte(plain), &who); err != nil {
		return asker{}, atrest.ErrSealed
	}
	return who, nil
}

// asked is the attempt by which this very browser has asked for the link, or
// nil.
func (x *exchange) asked(p *provider, who asker, address string) *attempt {
	if at := x.attemptOf(p, who.State); at != nil && at.Email == address {
		return at
	}
	return nil
}

// attemptOf is the attempt of a state, if the browser has it, or nil.
func (x *exchange) attemptOf(p *provider, state string) *attempt {
	if state == "" || len(state) > maxState {
		return nil
	}
	sealed, n := cookies.Get(x.r.Header["Cookie"], x.site.attemptName(state))
	if n != 1 { // with two, one of them was planted
		return nil
	}
	at := x.openEmail(p, sealed)
	if at == nil || subtle.ConstantTimeCompare([]byte(at.State), []byte(state)) != 1 {
		return nil
	}
	return at
}

// openEmail opens the cookie of an attempt, if it is of this provider's links.
func (x *exchange) openEmail(p *provider, sealed string) *attempt {
	at, err := x.site.openAttempt(sealed, x.a.now())
	if err != nil || at.Flow != flowEmail || at.Provider != p.info.ID || at.RedirectURI != x.callbackURI(p) {
		return nil
	}
	return at
}

// latest is the attempt that the browser made last with a provider, of those
// whose code still counts, or nil.
func (x *exchange) latest(p *provider) *attempt {
	var found *attempt
	count := map[string]int{}
	scan := cookies.Scan(x.r.Header["Cookie"], x.site.attempt.name+".")
	for scan.Next() {
		at := x.openEmail(p, cookies.Decode(scan.Value))
		if at == nil || scan.Name != x.site.attemptName(at.State) || !x.codeCounts(at) {
			continue
		}
		if count[scan.Name]++; found == nil || at.IssuedAt >= found.IssuedAt { // browsers send the oldest first
			found = at
		}
	}
	if found == nil || count[x.site.attemptName(found.State)] > 1 {
		return nil
	}
	return found
}

// codeCounts tells whether an attempt has a code, and is young enough for it.
func (x *exchange) codeCounts(at *attempt) bool {
	return at.Verifier != "" && x.a.now().Unix() < at.IssuedAt+int64(codeAge.Seconds())
}
