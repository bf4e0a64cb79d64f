package rp

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	hmacAlg = "HS256"
	maxKeys = 100
	// refetchAge is how long a key that is not known is not asked for again, and
	// refetchPause how long after that has failed.
	refetchAge   = 30 * time.Second
	refetchPause = 3 * time.Second
)

var (
	errNoKey    = errors.New("no key of the provider verifies the signature")
	errKeys     = errors.New("the keys of the provider cannot be had")
	errManyKeys = fmt.Errorf("the key set has more than %d keys", maxKeys)
)

// keySet are a provider's signing keys: an oidc.KeySet that uses no key for
// what it is not meant for, and asks the provider for new ones at most once in
// 30 seconds. Headers that point at other keys (jku, jwk, x5u, x5c) mean
// nothing to it.
type keySet struct {
	client *Client
	cached cache[[]signingKey]

	// refetched is when a key that was not known has been asked for, in
	// nanoseconds.
	refetched atomic.Int64
}

// signingKey is a public key, and the issuer that it belongs to if the
// provider says so.
type signingKey struct {
	jose.JSONWebKey
	issuer string
}

// VerifySignature returns the payload of a compact JWS. It implements
// [oidc.KeySet]. The error is errNoKey if the provider has no key that verifies
// it, and wraps errKeys if that could not be found out.
func (k *keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	algs := k.algs()
	jws, err := jose.ParseSignedCompact(token, algs)
	if err != nil {
		return nil, errors.New("the token is no compact JWS with an allowed algorithm")
	}
	if slices.Contains(algs, hmacAlg) {
		return k.verifyHMAC(ctx, jws)
	}
	keys, err := k.known(ctx)
	if err != nil {
		return nil, err
	}
	if payload, ok := k.verify(jws, keys.value); ok {
		return payload, nil
	}
	if keys, err = k.newer(ctx, keys.version, true); err != nil {
		return nil, err
	}
	if payload, ok := k.verify(jws, keys.value); ok {
		return payload, nil
	}
	return nil, errNoKey
}

// verify tries the keys that the header may mean.
func (k *keySet) verify(jws *jose.JSONWebSignature, keys []signingKey) ([]byte, bool) {
	header := jws.Signatures[0].Header
	for _, key := range keys {
		if header.KeyID != "" && key.KeyID != header.KeyID || key.Algorithm != "" && key.Algorithm != header.Algorithm {
			continue
		}
		payload, err := jws.Verify(key.JSONWebKey)
		if err == nil && (!k.client.Quirks.TenantIssuer || key.signsFor(payload)) {
			return payload, true
		}
	}
	return nil, false
}

// signsFor compares the issuer that a multi-tenant provider names for a key
// with the token's: the key of one tenant, or of personal accounts, must not
// sign for another.
func (k signingKey) signsFor(payload []byte) bool {
	if k.issuer == "" {
		return true
	}
	got, err := object(payload)
	return err == nil && got.text("iss") == strings.Replace(k.issuer, tenantID, got.text("tid"), 1)
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
func (k *keySet) algs() []jose.SignatureAlgorithm {
	names := k.client.Algs
	if names == nil {
		if m := k.client.metadata.load().value; m != nil {
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

// known returns the keys: fetched once, and kept.
func (k *keySet) known(ctx context.Context) (cached[[]signingKey], error) {
	now := k.client.Now(ctx)
	had := k.cached.load()
	if had.good(now) {
		return had, nil
	}
	fresh, err := k.newer(ctx, had.version, false)
	if err != nil && had.usable(now) {
		return had, nil
	}
	return fresh, err
}

// newer returns keys of a later version: those that somebody else has fetched
// meanwhile or is fetching now, or else fresh ones. With limited it does not
// ask more often than once in 30 seconds: a storm of unknown keys must not
// become a storm at the provider.
func (k *keySet) newer(ctx context.Context, than int, limited bool) (cached[[]signingKey], error) {
	none := cached[[]signingKey]{}
	m, err := k.client.known(ctx)
	if err != nil {
		return none, fmt.Errorf("%w: %w", errKeys, err)
	}
	now := k.client.Now(ctx)
	fresh, err := once(ctx, &k.client.flight, "keys", k.client.Timeout, func(ctx context.Context) (cached[[]signingKey], error) {
		if had := k.cached.load(); had.version > than {
			return had, nil
		}
		if limited {
			if err := k.mayRefetch(now); err != nil {
				return none, err
			}
		}
		keys, err := k.fetch(ctx, m.JWKS)
		if err != nil {
			k.cached.fail(now)
			return none, err
		}
		if limited {
			k.refetched.Store(now.UnixNano())
		}
		return k.cached.put(keys, now), nil
	})
	if err != nil && !errors.Is(err, errNoKey) {
		return none, fmt.Errorf("%w: %w", errKeys, err)
	}
	return fresh, err
}

// mayRefetch is an error for 30 seconds after keys were asked for because one
// was not known, and for a few after that has failed.
func (k *keySet) mayRefetch(now time.Time) error {
	if now.Sub(k.cached.load().failed).Abs() < refetchPause {
		return errors.New("a moment ago they could not be fetched")
	}
	if last := time.Unix(0, k.refetched.Load()); now.Sub(last).Abs() < refetchAge {
		return errNoKey
	}
	return nil
}

func (k *keySet) fetch(ctx context.Context, at string) ([]signingKey, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, http.NoBody)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/json, application/jwk-set+json")
	body, _, err := k.client.do(r)
	if err != nil {
		return nil, err
	}
	return parseKeys(body)
}
