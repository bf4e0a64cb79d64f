package ginauthtest

import (
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// IDToken is an ID token that a provider is about to give.
type IDToken struct {
	// Header and Claims go into it; values may be json.RawMessage.
	Header, Claims map[string]any
	// Alg and Key sign it: a crypto.Signer, or the bytes of a secret. The Header
	// may say something else.
	Alg string
	Key any
	// Payload, if it is not nil, stands for the Claims, and Compact for the whole
	// token.
	Payload []byte
	Compact string
	// AccessToken is the one that goes with it. Refreshed says that it answers a
	// refresh token.
	AccessToken string
	Refreshed   bool
}

// Sign has the token signed by another key, and makes the header say so.
func (t *IDToken) Sign(alg string, key any) {
	t.Alg, t.Key, t.Header["alg"] = alg, key, alg
}

// JSON is the payload as it stands.
func (t *IDToken) JSON() []byte {
	if t.Payload != nil {
		return t.Payload
	}
	data, err := json.Marshal(t.Claims)
	if err != nil {
		return []byte(err.Error()) // a RawMessage that is no JSON: nor is this
	}
	return data
}

const idTokenAge = time.Hour

// idToken is OpenID Connect Core section 2, and for a refresh 12.2.
func (p *Provider) idToken(g *grant, accessToken string, refreshed bool) (string, error) {
	now := p.Now()
	t := &IDToken{
		Header: map[string]any{"typ": "JWT"}, Claims: map[string]any{"sub": g.user["sub"]},
		Alg: p.Alg, AccessToken: accessToken, Refreshed: refreshed,
	}
	if !p.UserInfoOnly {
		maps.Copy(t.Claims, g.claims(false))
	}
	maps.Copy(t.Claims, map[string]any{
		"iss": p.Issuer, "aud": p.ClientID, "iat": now.Unix(), "exp": now.Add(idTokenAge).Unix(), "at_hash": hashOf(p.Alg, accessToken),
	})
	if g.nonce != "" && !refreshed {
		t.Claims["nonce"] = g.nonce
	}
	if g.askedAuthTime || refreshed {
		t.Claims["auth_time"] = g.authTime.Unix()
	}
	if p.Alg == "HS256" {
		t.Sign(p.Alg, []byte(p.ClientSecret))
	} else {
		key, id, err := p.signingKey()
		if err != nil {
			return "", err
		}
		t.Sign(p.Alg, key)
		t.Header["kid"] = id
	}
	p.changeToken(t)
	if t.Compact != "" {
		return t.Compact, nil
	}
	header, err := json.Marshal(t.Header)
	if err != nil {
		return "", err
	}
	return sign(header, t.JSON(), t.Alg, t.Key)
}

// hashOf is at_hash: the left half of the hash that the algorithm has.
func hashOf(alg, accessToken string) string {
	switch sum512 := sha512.Sum512([]byte(accessToken)); {
	case alg == "EdDSA" || strings.HasSuffix(alg, "512"):
		return encode(sum512[:32])
	case strings.HasSuffix(alg, "384"):
		sum := sha512.Sum384([]byte(accessToken))
		return encode(sum[:24])
	}
	sum := sha256.Sum256([]byte(accessToken))
	return encode(sum[:16])
}

// signingKey is the key of today and its id.
func (p *Provider) signingKey() (crypto.Signer, string, error) {
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	if p.key == nil {
		key, err := newKey(p.Alg, p.rotations)
		if err != nil {
			return nil, "", err
		}
		p.key = key
	}
	return p.key, p.keyID(p.rotations), nil
}

func (p *Provider) keyID(n int) string { return p.ID + "-key-" + string(rune('a'+n%26)) }

// RotateKey has the provider sign with a new key from now on. The key set
// holds the new one only.
func (p *Provider) RotateKey() {
	if _, _, err := p.signingKey(); err != nil {
		p.tb.Error(err)
		return
	}
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	p.retired = append(p.retired, p.key)
	p.key = nil
	p.rotations++
}

// ownKeys are the keys that it signs with, or has signed with.
func (p *Provider) ownKeys() []crypto.Signer {
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	out := slices.Clone(p.retired)
	if p.key != nil {
		out = append(out, p.key)
	}
	return out
}
