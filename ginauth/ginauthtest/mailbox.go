package ginauthtest

import (
	"context"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// Mailbox is a provider of magic links that keeps its mails instead of sending
// them: one for tests, in the place of providers.Email.
type Mailbox struct {
	// ID is "email" by default.
	ID string
	// Options are the provider's.
	Options ginauth.EmailOptions
	// Send, if set, runs before a mail is kept; with an error it is not.
	Send func(context.Context, ginauth.VerificationRequest) error
	// Patience is how long Next waits. Default: a minute.
	Patience time.Duration

	mu    sync.Mutex
	mails []ginauth.VerificationRequest
	taken int
	came  chan struct{} // closed when a mail comes in
}

var _ ginauth.EmailProvider = (*Mailbox)(nil)

// Describe implements [ginauth.Provider].
func (b *Mailbox) Describe() (ginauth.ProviderInfo, error) {
	info := ginauth.ProviderInfo{ID: b.ID, Name: "Email", Type: ginauth.TypeEmail, User: reflect.TypeFor[*ginauth.User]()}
	if info.ID == "" {
		info.ID = "email"
	}
	return info, nil
}

// Email implements [ginauth.EmailProvider].
func (b *Mailbox) Email() ginauth.EmailOptions { return b.Options }

// SendVerificationRequest implements [ginauth.EmailProvider].
func (b *Mailbox) SendVerificationRequest(ctx context.Context, m ginauth.VerificationRequest) error {
	if b.Send != nil {
		if err := b.Send(ctx, m); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = append(b.mails, m)
	if b.came != nil {
		close(b.came)
		b.came = nil
	}
	return nil
}

// All are the mails so far, the oldest first. Mails are sent after the answer:
// [ginauth.Auth.Shutdown] waits for them.
func (b *Mailbox) All() []ginauth.VerificationRequest {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]ginauth.VerificationRequest(nil), b.mails...)
}

// Next waits for the oldest mail that it has not returned yet.
func (b *Mailbox) Next(tb testing.TB) ginauth.VerificationRequest {
	tb.Helper()
	patience := b.Patience
	if patience <= 0 {
		patience = time.Minute
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		m, came := b.take()
		if came == nil {
			return m
		}
		select {
		case <-came:
		case <-timer.C:
			tb.Fatalf("ginauthtest: no mail within %v", patience)
		}
	}
}

// take returns a mail, or what tells that one has come.
func (b *Mailbox) take() (ginauth.VerificationRequest, chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.taken < len(b.mails) {
		b.taken++
		return b.mails[b.taken-1], nil
	}
	if b.came == nil {
		b.came = make(chan struct{})
	}
	return ginauth.VerificationRequest{}, b.came
}
