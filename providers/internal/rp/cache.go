package rp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// cache keeps one value that is fetched, and when.
type cache[T any] struct {
	mu      sync.Mutex
	value   T
	version int // how often it was fetched
	fetched time.Time
	failed  time.Time
}

func (k *cache[T]) get() (value T, fetched, failed time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.value, k.fetched, k.failed
}

// versioned returns the value, and how often it has been fetched.
func (k *cache[T]) versioned() (value T, version int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.value, k.version
}

func (k *cache[T]) put(value T, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.value, k.fetched = value, now
	k.version++
}

func (k *cache[T]) fail(now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.failed = now
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
