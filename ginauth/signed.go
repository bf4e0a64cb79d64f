package ginauth

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// SignedTokens are session tokens that are signed (RFC 7515) and can be read
// by anyone who holds one; see [SessionConfig.Signed]. Their header has the typ
// "session+jwt", and only such tokens are taken.
type SignedTokens struct {
	hidden
	// Method is the algorithm: "HS256", "EdDSA" (Ed25519) or "RS256".
	Method string
	// Key signs: at least 32 bytes ([]byte) for HS256, an ed25519.PrivateKey for
	// EdDSA, an *rsa.PrivateKey of 2048 bits or more for RS256.
	Key any
	// OldKeys are accepted but not used to sign, newest first. They may be
	// public keys.
	OldKeys []any
	// Issuer and Audience, if not empty, are written and demanded.
	Issuer, Audience string
}

// signed is the format of SignedTokens. The parser's strict options each close
// a door that golang-jwt leaves open by default: other algorithms, tokens
// without expiry, tokens from the future, several spellings of one signature.
type signed struct {
	method           jwt.SigningMethod
	key              any
	verify           jwt.VerificationKeySet
	options          []jwt.ParserOption
	issuer, audience string
}

// sessionType is the "typ" of our tokens (RFC 8725, 3.11): another token that
// is signed with the same key is no session.
const sessionType = "session+jwt"

var errNoSessionToken = errors.New("the token's typ is not " + sessionType)

func newSigned(o *SignedTokens) (*signed, error) {
	s := &signed{key: o.Key, issuer: o.Issuer, audience: o.Audience}
	switch o.Method {
	case "HS256":
		s.method = jwt.SigningMethodHS256
	case "EdDSA":
		s.method = jwt.SigningMethodEdDSA
	case "RS256":
		s.method = jwt.SigningMethodRS256
	default:
		return nil, fmt.Errorf("Session.Signed.Method is %q; use HS256, EdDSA or RS256", o.Method)
	}
	for i, key := range append([]any{o.Key}, o.OldKeys...) {
		v, err := verificationKey(o.Method, key, i == 0)
		if err != nil {
			return nil, fmt.Errorf("Session.Signed: %w", err)
		}
		s.verify.Keys = append(s.verify.Keys, v)
	}
	s.options = []jwt.ParserOption{
		jwt.WithValidMethods([]string{o.Method}), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(authjs.Tolerance), jwt.WithStrictDecoding(),
	}
	if o.Issuer != "" {
		s.options = append(s.options, jwt.WithIssuer(o.Issuer))
	}
	if o.Audience != "" {
		s.options = append(s.options, jwt.WithAudience(o.Audience))
	}
	return s, nil
}

func verificationKey(method string, key any, signs bool) (jwt.VerificationKey, error) {
	switch k := key.(type) {
	case []byte:
		if method == "HS256" && len(k) >= 32 {
			return k, nil
		}
	case ed25519.PrivateKey:
		if method == "EdDSA" && len(k) == ed25519.PrivateKeySize {
			return k.Public(), nil
		}
	case ed25519.PublicKey:
		if method == "EdDSA" && !signs && len(k) == ed25519.PublicKeySize {
			return k, nil
		}
	case *rsa.PrivateKey:
		if method == "RS256" && k != nil && k.N != nil && k.N.BitLen() >= 2048 {
			return crypto.PublicKey(&k.PublicKey), nil
		}
	case *rsa.PublicKey:
		if method == "RS256" && !signs && k != nil && k.N != nil && k.N.BitLen() >= 2048 {
			return k, nil
		}
	}
	return nil, fmt.Errorf("a key of type %T does not fit %s (HS256: 32 bytes or more; EdDSA: ed25519.PrivateKey; RS256: *rsa.PrivateKey, 2048 bits or more)", key, method)
}

func (s *signed) encode(claims []byte) (string, error) {
	raw := string(claims)
	if s.issuer != "" || s.audience != "" {
		var err error
		if raw, err = s.withIssuer(raw); err != nil {
			return "", err
		}
	}
	token := jwt.NewWithClaims(s.method, &jwsClaims{Claims: authjs.Claims{Raw: raw}})
	token.Header["typ"] = sessionType
	return token.SignedString(s.key)
}

func (s *signed) decode(token string, now time.Time) (authjs.Claims, error) {
	if len(token) > authjs.MaxToken {
		return authjs.Claims{}, authjs.ErrTooLarge
	}
	var c jwsClaims
	// The clock belongs to the request, so the parser does as well; its options
	// are compiled.
	options := slices.Concat(s.options, []jwt.ParserOption{jwt.WithTimeFunc(func() time.Time { return now })})
	_, err := jwt.NewParser(options...).ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		if typ, ok := t.Header["typ"].(string); !ok || !strings.EqualFold(typ, sessionType) {
			return nil, errNoSessionToken
		}
		return s.verify, nil
	})
	if err != nil {
		return authjs.Claims{}, fmt.Errorf("%w: %w", authjs.ErrInvalidToken, err)
	}
	if err := c.Valid(now); err != nil {
		return authjs.Claims{}, err
	}
	return c.Claims, nil
}

func (s *signed) choose(found *authjs.Cookies, now time.Time) (authjs.Claims, error) {
	return found.Choose(func(token string) (authjs.Claims, error) { return s.decode(token, now) })
}

func (s *signed) split(name, token string) ([]authjs.Chunk, error) {
	return authjs.Split(authjs.V4, name, token)
}
