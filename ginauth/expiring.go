package ginauth

import (
	"slices"
	"sync"
)

// expiring is a bounded map whose entries end. It needs no goroutine: what has
// ended goes when there is no room, and after that whatever ends first.
type expiring[V any] struct {
	mu      sync.Mutex
	entries map[[32]byte]expiringEntry[V]
}

type expiringEntry[V any] struct {
	value V
	until int64 // Unix seconds
}

const maxExpiring = 10_000

// add keeps a value until a time, unless the key is there already; it reports
// whether it was not.
func (e *expiring[V]) add(key [32]byte, value V, until, now int64) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if old, found := e.entries[key]; found && now < old.until {
		return false
	}
	e.put(key, value, until, now)
	return true
}

// set keeps a value until a time, in the place of an earlier one.
func (e *expiring[V]) set(key [32]byte, value V, until, now int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.put(key, value, until, now)
}

func (e *expiring[V]) get(key [32]byte, now int64) (V, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	entry, found := e.entries[key]
	if !found || now >= entry.until {
		var none V
		return none, false
	}
	return entry.value, true
}

// change replaces a value, or the zero value if there is none, by what f makes
// of it, until a time.
func (e *expiring[V]) change(key [32]byte, until, now int64, f func(V) V) {
	e.mu.Lock()
	defer e.mu.Unlock()
	old := e.entries[key]
	if now >= old.until {
		old = expiringEntry[V]{}
	}
	e.put(key, f(old.value), until, now)
}

// clear forgets everything.
func (e *expiring[V]) clear() {
	e.mu.Lock()
	defer e.mu.Unlock()
	clear(e.entries)
}

func (e *expiring[V]) put(key [32]byte, value V, until, now int64) {
	if e.entries == nil {
		e.entries = map[[32]byte]expiringEntry[V]{}
	}
	if _, found := e.entries[key]; !found && len(e.entries) >= maxExpiring {
		e.makeRoom(now)
	}
	e.entries[key] = expiringEntry[V]{value, until}
}

// makeRoom takes out what has ended, and at least a tenth, so that a full map
// is not searched for each new entry.
func (e *expiring[V]) makeRoom(now int64) {
	ends := make([]int64, 0, len(e.entries))
	for _, entry := range e.entries {
		ends = append(ends, entry.until)
	}
	slices.Sort(ends)
	limit := max(now, ends[len(ends)/10])
	for key, entry := range e.entries {
		if entry.until <= limit {
			delete(e.entries, key)
		}
	}
}
