package ginauth

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	maxMails    = 64 // under way at once, in one process
	mailTimeout = 30 * time.Second
)

// mailPauses are the pauses before the second try and the third.
var mailPauses = [...]time.Duration{2 * time.Second, 10 * time.Second}

var errMailsFull = errors.New("a mail was dropped: 64 are under way, and the mail server is too slow for more")

// outbox counts the mails under way. None waits in line: a mail server that is
// down must not fill the memory.
type outbox struct {
	mu     sync.Mutex
	active int
	idle   chan struct{} // closed when active is 0 again
}

// begin takes a place, or reports that there is none.
func (o *outbox) begin() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.active >= maxMails {
		return false
	}
	if o.active == 0 {
		o.idle = make(chan struct{})
	}
	o.active++
	return true
}

func (o *outbox) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.active--; o.active == 0 {
		close(o.idle)
	}
}

// wait returns when nothing is under way, or the error of the context.
func (o *outbox) wait(ctx context.Context) error {
	o.mu.Lock()
	active, idle := o.active, o.idle
	o.mu.Unlock()
	if active == 0 {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Shutdown waits until the mails under way have been sent, or have failed for
// good, which takes 102 seconds at most; or for the context to end, whose error
// it then returns. Call it when the server takes no more requests, after
// [net/http.Server.Shutdown]. There is nothing else to wait for: without
// providers of magic links it returns at once.
func (a *Auth) Shutdown(ctx context.Context) error {
	if a.emails == nil {
		return nil
	}
	return a.emails.outbox.wait(ctx)
}

// mail has a mail sent after the answer, or drops it.
func (x *exchange) mail(p *provider, m VerificationRequest) {
	ctx := context.WithoutCancel(x.r.Context())
	at := &requestContext{Context: ctx, r: x.r.Clone(ctx), auth: x.a}
	if !x.a.emails.outbox.begin() {
		x.a.logContext(at, slog.LevelError, "EMAIL_ERROR", errMailsFull, slog.String("provider", p.info.ID))
		return
	}
	go func() {
		defer x.a.emails.outbox.end()
		x.a.deliver(at, p, m)
	}()
}

// deliver tries three times. What it logs names neither the address nor
// anything that opens a session, whatever the sender says.
func (a *Auth) deliver(ctx context.Context, p *provider, m VerificationRequest) {
	provider := slog.String("provider", p.info.ID)
	for try := 0; ; try++ {
		err := a.deliverOnce(ctx, p, m)
		switch {
		case err == nil:
			return
		case try == len(mailPauses):
			a.logContext(ctx, slog.LevelError, "EMAIL_ERROR", scrub(err, m), provider)
			return
		}
		a.logContext(ctx, slog.LevelWarn, "EMAIL_RETRY", scrub(err, m), provider)
		<-time.NewTimer(mailPauses[try]).C
	}
}

func (a *Auth) deliverOnce(ctx context.Context, p *provider, m VerificationRequest) error {
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	return recovered(func() error { return p.email.SendVerificationRequest(ctx, m) })
}

// scrubbed is an error without the secrets of a mail.
type scrubbed struct {
	text  string
	cause error
}

// Error is the text that is left.
func (e *scrubbed) Error() string { return e.text }

// Unwrap leads to the error as it was.
func (e *scrubbed) Unwrap() error { return e.cause }

// scrub takes out of an error's text what a mail server or a sender may quote.
func scrub(err error, m VerificationRequest) error {
	pairs := make([]string, 0, 14)
	hide := func(s string) {
		if s != "" {
			pairs = append(pairs, s, redacted, url.QueryEscape(s), redacted)
		}
	}
	hide(m.URL)
	if u, urlErr := url.Parse(m.URL); urlErr == nil {
		hide(u.RawQuery)
		hide(u.Query().Get("token"))
		hide(u.Query().Get("from"))
	}
	hide(m.Identifier)
	hide(m.Code)
	return &scrubbed{strings.NewReplacer(pairs...).Replace(err.Error()), err}
}
