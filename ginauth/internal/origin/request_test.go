package origin_test

import (
	"crypto/tls"
	"errors"
	"net/http"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
)

func TestResolver(t *testing.T) {
	r, err := origin.NewResolver("/api/auth", false, []string{"a.example", "B.example:8080"}, []string{"10.0.0.0/8", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		host, peer, proto, forwarded string
		tls                          bool
		want                         string
	}{
		{"a.example", "1.2.3.4:5", "", "", false, "http://a.example"},
		{"a.example", "1.2.3.4:5", "", "", true, "https://a.example"},
		{"A.example:80", "1.2.3.4:5", "", "", false, "http://a.example"},
		{"a.example:80", "1.2.3.4:5", "", "", true, ""},
		{"b.example:8080", "1.2.3.4:5", "", "", false, "http://b.example:8080"},
		{"b.example", "1.2.3.4:5", "", "", false, ""},
		{"evil.test", "1.2.3.4:5", "https", "a.example", false, ""},
		{"x", "10.9.8.7:5", "https", "a.example", false, "https://a.example"},
		{"x", "[::1]:5", "https", "a.example", false, "https://a.example"},
		{"x", "[::1%eth0]:5", "https", "a.example", false, "https://a.example"},
		{"x", "[::ffff:10.0.0.1]:5", "https", "a.example", false, "https://a.example"},
		{"a.example", "10.0.0.1:5", "http", "", true, "http://a.example"},
		{"x", "@", "https", "a.example", false, ""},
		{"x", "", "https", "a.example", false, ""},
	} {
		req := &http.Request{Host: tc.host, RemoteAddr: tc.peer, Header: http.Header{}}
		if tc.tls {
			req.TLS = &tls.ConnectionState{}
		}
		if tc.proto != "" {
			req.Header.Set("X-Forwarded-Proto", tc.proto)
		}
		if tc.forwarded != "" {
			req.Header.Set("X-Forwarded-Host", tc.forwarded)
		}
		base, err := r.Base(req)
		if base.Origin != tc.want || errors.Is(err, origin.ErrUntrustedHost) != (tc.want == "") {
			t.Errorf("%+v: %q %v", tc, base.Origin, err)
		}
		if tc.want != "" && (base.Path != "/api/auth" || base.Secure != r.Secure(req)) {
			t.Errorf("%+v: %+v", tc, base)
		}
	}
	for _, bad := range [][2][]string{{{"http://x"}, nil}, {{""}, nil}, {nil, {"10.0.0.0/33"}}, {nil, {"proxy.example"}}} {
		if _, err := origin.NewResolver("", false, bad[0], bad[1]); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}
