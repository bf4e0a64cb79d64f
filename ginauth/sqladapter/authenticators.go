package sqladapter

import (
	"context"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

type authenticatorQueries struct {
	insert, get, list   *query
	counter, setCounter *query
	delete, deleteAll   *query
}

func (b *builder) authenticators() authenticatorQueries {
	const columns = `SELECT {authenticators.credentialID}, {authenticators.userId}, {authenticators.providerAccountId},
{authenticators.credentialPublicKey}, {authenticators.counter}, {authenticators.credentialDeviceType},
{authenticators.credentialBackedUp}, {authenticators.transports} FROM {authenticators} WHERE `
	return authenticatorQueries{
		insert: b.insert(authenticators, []string{
			"userId", "credentialID", "providerAccountId", "credentialPublicKey", "counter", "credentialDeviceType", "credentialBackedUp", "transports",
		}, "FROM {users} WHERE {users.id=1}{share}"),
		get:        b.query(columns + "{authenticators.credentialID=1}"),
		list:       b.query(columns + "{authenticators.userId=1} ORDER BY {authenticators.credentialID}"),
		counter:    b.query("SELECT {authenticators.counter} FROM {authenticators} WHERE {authenticators.credentialID=1}{update}"),
		setCounter: b.query("UPDATE {authenticators} SET {authenticators.counter} = {authenticators.counter:2} WHERE {authenticators.credentialID=1}"),
		delete:     b.query("DELETE FROM {authenticators} WHERE {authenticators.userId=1} AND {authenticators.credentialID=2}"),
		deleteAll:  b.query("DELETE FROM {authenticators} WHERE {authenticators.userId=1}"),
	}
}

func authenticatorInto(c *adapter.Authenticator) []any {
	return []any{
		(*str)(&c.CredentialID), (*str)(&c.UserID), (*str)(&c.ProviderAccountID), (*str)(&c.CredentialPublicKey),
		&c.Counter, (*str)(&c.CredentialDeviceType), &c.CredentialBackedUp, (*str)(&c.Transports),
	}
}

// CreateAuthenticator implements [adapter.Authenticators].
func (a *Adapter) CreateAuthenticator(ctx context.Context, c adapter.Authenticator) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(c.UserID)
	if !ok {
		return adapter.ErrNotFound
	}
	if !askable(c.CredentialID) || !storable(c.ProviderAccountID, c.CredentialPublicKey, c.CredentialDeviceType, c.Transports) {
		return errText
	}
	n, err := a.exec(ctx, "CreateAuthenticator", p.passkey.insert, key, c.CredentialID, c.ProviderAccountID, c.CredentialPublicKey,
		int64(c.Counter), c.CredentialDeviceType, c.CredentialBackedUp, null(c.Transports))
	if err == nil && n == 0 {
		return adapter.ErrNotFound
	}
	return err
}

// GetAuthenticator implements [adapter.Authenticators].
func (a *Adapter) GetAuthenticator(ctx context.Context, credentialID string) (adapter.Authenticator, error) {
	var c adapter.Authenticator
	p, err := a.ready(ctx)
	if err != nil {
		return c, err
	}
	if !askable(credentialID) {
		return c, adapter.ErrNotFound
	}
	if err := a.row(ctx, "GetAuthenticator", p.passkey.get, authenticatorInto(&c), credentialID); err != nil {
		return adapter.Authenticator{}, err
	}
	return c, nil
}

// ListAuthenticatorsByUserID implements [adapter.Authenticators].
func (a *Adapter) ListAuthenticatorsByUserID(ctx context.Context, userID string) ([]adapter.Authenticator, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return nil, err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return nil, nil
	}
	return list(ctx, a, "ListAuthenticatorsByUserID", p.passkey.list, func(row scanner) (c adapter.Authenticator, err error) {
		err = row.Scan(authenticatorInto(&c)...)
		return c, err
	}, key)
}

// UpdateAuthenticatorCounter implements [adapter.Authenticators].
func (a *Adapter) UpdateAuthenticatorCounter(ctx context.Context, credentialID string, counter uint32) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	if !askable(credentialID) {
		return adapter.ErrNotFound
	}
	return a.tx(ctx, "UpdateAuthenticatorCounter", func(t tx) error {
		var was int64
		if err := t.row(ctx, p.passkey.counter, []any{&was}, credentialID); err != nil {
			return err
		}
		if int64(counter) <= was && (counter != 0 || was != 0) {
			return adapter.ErrSuperseded
		}
		_, err := t.exec(ctx, p.passkey.setCounter, credentialID, int64(counter))
		return err
	})
}

// DeleteAuthenticator implements [adapter.Authenticators].
func (a *Adapter) DeleteAuthenticator(ctx context.Context, userID, credentialID string) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok || !askable(credentialID) {
		return adapter.ErrNotFound
	}
	n, err := a.exec(ctx, "DeleteAuthenticator", p.passkey.delete, key, credentialID)
	if err == nil && n == 0 {
		return adapter.ErrNotFound
	}
	return err
}
