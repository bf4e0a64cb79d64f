package rp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// How long what was fetched is used: for an hour; and for a day while the
// provider does not answer, which is not asked again for half a minute.
const (
	fetchedAge = time.Hour
	staleAge   = 24 * time.Hour
	failureAge = 30 * time.Second
)

// cache keeps one value that is fetched, and when.
type cache[T any] struct {
	mu  sync.Mutex
	now cached[T]
}

// cached is what a cache holds at one moment.
type cached[T any] struct {
	value T
	// version is how often it was fetched: 0 is never.
	version         int
	fetched, failed time.Time
}

func (k *cache[T]) load() cached[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

func (k *cache[T]) put(value T, now time.Time) cached[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now.value, k.now.fetched = value, now
	k.now.version++
	return k.now
}

func (k *cache[T]) fail(now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now.failed = now
}

// good tells whether the value needs no other.
func (c cached[T]) good(now time.Time) bool {
	age := now.Sub(c.fetched)
	return c.version > 0 && (age < fetchedAge || age < staleAge && now.Sub(c.failed) < failureAge)
}

// usable tells whether the value is better than an error.
func (c cached[T]) usable(now time.Time) bool {
	return c.version > 0 && now.Sub(c.fetched) < staleAge
}

// once shares a call among all who want its result at the same time. It goes
// on when the first of them has gone.
func once[T any](ctx context.Context, group *singleflight.Group, key string, timeout time.Duration, call func(context.Context) (T, error)) (T, error) {
	var none T
	done := group.DoChan(key, func() (out any, err error) {
		defer func() { // DoChan would end the program
			if v := recover(); v != nil {
				err = fmt.Errorf("panic: %v", v)
			}
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
		defer cancel()
		return call(ctx)
	})
	select {
	case out := <-done:
		if out.Err != nil {
			return none, out.Err
		}
		value, ok := out.Val.(T)
		if !ok {
			return none, errors.New("another kind of result")
		}
		return value, nil
	case <-ctx.Done():
		return none, fmt.Errorf("waiting for the provider: %w", ctx.Err())
	}
}
