package rp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"
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
	got, err := decodePayload(raw)
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

// watchedKeys keeps the error of a key set, which go-oidc turns into text.
type watchedKeys struct {
	set *keySet
	err error
}

// VerifySignature implements [oidc.KeySet].
func (w *watchedKeys) VerifySignature(ctx context.Context, token string) (payload []byte, err error) {
	payload, w.err = w.set.VerifySignature(ctx, token)
	return payload, w.err
}

func (c *Client) checkClaims(got claims, m *metadata, want expectation, now time.Time) error {
	if err := checkIssuer(got, m.issuer); err != nil {
		return err
	}
	if err := c.checkAudience(got); err != nil {
		return err
	}
	if err := checkTimes(got, want.maxAge, now); err != nil {
		return err
	}
	sub := got.text("sub")
	switch {
	case sub == "" || len(sub) > 255:
		return errors.New("sub is missing, not text, or too long")
	case want.subject != "" && sub != want.subject:
		return errors.New("sub is another than at the sign-in")
	case want.checkNonce && (want.nonce == "" || subtle.ConstantTimeCompare([]byte(got.text("nonce")), []byte(want.nonce)) != 1):
		return errors.New("nonce is missing or another than the one that was sent")
	}
	return nil
}

// checkIssuer compares iss exactly; the template of a multi-tenant provider is
// filled with the tenant of the token.
func checkIssuer(got claims, issuer string) error {
	iss, ok := got["iss"].(string)
	if !ok {
		return errors.New("iss is missing or not text")
	}
	if strings.Contains(issuer, tenantID) {
		tid := got.text("tid")
		if id, err := uuid.Parse(tid); err != nil || id.String() != tid {
			return errors.New("tid is not the id of a tenant")
		}
		issuer = strings.Replace(issuer, tenantID, tid, 1)
	}
	if iss != issuer {
		return fmt.Errorf("iss is %q, not %q", shorten(iss), issuer)
	}
	return nil
}

// checkAudience wants the token to be for this client, and for no other that
// could have handed it on.
func (c *Client) checkAudience(got claims) error {
	var audience []string
	switch aud := got["aud"].(type) {
	case string:
		audience = []string{aud}
	case []any:
		for _, v := range aud {
			s, ok := v.(string)
			if !ok {
				return errors.New("aud has a value that is not text")
			}
			audience = append(audience, s)
		}
	default:
		return errors.New("aud is missing or neither text nor a list")
	}
	ours := false
	for _, aud := range audience {
		ours = ours || aud == c.ClientID
	}
	azp, found := got["azp"]
	switch {
	case !ours:
		return errors.New("aud does not name this client")
	case found && azp != c.ClientID:
		return errors.New("azp is another client")
	case !found && len(audience) > 1:
		return errors.New("aud has several values, and there is no azp")
	}
	return nil
}

func checkTimes(got claims, maxAge string, now time.Time) error {
	exp, err := seconds(got, "exp")
	if err != nil {
		return err
	}
	iat, err := seconds(got, "iat")
	if err != nil {
		return err
	}
	at, leeway := float64(now.Unix()), tolerance.Seconds()
	switch {
	case at >= exp+leeway:
		return errors.New("exp is past")
	case iat > at+leeway:
		return errors.New("iat is in the future")
	case iat < at-maxTokenAge.Seconds()-leeway:
		return errors.New("iat is more than ten minutes ago")
	}
	if _, found := got["nbf"]; found {
		nbf, err := seconds(got, "nbf")
		if err != nil {
			return err
		}
		if nbf > at+leeway {
			return errors.New("nbf is in the future")
		}
	}
	if maxAge != "" {
		limit, err := strconv.ParseInt(maxAge, 10, 32)
		if err != nil {
			return errors.New("max_age is not a number")
		}
		authTime, err := seconds(got, "auth_time")
		if err != nil {
			return err
		}
		if authTime > at+leeway {
			return errors.New("auth_time is in the future")
		}
		if at-authTime > float64(limit)+leeway {
			return errors.New("auth_time is longer ago than max_age allows")
		}
	}
	return nil
}

// seconds reads a NumericDate: a JSON number, and one that is a time.
func seconds(got claims, name string) (float64, error) {
	n, ok := got[name].(json.Number)
	if !ok {
		return 0, fmt.Errorf("%s is missing or not a number", name)
	}
	f, err := n.Float64()
	if err != nil || f < 0 || f > 1<<40 || math.IsNaN(f) {
		return 0, fmt.Errorf("%s is not a time", name)
	}
	return f, nil
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

func decodePayload(token string) (claims, error) {
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	return decodeSegment(payload)
}

func decodeSegment(segment string) (claims, error) {
	data, err := base64.RawURLEncoding.DecodeString(segment)
	if err != nil {
		return nil, errors.New("it is not base64url")
	}
	if tooDeep(data) {
		return nil, errTooDeep
	}
	return object(data)
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
