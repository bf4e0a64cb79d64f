package ginauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	"unsafe"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/atrest"
)

// database is the adapter of the Config by what it can do, with the keys for
// what it must not read.
type database struct {
	adapter.Adapter
	// Each is nil if the adapter cannot do it.
	accounts       adapter.Accounts
	administration adapter.Administration
	sessions       adapter.Sessions
	plain          adapter.PlainSessions
	revocations    adapter.Revocations
	tokens         adapter.VerificationTokens

	timeout time.Duration
	random  io.Reader
	// content seals sessions, nil for a store in this process; secrets seals the
	// tokens of accounts.
	content, secrets *atrest.Keyring
}

func (a *Auth) compileDatabase(cfg *Config) (err error) {
	switch {
	case cfg.Adapter == nil:
		return nil
	case isNil(cfg.Adapter):
		return fmt.Errorf("the field Adapter is a nil %T", cfg.Adapter)
	}
	if cfg.Secret == "" {
		return nil // which has been said
	}
	d := &database{Adapter: cfg.Adapter, timeout: cfg.Session.storeTimeout(), random: a.random}
	d.accounts, _ = cfg.Adapter.(adapter.Accounts)
	d.administration, _ = cfg.Adapter.(adapter.Administration)
	d.sessions, _ = cfg.Adapter.(adapter.Sessions)
	d.plain, _ = cfg.Adapter.(adapter.PlainSessions)
	d.revocations, _ = cfg.Adapter.(adapter.Revocations)
	d.tokens, _ = cfg.Adapter.(adapter.VerificationTokens)
	secrets := cfg.secrets()
	if in, ok := cfg.Adapter.(adapter.InProcess); !ok || !in.InProcess() {
		if d.content, err = atrest.New("ginauth session data v1", secrets...); err != nil {
			return err
		}
	}
	d.secrets, err = atrest.New("ginauth account tokens v1", secrets...)
	a.db = d
	return err
}

// ask bounds a call of the adapter, unless its context is bounded for several
// of them. What is not one of the adapter's answers
// says that there was none: [ErrUnavailable].
func ask[T any](ctx context.Context, d *database, call func(context.Context) (T, error)) (out T, err error) {
	if _, bounded := ctx.(*patience); !bounded {
		p := patient(ctx, d.timeout)
		defer p.end()
		ctx = p
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %w", ErrUnavailable, panicked(v))
		}
	}()
	out, err = call(ctx)
	if err == nil || answered(err) {
		return out, err
	}
	return out, fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// tell is ask for a call that returns nothing.
func tell(ctx context.Context, d *database, call func(context.Context) error) error {
	_, err := ask(ctx, d, func(ctx context.Context) (struct{}, error) { return struct{}{}, call(ctx) })
	return err
}

// answered tells the answers of an adapter from its failures.
func answered(err error) bool {
	for _, answer := range []error{
		adapter.ErrNotFound, adapter.ErrEmailTaken, adapter.ErrAccountTaken,
		adapter.ErrExists, adapter.ErrSuperseded, adapter.ErrLastAccount,
	} {
		if errors.Is(err, answer) {
			return true
		}
	}
	return false
}

// sealClaims and openClaims keep what a session holds from whoever reads the
// database. It is bound to one session of one user.
func (d *database) sealClaims(claims []byte, row *adapter.Session) (err error) {
	if row.Data = claims; d.content != nil {
		row.Data, err = d.content.Seal(d.random, claims, row.ID, row.UserID)
	}
	return err
}

func (d *database) openClaims(row *adapter.Session) (authjs.Claims, error) {
	var claims authjs.Claims
	raw, err := d.openData(row)
	if err == nil {
		claims, err = authjs.ParseClaims(raw)
	}
	if err != nil {
		return authjs.Claims{}, fmt.Errorf("%w: %w", errInvalidSession, err)
	}
	return claims, nil
}

func (d *database) openData(row *adapter.Session) (string, error) {
	if d.content == nil { // adapter.InProcess: these bytes never change
		return unsafe.String(unsafe.SliceData(row.Data), len(row.Data)), nil //nolint:gosec // a copy is a tenth of the request
	}
	return d.content.Open(row.Data, row.ID, row.UserID)
}

// seal and open keep an account's tokens from whoever reads the database. Each
// is bound to its account and column.
func (d *database) seal(account adapter.Account) (adapter.Account, error) {
	for column, token := range tokensOf(&account) {
		sealed, err := d.secrets.SealText(d.random, *token, account.Provider, column, account.ProviderAccountID)
		if err != nil {
			return adapter.Account{}, fmt.Errorf("sealing the tokens of an account: %w", err)
		}
		*token = sealed
	}
	return account, nil
}

// open leaves out what does not open: the user still has the account.
func (d *database) open(account adapter.Account) (adapter.Account, error) {
	var failed error
	for column, token := range tokensOf(&account) {
		plain, err := d.secrets.OpenText(*token, account.Provider, column, account.ProviderAccountID)
		if err != nil {
			failed = fmt.Errorf("the %s of an account at %q: %w", column, account.Provider, err)
		}
		*token = plain
	}
	return account, failed
}

func tokensOf(account *adapter.Account) map[string]*string {
	return map[string]*string{
		"refresh_token": &account.RefreshToken, "access_token": &account.AccessToken, "id_token": &account.IDToken,
	}
}

// row is the account as the database keeps it, before it is sealed.
func (a Account) row(userID string) adapter.Account {
	return adapter.Account{
		UserID: userID, Type: string(a.Type), Provider: a.Provider, ProviderAccountID: a.ProviderAccountID,
		RefreshToken: a.RefreshToken, AccessToken: a.AccessToken, IDToken: a.IDToken,
		TokenType: a.TokenType, Scope: a.Scope, SessionState: a.SessionState, ExpiresAt: a.ExpiresAt,
	}
}

// fromRow is the account of an opened row.
func fromRow(row adapter.Account) Account {
	return Account{
		Provider: row.Provider, Type: ProviderType(row.Type), ProviderAccountID: row.ProviderAccountID,
		RefreshToken: row.RefreshToken, AccessToken: row.AccessToken, IDToken: row.IDToken,
		TokenType: row.TokenType, Scope: row.Scope, SessionState: row.SessionState, ExpiresAt: row.ExpiresAt,
	}
}
