package rp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

const (
	maxIDToken = 64 << 10
	tenantID   = "{tenantid}"
	// tolerance is how far two clocks may differ. A token of a sign-in is not
	// older than maxTokenAge.
	tolerance   = 15 * time.Second
	maxTokenAge = 10 * time.Minute
)

var (
	errIDToken  = errors.New("ID token")
	errNoObject = errors.New("it is no JSON object")
)

// expectation is what an ID token has to agree with.
type expectation struct {
	// nonce is compared if checkNonce is set.
	nonce       string
	checkNonce  bool
	accessToken string
	// maxAge is the max_age that was asked for, or "".
	maxAge string
	// subject is the one of the sign-in, for the token of a refresh.
	subject string
}

// claims are the members of a JWT's payload, numbers as json.Number.
type claims map[string]any

func (c claims) text(name string) string { s, _ := c[name].(string); return s }

// verifyIDToken holds an ID token against OpenID Connect Core section 3.1.3.7:
// go-oidc does signature, issuer and audience, the rest stands here. The token
// came over TLS from the token endpoint; its signature is verified all the same.
func (c *Client) verifyIDToken(ctx context.Context, raw string, want expectation) (claims, error) {
	if err := plain(raw); err != nil {
		return nil, fmt.Errorf("%w: %w", errIDToken, err)
	}
	m, err := c.known(ctx)
	if err != nil {
		return nil, err
	}
	algs := c.keys.algs()
	config := &oidc.Config{ClientID: c.ClientID, SkipExpiryCheck: true, SkipIssuerCheck: true}
	for _, alg := range algs {
		config.SupportedSigningAlgs = append(config.SupportedSigningAlgs, string(alg))
	}
	keys := &watchedKeys{set: &c.keys}
	verified, err := oidc.NewVerifier(c.Issuer, keys, config).Verify(ctx, raw)
	if errors.Is(keys.err, errKeys) {
		return nil, keys.err // nothing is known against the token
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errIDToken, err)
	}
	got, err := claimsOf(keys.payload)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errIDToken, err)
	}
	if want.accessToken != "" && got["at_hash"] != nil {
		if err := checkHash(verified, algs[0] == hmacAlg, want.accessToken); err != nil {
			return nil, fmt.Errorf("%w: at_hash: %w", errIDToken, err)
		}
	}
	if err := c.checkClaims(got, m, want, c.Now(ctx)); err != nil {
		return nil, fmt.Errorf("%w: %w", errIDToken, err)
	}
	return got, nil
}

// watchedKeys keeps what a key set has verified, and its error, which go-oidc
// turns into text.
type watchedKeys struct {
	set     *keySet
	payload []byte
	err     error
}

// VerifySignature implements [oidc.KeySet].
func (w *watchedKeys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	w.payload, w.err = w.set.VerifySignature(ctx, token)
	return w.payload, w.err
}

// checkHash is section 3.1.3.6; go-oidc has no HS256.
func checkHash(verified *oidc.IDToken, hmacSigned bool, accessToken string) error {
	if !hmacSigned {
		return verified.VerifyAccessToken(accessToken)
	}
	sum := sha256.Sum256([]byte(accessToken))
	if verified.AccessTokenHash != base64.RawURLEncoding.EncodeToString(sum[:16]) {
		return errors.New("it is the hash of another access token")
	}
	return nil
}

func decodeSegment(segment string) (claims, error) {
	data, err := base64.RawURLEncoding.DecodeString(segment)
	if err != nil {
		return nil, errors.New("it is not base64url")
	}
	return claimsOf(data)
}

func claimsOf(payload []byte) (claims, error) {
	if tooDeep(payload) {
		return nil, errTooDeep
	}
	return object(payload)
}

// object reads a JSON object, and nothing after it.
func object(data []byte) (claims, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var out claims
	if err := dec.Decode(&out); err != nil || out == nil {
		return nil, errNoObject
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errNoObject
	}
	return out, nil
}

// plain refuses, before anything is verified, the forms of a JWS that an ID
// token never has: JSON serialisation, and headers that must be understood
// (crit), or that name another kind of token (RFC 8725 section 3.11).
func plain(token string) error {
	if len(token) > maxIDToken || strings.Count(token, ".") != 2 {
		return errors.New("it is no compact JWS")
	}
	header, err := decodeSegment(token[:strings.IndexByte(token, '.')])
	if err != nil {
		return err
	}
	if _, found := header["crit"]; found {
		return errors.New("its header has crit")
	}
	typ, _ := header["typ"].(string)
	if typ = strings.TrimPrefix(strings.ToLower(typ), "application/"); strings.HasSuffix(typ, "+jwt") {
		return fmt.Errorf("its type is %q", shorten(typ))
	}
	return nil
}
