package rp

import (
	"crypto/rsa"
	"encoding/json"
	"errors"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

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
			Iss  string   `json:"issuer"`
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
		keys = append(keys, signingKey{key, about.Iss})
	}
	return keys, nil
}
