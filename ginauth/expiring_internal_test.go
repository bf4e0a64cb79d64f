package ginauth

import (
	"encoding/binary"
	"testing"
)

func expiringKey(n int) (key [32]byte) {
	binary.BigEndian.PutUint64(key[:], uint64(n))
	return key
}

// What has ended is not there, and a full map loses what ends first.
func TestExpiring(t *testing.T) {
	var e expiring[int]
	if !e.add(expiringKey(1), 1, 100, 50) || e.add(expiringKey(1), 2, 100, 50) {
		t.Error("a second one was added")
	}
	if v, ok := e.get(expiringKey(1), 99); !ok || v != 1 {
		t.Error("it is not there")
	}
	if _, ok := e.get(expiringKey(1), 100); ok {
		t.Error("it has not ended")
	}
	if !e.add(expiringKey(1), 3, 200, 100) {
		t.Error("what has ended is in the way")
	}
	for i := range 3 * maxExpiring {
		e.set(expiringKey(i), i, int64(1000+i), 500)
		if len(e.entries) > maxExpiring {
			t.Fatalf("%d entries", len(e.entries))
		}
	}
	if v, ok := e.get(expiringKey(3*maxExpiring-1), 500); !ok || v != 3*maxExpiring-1 {
		t.Error("the last one has gone")
	}
	if _, ok := e.get(expiringKey(0), 500); ok {
		t.Error("the first one is still there")
	}
	var same expiring[int]
	for i := range 2 * maxExpiring { // all of one age
		same.set(expiringKey(i), i, 1000, 500)
	}
	if len(same.entries) > maxExpiring {
		t.Errorf("%d entries", len(same.entries))
	}
}
