package ginauth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

const (
	codeAge   = attemptAge
	codeTries = 5
)

// errLink is a link or code that counts no more, or never did.
var errLink = errors.New("the link or code was used, has expired, or is not one of ours")

// hash is the hash of a token with the newest secret, as Auth.js stores it.
func (e *emails) hash(token string) string { return hashWith(token, e.secrets[0]) }

func hashWith(token, secret string) string {
	sum := sha256.Sum256([]byte(token + secret))
	return hex.EncodeToString(sum[:])
}

// newToken makes the token of a link, as long as Auth.js makes them.
func newToken(random io.Reader) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("making the token of a link: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// newCode makes six digits, each code as likely as the others.
func newCode(random io.Reader) (string, error) {
	const codes, even = 1_000_000, 4_294_000_000 // the most of 2³² that divides evenly
	for {
		var b [4]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", fmt.Errorf("making a code: %w", err)
		}
		if n := binary.BigEndian.Uint32(b[:]); n < even {
			return fmt.Sprintf("%06d", n%codes), nil
		}
	}
}

// codeText is what a code's hash is made of: a code counts for one mail.
func codeText(code, state string) string { return code + "." + state }

// matches tells whether a code is the one of the attempt, whatever secret its
// hash was made with.
func (e *emails) matches(at *attempt, code string) bool {
	for _, secret := range e.secrets {
		if subtle.ConstantTimeCompare([]byte(hashWith(codeText(code, at.State), secret)), []byte(at.Verifier)) == 1 {
			return true
		}
	}
	return false
}

// tries are the rows of which each try of a code takes one, so that no two
// take the same one, in whatever process.
func tries(state string, expires time.Time) []adapter.VerificationToken {
	rows := make([]adapter.VerificationToken, codeTries)
	for n := range rows {
		rows[n] = tryRow(state, n)
		rows[n].Expires = expires
	}
	return rows
}

func tryRow(state string, n int) adapter.VerificationToken {
	whose := sha256.Sum256([]byte(state))
	which := sha256.Sum256([]byte(state + "#" + strconv.Itoa(n)))
	return adapter.VerificationToken{Identifier: "try:" + hex.EncodeToString(whose[:]), Token: hex.EncodeToString(which[:])}
}

// keepTokens writes all rows of a mail, or none.
func (x *exchange) keepTokens(rows []adapter.VerificationToken) error {
	return tell(x.r.Context(), x.a.db, func(ctx context.Context) error {
		return x.a.db.tokens.CreateVerificationTokens(ctx, rows...)
	})
}

// useToken uses a row up, and tells whether it counted: it is there, and has
// not expired.
func (x *exchange) useToken(identifier, token string) error {
	row, err := ask(x.r.Context(), x.a.db, func(ctx context.Context) (adapter.VerificationToken, error) {
		return x.a.db.tokens.UseVerificationToken(ctx, identifier, token)
	})
	switch {
	case errors.Is(err, adapter.ErrNotFound):
		return errLink
	case err != nil:
		return err
	case row.Identifier != identifier || row.Token != token || !row.Expires.After(x.a.now()):
		return errLink
	}
	return nil
}

// useTry takes one of the tries that a code has, and tells which. It comes
// before the code is looked at: of many at once, five are.
func (x *exchange) useTry(state string) (n int, err error) {
	for n = range codeTries {
		row := tryRow(state, n)
		if err = x.useToken(row.Identifier, row.Token); !errors.Is(err, errLink) {
			return n, err
		}
	}
	return n, errLink
}
