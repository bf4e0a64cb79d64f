package ginauth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// within bounds a call of the store: the stores take no context. A call that
// is late goes on by itself, on a request of its own, until it comes to its
// next write (see late), and its result is dropped.
func (t *storeStrategy) within(r *http.Request, call func(*http.Request) error) error {
	ctx, cancel := context.WithTimeout(r.Context(), t.timeout)
	defer cancel()
	select {
	case t.pending <- struct{}{}:
	default:
		return fmt.Errorf("%w: %d calls are waiting for the store already", ErrUnavailable, maxPending)
	}
	own := r.Clone(ctx)
	done := make(chan error, 1)
	go func() {
		defer func() { <-t.pending }()
		done <- recovered(func() error { return call(own) })
	}()
	select {
	case err := <-done:
		if _, panicked := errors.AsType[*panicError](err); panicked {
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		return err
	case <-ctx.Done():
		if err := r.Context().Err(); err != nil {
			return fmt.Errorf("%w: the client has gone: %w", ErrUnavailable, err)
		}
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

// lock waits for a session that somebody else in this process writes.
func (t *storeStrategy) lock(r *http.Request, sid string) (unlock func(), err error) {
	if unlock, err = t.locks.lock(r.Context(), sid); err != nil {
		return nil, fmt.Errorf("%w: another write of the session does not end: %w", ErrUnavailable, err)
	}
	return unlock, nil
}

var errNoCookie = fmt.Errorf("%w: the store set no cookie", ErrUnavailable)

// putLines passes the store's own cookie on.
func putLines(jar *jar, s *site, lines []string) error {
	cookie, ok := cookieIn(lines, s.session.name)
	if !ok {
		return errNoCookie
	}
	jar.put(cookie)
	return nil
}

// cookieIn finds the cookie of a name in Set-Cookie lines.
func cookieIn(lines []string, name string) (setCookie, bool) {
	for _, line := range lines {
		pair, _, _ := strings.Cut(line, ";")
		if found, value, _ := strings.Cut(pair, "="); found == name {
			return setCookie{name, value, line}, true
		}
	}
	return setCookie{}, false
}

// discard is a response that keeps nothing but its header.
type discard struct{ header http.Header }

// Header implements [http.ResponseWriter].
func (d *discard) Header() http.Header {
	if d.header == nil {
		d.header = http.Header{}
	}
	return d.header
}

// Write drops what it is given.
func (*discard) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader drops the status.
func (*discard) WriteHeader(int) {}
