package ginauth

import (
	"context"
	"sync"
)

// sessionLocks holds one lock for each session that is being written, so that
// in this process a renewal never brings back what a sign-out has just
// removed. A write that hangs holds up its own session and no other.
type sessionLocks struct {
	mu    sync.Mutex
	locks map[string]*sessionLock
}

type sessionLock struct {
	free chan struct{} // holds one token while nobody writes
	refs int
}

// lock waits for the session, as long as ctx allows, and returns what unlocks
// it.
func (l *sessionLocks) lock(ctx context.Context, sid string) (unlock func(), err error) {
	l.mu.Lock()
	if l.locks == nil {
		l.locks = map[string]*sessionLock{}
	}
	lock := l.locks[sid]
	if lock == nil {
		lock = &sessionLock{free: make(chan struct{}, 1)}
		lock.free <- struct{}{}
		l.locks[sid] = lock
	}
	lock.refs++
	l.mu.Unlock()
	select {
	case <-lock.free:
		return func() {
			lock.free <- struct{}{}
			l.release(sid, lock)
		}, nil
	case <-ctx.Done():
		l.release(sid, lock)
		return nil, ctx.Err()
	}
}

func (l *sessionLocks) release(sid string, lock *sessionLock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if lock.refs--; lock.refs == 0 {
		delete(l.locks, sid)
	}
}
