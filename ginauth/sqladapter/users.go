package sqladapter

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

type userQueries struct {
	get, byEmail, byAccount *query
	lock, insert, update    *query
	ownID                   bool // the store gives the ID, and not the database
	generate                func() any
}

const userColumns = "SELECT {users.id}, {users.name}, {users.email}, {users.image}, {users.emailVerified?}, {users.disabled} FROM {users} WHERE "

// users makes the statements about users, whose ID is in a column of a kind.
func (b *builder) users(id *column) userQueries {
	q := userQueries{
		get:     b.query(userColumns + "{users.id=1}"),
		byEmail: b.query(userColumns + "{users.email=1}"),
		byAccount: b.query(userColumns + `{users.id} = (SELECT {accounts.userId} FROM {accounts}
WHERE {accounts.provider=1} AND {accounts.providerAccountId=2})`),
		lock: b.query("SELECT {users.id} FROM {users} WHERE {users.id=1}{update}"),
		update: b.query(`UPDATE {users} SET {users.name} = {users.name:2}, {users.email} = {users.email:3}, {users.image} = {users.image:4},
{users.emailVerified} = {users.emailVerified:5}{users^} WHERE {users.id=1}`),
		ownID: true, generate: newID,
	}
	columns := []string{"name", "email", "image", "emailVerified", "disabled"}
	switch {
	case id.kind != integer:
		columns = append(columns, "id")
	case b.o.Dialect == SQLite:
		// SQLite gives the number of the last row again after it was deleted, and
		// with it the cookies of whoever had it. A random one is nobody's.
		columns, q.generate = append(columns, "id"), newNumber
	default:
		q.ownID = false
	}
	q.insert = b.insert(users, columns, "")
	if !q.ownID && b.o.Dialect == PostgreSQL {
		q.insert.text += " RETURNING " + b.o.quote(b.o.column("id"))
	}
	q.get.hot = true
	return q
}

// one reads a user.
func (a *Adapter) one(ctx context.Context, op string, q *query, args ...any) (adapter.User, error) {
	var u adapter.User
	var disabled sql.NullBool
	var verified moment
	err := a.row(ctx, op, q, []any{
		(*str)(&u.ID), (*str)(&u.Name), (*str)(&u.Email), (*str)(&u.Image), &verified, &disabled,
	}, args...)
	if err != nil {
		return adapter.User{}, err
	}
	u.EmailVerified, u.Disabled = verified.Time, disabled.Bool
	return u, nil
}

// GetUser implements [adapter.Adapter].
func (a *Adapter) GetUser(ctx context.Context, id string) (adapter.User, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.User{}, err
	}
	key, ok := p.userKey(id)
	if !ok {
		return adapter.User{}, adapter.ErrNotFound
	}
	return a.one(ctx, "GetUser", p.users.get, key)
}

// GetUserByEmail implements [adapter.Adapter].
func (a *Adapter) GetUserByEmail(ctx context.Context, email string) (adapter.User, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.User{}, err
	}
	if email == "" || !askable(email) {
		return adapter.User{}, adapter.ErrNotFound
	}
	return a.one(ctx, "GetUserByEmail", p.users.byEmail, email)
}

// GetUserByAccount implements [adapter.Adapter].
func (a *Adapter) GetUserByAccount(ctx context.Context, provider, providerAccountID string) (adapter.User, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.User{}, err
	}
	if !askable(provider, providerAccountID) {
		return adapter.User{}, adapter.ErrNotFound
	}
	return a.one(ctx, "GetUserByAccount", p.users.byAccount, provider, providerAccountID)
}

// CreateUser implements [adapter.Adapter].
func (a *Adapter) CreateUser(ctx context.Context, u adapter.User, account *adapter.Account) (adapter.User, error) {
	p, err := a.ready(ctx)
	if err != nil {
		return adapter.User{}, err
	}
	if !storable(u.Name, u.Image) || !askable(u.Email) || account != nil && !storableAccount(account) {
		return adapter.User{}, errText
	}
	if !u.EmailVerified.IsZero() {
		u.EmailVerified = u.EmailVerified.UTC().Truncate(time.Millisecond) // as GetUser will say it
	}
	err = a.tx(ctx, "CreateUser", func(t tx) error {
		key, err := a.insertUser(ctx, t, p, u)
		if faultOf(err).duplicate() {
			return adapter.ErrEmailTaken
		}
		if err != nil {
			return err
		}
		u.ID = idString(key)
		if account == nil {
			return nil
		}
		_, err = t.exec(ctx, p.account.insert, p.account.args(key, account)...)
		if faultOf(err).duplicate() {
			return adapter.ErrAccountTaken
		}
		return err
	})
	if err != nil {
		return adapter.User{}, err
	}
	return u, nil
}

// insertUser inserts a user and returns their ID.
func (a *Adapter) insertUser(ctx context.Context, t tx, p *plan, u adapter.User) (key any, err error) {
	args := []any{null(u.Name), null(u.Email), null(u.Image), u.EmailVerified, u.Disabled}
	q := p.users.insert
	switch {
	case p.users.ownID:
		key = p.users.generate()
		_, err = t.exec(ctx, q, append(args, key)...)
		return key, err
	case a.o.Dialect == PostgreSQL:
		var id int64
		err = t.row(ctx, q, []any{&id}, args...)
		return id, err
	}
	result, err := t.ExecContext(ctx, q.text, q.bind(args)...)
	if err != nil {
		return nil, err
	}
	return result.LastInsertId()
}

func idString(key any) string {
	if n, is := key.(int64); is {
		return strconv.FormatInt(n, 10)
	}
	s, _ := key.(string) // it is one of the two
	return s
}

// UpdateUser implements [adapter.Adapter].
func (a *Adapter) UpdateUser(ctx context.Context, u adapter.User) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(u.ID)
	if !ok {
		return adapter.ErrNotFound
	}
	if !storable(u.Name, u.Image) || !askable(u.Email) {
		return errText
	}
	return a.tx(ctx, "UpdateUser", func(t tx) error {
		// MySQL does not count rows that it finds and need not change.
		if err := t.lockUser(ctx, p, key); err != nil {
			return err
		}
		_, err := t.exec(ctx, p.users.update, key, null(u.Name), null(u.Email), null(u.Image), u.EmailVerified)
		if faultOf(err).duplicate() {
			return adapter.ErrEmailTaken
		}
		return err
	})
}

// lockUser keeps others from changing a user and what is theirs.
func (t tx) lockUser(ctx context.Context, p *plan, key any) error {
	var id str
	return t.row(ctx, p.users.lock, []any{&id}, key)
}
