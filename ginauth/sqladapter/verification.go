package sqladapter

import (
	"context"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

type verificationQueries struct {
	insert, get, delete *query
	unverified, claim   *query
}

func (b *builder) verification() verificationQueries {
	const named = "{verificationTokens} WHERE {verificationTokens.identifier=1} AND {verificationTokens.token=2}"
	return verificationQueries{
		insert:     b.insert(verificationTokens, []string{"identifier", "token", "expires"}, ""),
		get:        b.query("SELECT {verificationTokens.expires?} FROM " + named + "{update}"),
		delete:     b.query("DELETE FROM " + named),
		unverified: b.query("SELECT {users.emailVerified?} FROM {users} WHERE {users.id=1} AND {users.email=2}{update}"),
		claim: b.query("UPDATE {users} SET {users.emailVerified} = {users.emailVerified:3}, {users.validAfter} = " + laterOf("validAfter") +
			", {users.exceptSession} = NULL{users^} WHERE {users.id=1}"),
	}
}

// CreateVerificationTokens implements [adapter.VerificationTokens].
func (a *Adapter) CreateVerificationTokens(ctx context.Context, tokens ...adapter.VerificationToken) error {
	p, err := a.ready(ctx)
	if err != nil || len(tokens) == 0 {
		return err
	}
	for _, v := range tokens {
		if !askable(v.Identifier, v.Token) {
			return errText
		}
	}
	return a.tx(ctx, "CreateVerificationTokens", func(t tx) error {
		for _, v := range tokens {
			_, err := t.exec(ctx, p.mail.insert, v.Identifier, v.Token, v.Expires)
			if faultOf(err).duplicate() {
				return adapter.ErrExists
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// UseVerificationToken implements [adapter.VerificationTokens].
func (a *Adapter) UseVerificationToken(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.VerificationToken{}, err
	}
	if !askable(identifier, token) {
		return adapter.VerificationToken{}, adapter.ErrNotFound
	}
	var expires moment
	err = a.tx(ctx, "UseVerificationToken", func(t tx) error {
		if err := t.row(ctx, p.mail.get, []any{&expires}, identifier, token); err != nil {
			return err // the others wait for the row here, and then do not find it
		}
		n, err := t.exec(ctx, p.mail.delete, identifier, token)
		if err == nil && n == 0 {
			return adapter.ErrNotFound
		}
		return err
	})
	if err != nil {
		return adapter.VerificationToken{}, err
	}
	return adapter.VerificationToken{Identifier: identifier, Token: token, Expires: expires.Time}, nil
}

// ClaimUser implements [adapter.VerificationTokens]. Passkeys are deleted with
// the accounts that they belong to.
func (a *Adapter) ClaimUser(ctx context.Context, userID, email string, at time.Time) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok || email == "" || !askable(email) {
		return adapter.ErrNotFound
	}
	return a.tx(ctx, "ClaimUser", func(t tx) error {
		var verified moment
		if err := t.row(ctx, p.mail.unverified, []any{&verified}, key, email); err != nil || !verified.IsZero() {
			return err
		}
		if _, err := t.exec(ctx, p.mail.claim, key, at.Unix(), at); err != nil {
			return err
		}
		return t.all(ctx, p.all(), key)
	})
}
