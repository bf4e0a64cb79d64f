package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// signInFlow is a case of two requests: the one that sends a browser to the
// provider, and the one with which it comes back. What lies between them, the
// provider's own work above all, is not measured.
type signInFlow struct {
	idp *idp
	// begin makes the first request, back is the path of the second.
	begin func() *http.Request
	back  string
}

// cookieHeader makes a Cookie header of what a browser had and got.
func cookieHeader(had string, w *writer) string {
	cookies := []string{}
	if had != "" {
		cookies = append(cookies, had)
	}
	for _, line := range w.header["Set-Cookie"] {
		cookie, _, _ := strings.Cut(line, ";")
		cookies = append(cookies, cookie)
	}
	return strings.Join(cookies, "; ")
}

// comeBack is the second request: the provider has signed somebody in. nonce,
// if not empty, is put into the ID token instead of the right one.
func (f *signInFlow) comeBack(first *http.Request, w *writer, nonce string) (*http.Request, error) {
	to, err := url.Parse(w.header.Get("Location"))
	if err != nil || !strings.HasPrefix(to.String(), issuer+"/authorize?") {
		return nil, fmt.Errorf("the first request ends with %d %q (%w)", w.status, w.header.Get("Location"), err)
	}
	asked := to.Query()
	if nonce == "" {
		nonce = asked.Get("nonce")
	}
	code, err := f.idp.grant(nonce, asked.Get("code_challenge"))
	if err != nil {
		return nil, err
	}
	r := newRequest(f.back, cookieHeader(strings.Join(first.Header["Cookie"], "; "), w))
	r.URL.RawQuery = url.Values{"code": {code}, "state": {asked.Get("state")}}.Encode()
	r.RequestURI = r.URL.RequestURI()
	return r, nil
}

// signIn goes the whole way once and returns whom the handler sees then.
func (s *subject) signIn(nonce string) (seen, error) {
	first, w := s.flow.begin(), newWriter()
	s.serve(w, first)
	second, err := s.flow.comeBack(first, w, nonce)
	if err != nil {
		return seen{}, err
	}
	w = newWriter()
	s.serve(w, second)
	*s.got = seen{}
	s.serve(newWriter(), newRequest(path, cookieHeader("", w)))
	return *s.got, nil
}

// check signs in once, and once with an ID token of another sign-in.
func (f *signInFlow) check(s *subject) error {
	got, err := s.signIn("")
	if err == nil && got != s.want {
		err = fmt.Errorf("the handler saw %q, want %q", got, s.want)
	}
	if err != nil {
		return err
	}
	got, err = s.signIn("of-another-sign-in")
	if err == nil && got != (seen{}) {
		err = errors.New("an ID token with another nonce signs in")
	}
	return err
}

// measure runs the first requests of a batch, and then the second ones; the
// clock, the count of allocations and the CPU time stand still between them.
func (f *signInFlow) measure(b *testing.B, s *subject) {
	b.Helper()
	const batch = 64
	b.ReportAllocs()
	b.StopTimer()
	b.ResetTimer()
	var cpu time.Duration
	serve := func(ws []*writer, rs []*http.Request) {
		start := cpuTime()
		b.StartTimer()
		for i, r := range rs {
			s.engine.ServeHTTP(ws[i], r)
		}
		b.StopTimer()
		cpu += cpuTime() - start
	}
	writers := func(n int) []*writer {
		ws := make([]*writer, n)
		for i := range ws {
			ws[i] = newWriter()
		}
		return ws
	}
	for done := 0; done < b.N; {
		n := min(batch, b.N-done)
		done += n
		ws, rs := writers(n), make([]*http.Request, n)
		for i := range rs {
			rs[i] = f.begin()
		}
		serve(ws, rs)
		for i := range rs {
			var err error
			if rs[i], err = f.comeBack(rs[i], ws[i], ""); err != nil {
				b.Fatal(err)
			}
		}
		serve(writers(n), rs)
	}
	b.ReportMetric(float64(cpu)/float64(b.N), cpuMetric)
}
