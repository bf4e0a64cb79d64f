package ginauthtest

import (
	"bytes"
	"strings"
	"sync"
)

// check looks at what has to hold after every attack.
func (s *Scene) check() {
	s.Helper()
	log := s.logs.String()
	if strings.Contains(log, "panic: ") {
		s.Errorf("a panic: %s", log)
	}
	for _, p := range s.providers() {
		if found := p.Leaks(log); len(found) > 0 {
			s.Errorf("the log has the secrets %q: %s", found, log)
		}
		if found := p.Leaks(s.Browser.pages.String()); len(found) > 0 {
			s.Errorf("the pages have the secrets %q", found)
		}
		for _, got := range p.Trespasses() {
			s.Errorf("somebody else was asked: %s", got)
		}
		for e := range p.endpoints() {
			for _, r := range p.Requests(e) {
				if found := p.Leaks(r.Query.Encode()); len(found) > 0 && e != EndpointEndSession {
					s.Errorf("the URL of the request to %s has the secrets %q", e, found)
				}
			}
		}
	}
}

// logs collects what the program logs.
type logs struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements [io.Writer].
func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

// String is all that was written.
func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
