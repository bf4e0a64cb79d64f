package ginauth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// successorAge is how long it is known what became of a refresh token: an
	// answer with the new cookie may have got lost, and the browser come back much
	// later.
	successorAge = 24 * time.Hour
	// deadAge and failedAge are how long a provider is not asked again about a
	// refresh token that it has refused, and after a failure.
	deadAge   = time.Hour
	failedAge = 10 * time.Second
	// maxHops bounds the way from an old refresh token to its newest successor:
	// a day of access tokens that last three minutes.
	maxHops = 500
	// refreshPatience bounds a refresh; the provider has a limit of its own.
	refreshPatience = 9 * time.Second
)

// refresher trades each refresh token at most once. A provider that rotates
// them takes a second use for theft, and ends the whole grant (RFC 9700
// section 4.14.2).
type refresher struct {
	flight     singleflight.Group
	successors expiring[successor]
}

// successor is what became of a refresh token.
type successor struct {
	account Account
	err     error
}

// RefreshAccount trades the account's refresh token for new tokens (RFC 6749
// section 6) at the provider that the account names. ctx is the one that a
// callback is given; with any other the error is [ErrNoMiddleware].
//
// However many requests ask at once with one refresh token, the provider is
// asked once, and all get its answer; so does a late-comer of the next 24 hours,
// whose cookie still holds the old token. The error wraps [ErrInvalidGrant] when
// the grant has ended, which is remembered; after any other failure the
// provider is left alone for ten seconds. All this is known to one process only.
// For a session that came as a Bearer token the provider is not asked: nobody
// would keep the answer.
//
// callbacks.KeepFresh calls it when it is due.
func RefreshAccount(ctx context.Context, account Account) (Account, error) {
	c, ok := ctx.Value(requestKey{}).(*requestContext)
	if !ok {
		return Account{}, ErrNoMiddleware
	}
	return c.auth.refresh(ctx, account, c.bearer)
}

func (a *Auth) refresh(ctx context.Context, account Account, bearer bool) (Account, error) {
	p := a.provider(account.Provider)
	if p == nil || p.oauth == nil {
		return Account{}, fmt.Errorf("%w: there is no provider %q", ErrInvalidGrant, account.Provider)
	}
	account.Type = p.info.Type
	if account.RefreshToken == "" {
		return Account{}, fmt.Errorf("%w: there is none", ErrInvalidGrant)
	}
	for range maxHops {
		next, known, err := a.successor(account)
		if known || err != nil {
			return next, err
		}
		if next.RefreshToken != account.RefreshToken { // it has a successor, which has ended as well
			account = next
			continue
		}
		if bearer {
			return Account{}, errors.New("ginauth: the session came as a Bearer token: new tokens could not be kept")
		}
		return a.refreshOnce(ctx, p, account)
	}
	return Account{}, errors.New("ginauth: refresh tokens follow each other without end")
}

// successor looks up what became of an account's refresh token. If that is
// known and still good, known is true; else account is the one to refresh.
func (a *Auth) successor(account Account) (next Account, known bool, err error) {
	now := a.now().Unix()
	found, ok := a.refresher.successors.get(refreshKey(account), now)
	switch {
	case !ok:
		return account, false, nil
	case found.err != nil:
		return Account{}, false, found.err
	case found.account.AccessToken != account.AccessToken && (found.account.ExpiresAt == 0 || found.account.ExpiresAt > now):
		return found.account, true, nil
	}
	return found.account, false, nil
}

// refreshOnce asks the provider. It goes on when the request that began it has
// gone: the answer is the only one there will be.
func (a *Auth) refreshOnce(ctx context.Context, p *provider, account Account) (Account, error) {
	key := refreshKey(account)
	done := a.refresher.flight.DoChan(string(key[:]), func() (out any, err error) {
		err = recovered(func() (err error) { // DoChan would end the program
			if next, known, err := a.successor(account); known || err != nil {
				out = next
				return err // somebody was faster
			}
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshPatience)
			defer cancel()
			var fresh Account
			err = recovered(func() (err error) {
				fresh, err = p.oauth.Refresh(ctx, account)
				return err
			})
			out = fresh
			a.remember(ctx, key, fresh, err)
			return err
		})
		return out, err
	})
	select {
	case out := <-done:
		fresh, _ := out.Val.(Account)
		if out.Err != nil {
			return Account{}, out.Err
		}
		return fresh, nil
	case <-ctx.Done():
		return Account{}, fmt.Errorf("ginauth: waiting for new tokens: %w", ctx.Err())
	}
}

func (a *Auth) remember(ctx context.Context, key [32]byte, fresh Account, err error) {
	now := a.now()
	until := now.Add(successorAge)
	switch {
	case errors.Is(err, ErrInvalidGrant):
		until = now.Add(deadAge)
	case err != nil:
		until = now.Add(failedAge)
	}
	if err != nil {
		a.logContext(ctx, slog.LevelWarn, "REFRESH_TOKEN_ERROR", err)
	}
	fresh.TokenResponse, fresh.IDToken = nil, "" // for a late-comer the tokens have to do
	a.refresher.successors.set(key, successor{fresh, err}, until.Unix(), now.Unix())
}

// refreshKey does not keep the token itself.
func refreshKey(account Account) [32]byte {
	return sha256.Sum256([]byte(account.Provider + "\x00" + account.ProviderAccountID + "\x00" + account.RefreshToken))
}
