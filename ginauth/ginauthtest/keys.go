package ginauthtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// rsaKeys are made when they are first needed, and then kept: RSA keys take
// long. Providers sign with the first two in turn; the last is an attacker's.
var rsaKeys = [...]func() *rsa.PrivateKey{sync.OnceValue(newRSA), sync.OnceValue(newRSA), sync.OnceValue(newRSA)}

func newRSA() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil // crypto/rand does not fail
	}
	return key
}

func attackersKey() *rsa.PrivateKey { return rsaKeys[len(rsaKeys)-1]() }

// newKey makes the n-th key of a provider for an algorithm.
func newKey(alg string, n int) (crypto.Signer, error) {
	switch alg {
	case "ES256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "ES384":
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "ES512":
		return ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case "EdDSA":
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	if strings.HasPrefix(alg, "RS") || strings.HasPrefix(alg, "PS") {
		return rsaKeys[n%(len(rsaKeys)-1)](), nil
	}
	return nil, fmt.Errorf("ginauthtest: no keys for the algorithm %q", alg)
}

// jwk is a public key as it stands in a key set.
func jwk(public crypto.PublicKey, id, alg string) map[string]any {
	return jwkOf(jose.JSONWebKey{Key: public, KeyID: id, Algorithm: alg, Use: "sig"})
}

func jwkOf(key jose.JSONWebKey) map[string]any {
	out := map[string]any{}
	if data, err := key.MarshalJSON(); err == nil {
		_ = json.Unmarshal(data, &out) // go-jose has just written it
	}
	return out
}

// sign makes a compact JWS (RFC 7515) of any header and payload; "none" has an
// empty signature.
func sign(header, payload []byte, alg string, key any) (string, error) {
	input := encode(header) + "." + encode(payload)
	if alg == "none" {
		return input + ".", nil
	}
	method := jwt.GetSigningMethod(alg)
	if method == nil {
		return "", fmt.Errorf("ginauthtest: unknown algorithm %q", alg)
	}
	signature, err := method.Sign(input, key)
	if err != nil {
		return "", fmt.Errorf("ginauthtest: signing by %s: %w", alg, err)
	}
	return input + "." + encode(signature), nil
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// random is a new secret of 256 bits.
func random() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return encode(b[:])
}
