package ginauth

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestPatienceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, wait := range map[string]func(*patience){
			"asked":  func(*patience) { <-time.After(500 * time.Millisecond) }, // of virtual time
			"waited": func(p *patience) { <-p.Done() },
		} {
			p := patient(t.Context(), 500*time.Millisecond)
			began := time.Now()
			if err := p.Err(); err != nil {
				t.Fatalf("%s: ended at once: %v", name, err)
			}
			wait(p)
			if took := time.Since(began); took != 500*time.Millisecond || !errors.Is(p.Err(), context.DeadlineExceeded) {
				t.Errorf("%s: after %v: %v", name, took, p.Err())
			}
			p.end()
		}
	})
}

func TestPatienceFollowsItsParent(t *testing.T) {
	parent, cancel := context.WithCancel(t.Context())
	p := patient(parent, time.Hour)
	done := p.Done()
	cancel()
	<-done
	if !errors.Is(p.Err(), context.Canceled) {
		t.Error(p.Err())
	}
	p.end()
	late := patient(t.Context(), time.Hour)
	late.end()
	<-late.Done()
	if !errors.Is(late.Err(), context.Canceled) {
		t.Error(late.Err())
	}
	soon, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	q := patient(soon, time.Hour)
	defer q.end()
	want, _ := soon.Deadline()
	if got, ok := q.Deadline(); !ok || !got.Equal(want) {
		t.Errorf("%v, want the parent's %v", got, want)
	}
}
