package rp

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	hmacAlg = "HS256"
	maxKeys = 100
	keysAge = time.Hour
	// refetchAge is how long a key that is not known is not asked for again.
	refetchAge = 30 * time.Second
)

var (
	errNoKey    = errors.New("no key of the provider verifies the signature")
	errManyKeys = fmt.Errorf("the key set has more than %d keys", maxKeys)
)

// keySet are a provider's signing keys: an oidc.KeySet that uses no key for
// what it is not meant for, and asks the provider for new ones at most once in
// 30 seconds. Headers that point at other keys (jku, jwk, x5u, x5c) mean
// nothing to it.
type keySet struct {
	client *Client
	cached cache[[]signingKey]

	mu        sync.Mutex
	refetched time.Time
}

type signingKey struct{ jose.JSONWebKey }

// VerifySignature returns the payload of a compact JWS.
func (k *keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	algs := k.algs(ctx)
	jws, err := jose.ParseSignedCompact(token, algs)
	if err != nil {
		return nil, errors.New("the token is no compact JWS with an allowed algorithm")
	}
	header := jws.Signatures[0].Header
	if slices.Contains(algs, hmacAlg) {
		return k.verifyHMAC(ctx, jws)
	}
	keys, err := k.known(ctx)
	if err != nil {
		return nil, err
	}
	if payload, ok := verify(jws, header, keys); ok {
		return payload, nil
	}
	if !k.mayRefetch(ctx) {
		return nil, errNoKey
	}
	if keys, err = k.fetch(ctx); err != nil {
		return nil, err
	}
	if payload, ok := verify(jws, header, keys); ok {
		return payload, nil
	}
	return nil, errNoKey
}

// verify tries the keys that the header may mean.
func verify(jws *jose.JSONWebSignature, header jose.Header, keys []signingKey) ([]byte, bool) {
	for _, key := range keys {
		if header.KeyID != "" && key.KeyID != header.KeyID || key.Algorithm != "" && key.Algorithm != header.Algorithm {
			continue
		}
		if payload, err := jws.Verify(key.JSONWebKey); err == nil {
			return payload, true
		}
	}
	return nil, false
}

// verifyHMAC is for the providers that sign with the client secret.
func (k *keySet) verifyHMAC(ctx context.Context, jws *jose.JSONWebSignature) ([]byte, error) {
	secret, err := k.client.secret(ctx)
	if err != nil {
		return nil, err
	}
	payload, err := jws.Verify([]byte(secret))
	if err != nil {
		return nil, errNoKey
	}
	return payload, nil
}

// algs are the signatures that the provider may use.
func (k *keySet) algs(ctx context.Context) []jose.SignatureAlgorithm {
	names := k.client.Algs
	if names == nil {
		if m, _, _ := k.client.metadata.get(); m != nil {
			names = m.algs
		}
	}
	if len(names) == 0 {
		names = []string{"RS256"} // OpenID Connect Core section 3.1.3.7, step 7
	}
	out := make([]jose.SignatureAlgorithm, len(names))
	for i, name := range names {
		out[i] = jose.SignatureAlgorithm(name)
	}
	return out
}

// known returns the keys: fetched once, kept for an hour, and longer while the
// provider does not answer.
func (k *keySet) known(ctx context.Context) ([]signingKey, error) {
	now := k.client.Now(ctx)
	keys, fetched, failed := k.cached.get()
	switch age := now.Sub(fetched); {
	case keys == nil:
	case age < keysAge, age < metadataStale && now.Sub(failed) < failureAge:
		return keys, nil
	}
	fresh, err := k.fetch(ctx)
	if err != nil && keys != nil && now.Sub(fetched) < metadataStale {
		return keys, nil
	}
	return fresh, err
}

// mayRefetch is true once in 30 seconds: a storm of unknown keys must not
// become a storm at the provider.
func (k *keySet) mayRefetch(ctx context.Context) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.client.Now(ctx)
	if !k.refetched.IsZero() && now.Sub(k.refetched).Abs() < refetchAge {
		return false
	}
	k.refetched = now
	return true
}

func (k *keySet) fetch(ctx context.Context) ([]signingKey, error) {
	m, err := k.client.known(ctx)
	if err != nil {
		return nil, err
	}
	now := k.client.Now(ctx)
	return once(ctx, &k.client.flight, "keys", k.client.Timeout, func(ctx context.Context) ([]signingKey, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.JWKS, http.NoBody)
		if err != nil {
			return nil, fmt.Errorf("key set: %w", err)
		}
		r.Header.Set("Accept", "application/json, application/jwk-set+json")
		body, _, err := k.client.do(r)
		if err == nil {
			var keys []signingKey
			if keys, err = parseKeys(body); err == nil {
				k.cached.put(keys, now)
				return keys, nil
			}
		}
		k.cached.fail(now)
		return nil, fmt.Errorf("key set: %w", err)
	})
}

// parseKeys keeps the public keys that are meant for signatures.
func parseKeys(body []byte) ([]signingKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil || set.Keys == nil {
		return nil, errors.New("the answer is no JSON Web Key Set")
	}
	if len(set.Keys) > maxKeys {
		return nil, errManyKeys
	}
	keys := make([]signingKey, 0, len(set.Keys))
	for _, raw := range set.Keys {
		var about struct {
			Type string   `json:"kty"`
			Use  string   `json:"use"`
			Ops  []string `json:"key_ops"`
		}
		var key jose.JSONWebKey
		if json.Unmarshal(raw, &about) != nil || json.Unmarshal(raw, &key) != nil {
			continue // a key of a kind that is not known: RFC 7517 section 5
		}
		if !key.IsPublic() || !key.Valid() || (about.Use != "" && about.Use != "sig") ||
			(about.Ops != nil && !slices.Contains(about.Ops, "verify")) || !slices.Contains([]string{"RSA", "EC", "OKP"}, about.Type) {
			continue
		}
		if pub, ok := key.Key.(*rsa.PublicKey); ok && pub.N.BitLen() < 2048 {
			continue // RFC 7518 section 3.3
		}
		keys = append(keys, signingKey{key})
	}
	return keys, nil
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
