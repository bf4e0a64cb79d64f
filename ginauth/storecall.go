package ginauth

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"net/http"
	"strings"
	"sync"
)

// within bounds a call of the store: the stores take no context. A call that
// is late goes on by itself, on a request of its own, until it comes to its
// next write (see late), and its result is dropped.
func (t *storeStrategy) within(r *http.Request, call func(*http.Request) error) error {
	ctx, cancel := context.WithTimeout(r.Context(), t.timeout)
	defer cancel()
	own := r.Clone(ctx)
	done := make(chan error, 1)
	go func() { done <- recovered(func() error { return call(own) }) }()
	select {
	case err := <-done:
		if _, panicked := errors.AsType[*panicError](err); panicked {
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		return err
	case <-ctx.Done():
		return fmt.Errorf("%w: no answer within %v: %w", ErrUnavailable, t.timeout, ctx.Err())
	}
}

// late keeps a call whose time is up from writing: its caller has said that
// nothing has happened.
func late(r *http.Request) error {
	if err := r.Context().Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return nil
}

// lock is held while a session is written or removed, so that in this process
// a renewal never brings back what a sign-out has just removed.
func (t *storeStrategy) lock(sid string) *sync.Mutex {
	return &t.locks[maphash.String(t.seed, sid)%uint64(len(t.locks))]
}

// putLines passes the store's own cookie on.
func putLines(jar *jar, s *site, lines []string) error {
	for _, line := range lines {
		pair, _, _ := strings.Cut(line, ";")
		if name, value, _ := strings.Cut(pair, "="); name == s.session.name {
			jar.put(setCookie{name, value, line})
			return nil
		}
	}
	return fmt.Errorf("%w: the store set no cookie", ErrUnavailable)
}

// discard is a response that keeps nothing but its header.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header {
	if d.header == nil {
		d.header = http.Header{}
	}
	return d.header
}
func (*discard) Write(b []byte) (int, error) { return len(b), nil }
func (*discard) WriteHeader(int)             {}
