package ginauthtest

import (
	"crypto"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// memory is what a provider remembers: whom it has let in, and its keys.
type memory struct {
	memoryMu sync.Mutex
	// A grant is found by its code, and by each of its tokens.
	codes, access, refresh map[string]*grant
	assertions             map[string]bool
	key                    crypto.Signer
	retired                []crypto.Signer
	rotations              int
}

// grant is what one sign-in has given to the client.
type grant struct {
	user                           map[string]any
	redirectURI, challenge, method string
	nonce, scope                   string
	authTime                       time.Time
	askedAuthTime                  bool
	expires                        time.Time // of the code
	used, dead                     bool
	// current is the refresh token that has not been used yet.
	current string
}

// newGrant gives a code.
func (p *Provider) newGrant(g *grant) (code string) {
	code = p.secret()
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	if p.codes == nil {
		p.codes, p.access, p.refresh = map[string]*grant{}, map[string]*grant{}, map[string]*grant{}
	}
	g.user = maps.Clone(p.User)
	p.codes[code] = g
	return code
}

// takeCode finds the grant of a code. A code that comes twice has been stolen:
// the grant ends (RFC 6749 section 4.1.2).
func (p *Provider) takeCode(code string) *grant {
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	g := p.codes[code]
	switch {
	case g == nil || g.dead:
		return nil
	case g.used:
		g.dead = true
		return nil
	}
	g.used = true
	return g
}

// takeRefresh does the same for a refresh token, which rotates (RFC 9700
// section 4.14.2).
func (p *Provider) takeRefresh(token string) *grant {
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	g := p.refresh[token]
	switch {
	case g == nil || g.dead:
		return nil
	case g.current != token:
		g.dead = true
		return nil
	}
	return g
}

// newTokens gives an access token and a refresh token.
func (p *Provider) newTokens(g *grant) (access, refresh string) {
	access, refresh = p.secret(), p.secret()
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	p.access[access], p.refresh[refresh] = g, g
	g.current = refresh
	return access, refresh
}

func (p *Provider) grantOf(accessToken string) *grant {
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	if g := p.access[accessToken]; g != nil && !g.dead {
		return g
	}
	return nil
}

// Revoke ends all grants: codes, access and refresh tokens are worth nothing.
func (p *Provider) Revoke() {
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	for _, g := range p.codes {
		g.dead = true
	}
}

var (
	profileClaims = []string{
		"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
		"website", "gender", "birthdate", "zoneinfo", "locale", "updated_at",
	}
	emailClaims = []string{"email", "email_verified"}
)

// claims are those of the user that the scope covers (OpenID Connect Core
// section 5.4), and those that no scope is for.
func (g *grant) claims(all bool) map[string]any {
	out := map[string]any{}
	words := strings.Fields(g.scope)
	for name, value := range g.user {
		if !all && (slices.Contains(profileClaims, name) && !slices.Contains(words, "profile") ||
			slices.Contains(emailClaims, name) && !slices.Contains(words, "email")) {
			continue
		}
		out[name] = value
	}
	return out
}
