package adaptertest_test

import (
	"context"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// mails changes what happens to verification tokens and authenticators. Each
// function that is nil is the store's own method.
type mails struct {
	store
	create  func(context.Context, ...adapter.VerificationToken) error
	use     func(ctx context.Context, identifier, token string) (adapter.VerificationToken, error)
	claim   func(ctx context.Context, userID, email string, at time.Time) error
	passkey func(context.Context, adapter.Authenticator) error
	counter func(context.Context, string, uint32) error
	getKey  func(context.Context, string) (adapter.Authenticator, error)
}

func (m mails) CreateVerificationTokens(ctx context.Context, tokens ...adapter.VerificationToken) error {
	if m.create != nil {
		return m.create(ctx, tokens...)
	}
	return m.store.CreateVerificationTokens(ctx, tokens...)
}

func (m mails) UseVerificationToken(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
	if m.use != nil {
		return m.use(ctx, identifier, token)
	}
	return m.store.UseVerificationToken(ctx, identifier, token)
}

func (m mails) ClaimUser(ctx context.Context, userID, email string, at time.Time) error {
	if m.claim != nil {
		return m.claim(ctx, userID, email, at)
	}
	return m.store.ClaimUser(ctx, userID, email, at)
}

func (m mails) CreateAuthenticator(ctx context.Context, a adapter.Authenticator) error {
	if m.passkey != nil {
		return m.passkey(ctx, a)
	}
	return m.store.CreateAuthenticator(ctx, a)
}

func (m mails) UpdateAuthenticatorCounter(ctx context.Context, id string, counter uint32) error {
	if m.counter != nil {
		return m.counter(ctx, id, counter)
	}
	return m.store.UpdateAuthenticatorCounter(ctx, id, counter)
}

func (m mails) GetAuthenticator(ctx context.Context, id string) (adapter.Authenticator, error) {
	if m.getKey != nil {
		return m.getKey(ctx, id)
	}
	return m.store.GetAuthenticator(ctx, id)
}
