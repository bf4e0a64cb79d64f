package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"github.com/gin-gonic/gin"
)

const path = "/me"

// seen is what a handler read of the user: id and role, or what stands for them.
type seen struct{ id, role string }

// subject is a case that is ready to run.
type subject struct {
	engine  *gin.Engine
	request *http.Request
	// forged is the same request with one character of the token changed; nil
	// where there is no token.
	forged *http.Request
	// want is what the handler must read, got what it has read last.
	want seen
	got  *seen
	// copies is for peers that keep something in the request (gorilla/sessions
	// its decoded session): each run gets a fresh copy, in live.
	copies bool
	live   http.Request
	// body, if not nil, reads got from the answer instead.
	body func([]byte) (seen, error)
	// flow, if not nil, is measured instead of the request.
	flow *signInFlow
}

// newSubject makes an engine with a middleware and the handler on one route.
func newSubject(want seen, middleware gin.HandlerFunc, handler func(*gin.Context, *seen)) *subject {
	s := &subject{engine: gin.New(), want: want, got: new(seen)}
	if middleware != nil {
		s.engine.Use(middleware)
	}
	s.engine.GET(path, func(c *gin.Context) {
		handler(c, s.got)
		c.Status(http.StatusOK)
	})
	return s.asks(path)
}

// asks points the request at a path.
func (s *subject) asks(path string) *subject {
	s.request = newRequest(path, "")
	return s
}

// sends gives the request a Cookie header. at is a place inside the token: what
// stands there is changed in the forged request.
func (s *subject) sends(cookie string, at int) *subject {
	other := byte('A')
	if cookie[at] == other {
		other = 'B'
	}
	s.forged = newRequest(s.request.URL.Path, cookie[:at]+string(other)+cookie[at+1:])
	s.request = newRequest(s.request.URL.Path, cookie)
	return s
}

// quiet keeps Gin and the peers from writing of what they do.
func quiet() {
	gin.SetMode(gin.ReleaseMode)
	slog.SetDefault(slog.New(slog.DiscardHandler))
}

func newRequest(path, cookie string) *http.Request {
	r := &http.Request{
		Method: http.MethodGet, URL: &url.URL{Path: path}, RequestURI: path,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Host: "app.example.com", RemoteAddr: "192.0.2.1:40000",
		Header: http.Header{"Accept": {"application/json"}},
		Body:   http.NoBody,
	}
	if cookie != "" {
		r.Header["Cookie"] = []string{cookie}
	}
	return r
}

// writer is an http.ResponseWriter that can be used again.
type writer struct {
	header http.Header
	status int
	body   []byte
}

func newWriter() *writer { return &writer{header: http.Header{}} }

func (w *writer) Header() http.Header    { return w.header }
func (w *writer) WriteHeader(status int) { w.status = status }
func (w *writer) Write(p []byte) (int, error) {
	w.body = append(w.body[:0], p...)
	return len(p), nil
}

func (s *subject) serve(w *writer, r *http.Request) {
	clear(w.header)
	if s.copies {
		s.live = *r
		r = &s.live
	}
	s.engine.ServeHTTP(w, r)
}

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
		if err != nil {
			return fmt.Errorf("with a forged token: %w", err)
		}
		if got != (seen{}) {
			return fmt.Errorf("with a forged token the handler saw %q", got)
		}
	}
	return nil
}

// cpuMetric is the unit of the figure that counts.
const cpuMetric = "cpu-ns/op"

// measure is the benchmark of a case.
func (s *subject) measure(b *testing.B) {
	b.Helper()
	if s.flow != nil {
		s.flow.measure(b, s)
		return
	}
	w := newWriter()
	s.serve(w, s.request)
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		s.serve(w, s.request)
	}
	b.ReportMetric(float64(cpuTime()-start)/float64(b.N), cpuMetric)
}
