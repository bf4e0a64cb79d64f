package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
)

const path = "/me"

// seen is what a handler read of the user: id and role, or what stands for them.
type seen struct{ id, role string }

// subject is a case that is ready to run.
type subject struct {
	engine *gin.Engine
	// root is the engine, or what a peer has put around it.
	root    http.Handler
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
	// guarded says that a request which names nobody gets 401.
	guarded bool
	// wire, if not nil, is the way to a server, and trips the number of round
	// trips that the request makes there, or anyTrips.
	wire  *wire
	trips int64
	// closer, if not nil, gives back what the case has of a server.
	closer func() error
}

// anyTrips is for a peer, which may ask its server as often as it likes.
const anyTrips = -1

// close gives back what the case has of a server.
func (s *subject) close() error {
	if s.closer == nil {
		return nil
	}
	return s.closer()
}

// newSubject makes an engine with a middleware and the handler on one route.
func newSubject(want seen, middleware gin.HandlerFunc, handler func(*gin.Context, *seen)) *subject {
	return newGuarded(want, middleware, nil, handler)
}

// newGuarded is newSubject with a guard before the handler: 401 if nobody is
// signed in.
func newGuarded(want seen, middleware, guard gin.HandlerFunc, handler func(*gin.Context, *seen)) *subject {
	s := &subject{engine: gin.New(), want: want, got: new(seen), guarded: guard != nil}
	s.root = s.engine
	if middleware != nil {
		s.engine.Use(middleware)
	}
	read := func(c *gin.Context) {
		handler(c, s.got)
		c.Status(http.StatusOK)
	}
	if s.guarded {
		s.engine.GET(path, guard, read)
	} else {
		s.engine.GET(path, read)
	}
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
	redis.SetLogger(silent{})
}

// silent is go-redis's logger: why a server is not there, an error says.
type silent struct{}

// Printf implements the interface that [redis.SetLogger] takes.
func (silent) Printf(context.Context, string, ...any) {}

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
	s.root.ServeHTTP(w, r)
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
