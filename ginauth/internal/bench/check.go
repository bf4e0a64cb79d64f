package main

import (
	"errors"
	"fmt"
	"net/http"
)

// check runs the case once, outside any measurement: the handler must see the
// right user, and nobody if the token is forged.
func (s *subject) check() error {
	if s.flow != nil {
		return s.flow.check(s)
	}
	w := newWriter()
	ask := func(r *http.Request) (seen, error) {
		*s.got, w.status, w.body = seen{}, 0, nil
		s.serve(w, r)
		if s.body != nil {
			return s.body(w.body)
		}
		return *s.got, nil
	}
	got, err := ask(s.request)
	switch {
	case err != nil:
		return err
	case w.status != http.StatusOK:
		return fmt.Errorf("status %d", w.status)
	case got != s.want:
		return fmt.Errorf("the handler saw %q, want %q", got, s.want)
	case len(w.header["Set-Cookie"]) != 0:
		return errors.New("a cookie was written: the case measures more than a read")
	}
	if s.forged != nil {
		got, err := ask(s.forged)
		switch {
		case err != nil:
			return fmt.Errorf("with a forged token: %w", err)
		case got != (seen{}):
			return fmt.Errorf("with a forged token the handler saw %q", got)
		case s.guarded && w.status != http.StatusUnauthorized:
			return fmt.Errorf("with a forged token: status %d", w.status)
		}
	}
	if s.wire == nil || s.trips == anyTrips {
		return nil
	}
	s.serve(w, s.request) // a connection that was idle may be tried first
	if trips := s.wire.during(func() { s.serve(w, s.request) }); trips != s.trips {
		return fmt.Errorf("a request made %d round trips to the server, want %d", trips, s.trips)
	}
	return nil
}
