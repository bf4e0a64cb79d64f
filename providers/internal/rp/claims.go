package rp

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

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
