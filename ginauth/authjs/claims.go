package authjs

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// Claims is the content of a token: the registered claims, and all of them as JSON in Raw.
//
// Text that is absent, null or not text is "", times that are absent are 0. The strings share Raw's memory.
type Claims struct {
	Name      string // name
	Email     string // email
	Picture   string // picture, a URL
	Subject   string // sub: the user's id
	ID        string // jti: fresh whenever the token is written
	SessionID string // sid: the session's id, the same as long as it lasts; not written by Auth.js itself

	IssuedAt  int64 // iat, in seconds since 1970, as all times here; fractions are cut off
	ExpiresAt int64 // exp
	NotBefore int64 // nbf
	AuthTime  int64 // auth_time: when the user last proved who they are (OpenID Connect Core section 2)

	// Raw is the whole JSON object.
	Raw string

	notNumbers claimSet // of exp, nbf and iat those that are there but are no numbers
}

// claimSet is a set of the claims that Valid looks at.
type claimSet uint8

const (
	claimExp claimSet = 1 << iota
	claimNbf
	claimIat
)

// ParseClaims reads the content of a token, which must be one JSON object in UTF-8, nested at most 32 deep, with
// nothing after it. Names are compared exactly, and of members with the same name the last counts. It does not look at
// the times: see Valid. In the common case it does not allocate.
//
// It fails with ErrInvalidToken.
func ParseClaims(raw string) (Claims, error) {
	if !utf8.ValidString(raw) {
		return Claims{}, fmt.Errorf("%w: its content is not UTF-8", ErrInvalidToken)
	}
	c := Claims{Raw: raw}
	w := walk(raw)
	for w.next() {
		switch w.name() {
		case "name":
			c.Name = w.string()
		case "email":
			c.Email = w.string()
		case "picture":
			c.Picture = w.string()
		case "sub":
			c.Subject = w.string()
		case "jti":
			c.ID = w.string()
		case "sid":
			c.SessionID = w.string()
		case "iat":
			c.setTime(&c.IssuedAt, claimIat, w.value)
		case "exp":
			c.setTime(&c.ExpiresAt, claimExp, w.value)
		case "nbf":
			c.setTime(&c.NotBefore, claimNbf, w.value)
		case "auth_time":
			// Not a number means never: whoever asks for a recent sign-in gets none.
			c.AuthTime, _ = seconds(w.value)
		}
	}
	if w.failed() {
		return Claims{}, fmt.Errorf("%w: its content is not a JSON object", ErrInvalidToken)
	}
	return c, nil
}

func (c *Claims) setTime(field *int64, claim claimSet, value string) {
	n, ok := seconds(value)
	*field = n
	if ok {
		c.notNumbers &^= claim
	} else {
		c.notNumbers |= claim
	}
}

// seconds reads a NumericDate of RFC 7519: a JSON number, which may have a fraction or an exponent. What int64 cannot
// hold becomes its largest or smallest value; what float64 cannot hold is no number.
func seconds(value string) (int64, bool) {
	if c := value[0]; c != '-' && (c < '0' || c > '9') {
		return 0, false
	}
	if n, err := strconv.ParseInt(value, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return 0, false
	case f >= math.MaxInt64:
		return math.MaxInt64, true
	case f <= math.MinInt64:
		return math.MinInt64, true
	}
	return int64(f), true
}

// Valid checks the times against now, with Tolerance for the clocks: exp must be there and not have passed, nbf must
// not lie ahead, and iat must be a number if it is there.
//
// It fails with ErrExpired, ErrNotYetValid, or ErrInvalidToken for a missing or unusable claim.
func (c *Claims) Valid(now time.Time) error {
	const tolerance = int64(Tolerance / time.Second)
	at := now.Unix()
	switch {
	case c.notNumbers != 0:
		return fmt.Errorf("%w: exp, nbf or iat is not a number", ErrInvalidToken)
	case c.ExpiresAt == 0:
		return fmt.Errorf("%w: it has no exp", ErrInvalidToken)
	case c.ExpiresAt <= at-tolerance:
		return ErrExpired
	case c.NotBefore > at+tolerance:
		return ErrNotYetValid
	}
	return nil
}

// NamesNobody reports whether the claims have neither sub, nor email, nor name. Such a token may be genuine and is no
// session: NextAuth before 4.24 sealed its state and PKCE values with the session's key, too.
func (c *Claims) NamesNobody() bool { return c.Subject == "" && c.Email == "" && c.Name == "" }

// Unmarshal reads all claims into v, a pointer to the application's own type, as json.Unmarshal does.
func (c *Claims) Unmarshal(v any) error {
	if err := json.Unmarshal([]byte(c.Raw), v); err != nil {
		return fmt.Errorf("authjs: reading the claims: %w", err)
	}
	return nil
}
