package sqladapter

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

type accountQueries struct {
	latest int64 // that expires_at can hold

	insert, owner, update *query
	list, count           *query
	unlink, deleteAll     *query
}

func (b *builder) accounts() accountQueries {
	latest := int64(math.MaxInt64)
	if c := b.o.columnOf(b.c, accounts, "expires_at"); c != nil && c.max > 0 {
		latest = c.max
	}
	return accountQueries{
		latest: latest,
		insert: b.insert(accounts, []string{
			"userId", "type", "provider", "providerAccountId", "refresh_token", "access_token", "expires_at",
			"id_token", "scope", "session_state", "token_type",
		}, ""),
		owner: b.query("SELECT {accounts.userId} FROM {accounts} WHERE {accounts.provider=1} AND {accounts.providerAccountId=2}{update}"),
		update: b.query(`UPDATE {accounts} SET {accounts.refresh_token} = {accounts.refresh_token:3}, {accounts.access_token} = {accounts.access_token:4},
{accounts.expires_at} = {accounts.expires_at:5}, {accounts.id_token} = {accounts.id_token:6}, {accounts.scope} = {accounts.scope:7},
{accounts.session_state} = {accounts.session_state:8}, {accounts.token_type} = {accounts.token_type:9}{accounts^}
WHERE {accounts.provider=1} AND {accounts.providerAccountId=2}`),
		list: b.query(`SELECT {accounts.userId}, {accounts.type}, {accounts.provider}, {accounts.providerAccountId}, {accounts.refresh_token},
{accounts.access_token}, {accounts.expires_at}, {accounts.id_token}, {accounts.scope}, {accounts.session_state}, {accounts.token_type}
FROM {accounts} WHERE {accounts.userId=1} ORDER BY ` + b.oldest()),
		count:     b.query("SELECT COUNT(*) FROM {accounts} WHERE {accounts.userId=1}"),
		unlink:    b.query(`DELETE FROM {accounts} WHERE {accounts.userId=1} AND {accounts.provider=2} AND {accounts.providerAccountId=3}`),
		deleteAll: b.query("DELETE FROM {accounts} WHERE {accounts.userId=1}"),
	}
}

// oldest orders accounts by their age, if anything tells it.
func (b *builder) oldest() string {
	id := b.o.columnOf(b.c, accounts, "id")
	switch {
	case b.o.columnOf(b.c, accounts, "createdAt") != nil:
		return "{accounts.createdAt}, {accounts.provider}, {accounts.providerAccountId}"
	case id != nil && id.kind == integer:
		return "{accounts.id}"
	case b.o.Dialect == SQLite:
		return "rowid"
	}
	return "{accounts.provider}, {accounts.providerAccountId}"
}

func storableAccount(a *adapter.Account) bool {
	return askable(a.Provider, a.ProviderAccountID) && storable(a.Type, a.RefreshToken, a.AccessToken, a.IDToken, a.TokenType, a.Scope, a.SessionState)
}

func (q *accountQueries) args(user any, a *adapter.Account) []any {
	return append([]any{user, a.Type, a.Provider, a.ProviderAccountID}, q.tokens(a)...)
}

// tokens returns what of an account may change. Prisma's and Drizzle's
// expires_at has 32 bits, which end in 2038: a token that lives longer is kept
// as one that ends then, and not refused.
func (q *accountQueries) tokens(a *adapter.Account) []any {
	expires := min(a.ExpiresAt, q.latest)
	return []any{
		null(a.RefreshToken), null(a.AccessToken), sql.NullInt64{Int64: expires, Valid: expires != 0},
		null(a.IDToken), null(a.Scope), null(a.SessionState), null(a.TokenType),
	}
}

// LinkAccount implements [adapter.Adapter].
func (a *Adapter) LinkAccount(ctx context.Context, account adapter.Account) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(account.UserID)
	if !ok {
		return adapter.ErrNotFound
	}
	if !storableAccount(&account) {
		return errText
	}
	raced := false
	return a.tx(ctx, "LinkAccount", func(t tx) error {
		if err := t.lockUser(ctx, p, key); err != nil {
			return err
		}
		var owner str
		err := t.row(ctx, p.account.owner, []any{&owner}, account.Provider, account.ProviderAccountID)
		switch {
		case errors.Is(err, adapter.ErrNotFound):
			_, err = t.exec(ctx, p.account.insert, p.account.args(key, &account)...)
			if faultOf(err).duplicate() && !raced {
				raced = true
				return errRaced
			}
			if faultOf(err).duplicate() { // an index of Auth.js's that folds case
				return adapter.ErrAccountTaken
			}
			return err
		case err != nil:
			return err
		case string(owner) != account.UserID:
			return adapter.ErrAccountTaken
		}
		_, err = t.exec(ctx, p.account.update, append([]any{account.Provider, account.ProviderAccountID}, p.account.tokens(&account)...)...)
		return err
	})
}

// ListAccounts implements [adapter.Accounts].
func (a *Adapter) ListAccounts(ctx context.Context, userID string) ([]adapter.Account, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return nil, err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return nil, nil
	}
	return list(ctx, a, "ListAccounts", p.account.list, func(row scanner) (c adapter.Account, err error) {
		var expires sql.NullInt64
		err = row.Scan((*str)(&c.UserID), (*str)(&c.Type), (*str)(&c.Provider), (*str)(&c.ProviderAccountID),
			(*str)(&c.RefreshToken), (*str)(&c.AccessToken), &expires,
			(*str)(&c.IDToken), (*str)(&c.Scope), (*str)(&c.SessionState), (*str)(&c.TokenType))
		c.ExpiresAt = expires.Int64
		return c, err
	}, key)
}

// UnlinkAccount implements [adapter.Accounts].
func (a *Adapter) UnlinkAccount(ctx context.Context, userID, provider, providerAccountID string, keep int) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok || !askable(provider, providerAccountID) {
		return adapter.ErrNotFound
	}
	return a.tx(ctx, "UnlinkAccount", func(t tx) error {
		if err := t.lockUser(ctx, p, key); err != nil { // two callers may not both take the last but one
			return err
		}
		n, err := t.exec(ctx, p.account.unlink, key, provider, providerAccountID)
		if err != nil {
			return err
		}
		if n == 0 {
			return adapter.ErrNotFound
		}
		var rest int
		if err := t.row(ctx, p.account.count, []any{&rest}, key); err != nil {
			return err
		}
		if rest < keep {
			return adapter.ErrLastAccount // and the transaction is undone
		}
		return nil
	})
}
