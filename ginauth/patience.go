package ginauth

import (
	"context"
	"sync"
	"time"
)

// patience is a context that ends after a time, as [context.WithTimeout] makes
// one, but starts a timer only when somebody waits for it: a store that answers
// from memory never does.
type patience struct {
	context.Context //nolint:containedctx // it is a context
	until           time.Time

	mu    sync.Mutex
	ended bool
	timed context.Context //nolint:containedctx // as above
	stop  context.CancelFunc
}

func patient(ctx context.Context, d time.Duration) *patience {
	return new(patience).begin(ctx, d)
}

// begin starts the time.
func (p *patience) begin(ctx context.Context, d time.Duration) *patience {
	p.Context, p.until = ctx, time.Now().Add(d)
	if earlier, ok := ctx.Deadline(); ok && earlier.Before(p.until) {
		p.until = earlier
	}
	return p
}

// Deadline implements [context.Context].
func (p *patience) Deadline() (time.Time, bool) { return p.until, true }

// Done implements [context.Context].
func (p *patience) Done() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timed == nil {
		p.timed, p.stop = context.WithDeadline(p.Context, p.until)
		if p.ended {
			p.stop()
		}
	}
	return p.timed.Done()
}

// Err implements [context.Context].
func (p *patience) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.timed != nil:
		return p.timed.Err()
	case p.ended:
		return context.Canceled
	case p.Context.Err() != nil:
		return p.Context.Err()
	case !time.Now().Before(p.until):
		return context.DeadlineExceeded
	}
	return nil
}

// end lets go of the timer. What still uses the context is told so.
func (p *patience) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	if p.stop != nil {
		p.stop()
	}
}
