package e2e_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// clientPage bundles the next-auth/react page once and returns its folder.
func clientPage(t *testing.T) string {
	t.Helper()
	folder, err := bundleClient()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

var bundleClient = sync.OnceValues(func() (string, error) {
	folder := filepath.Join(workspace, "client")
	out, err := exec.Command("node", "client/build.mjs", folder).CombinedOutput()
	if err != nil {
		return "", &buildError{out: string(out), err: err}
	}
	return folder, nil
})

type buildError struct {
	out string
	err error
}

func (e *buildError) Error() string { return "client/build.mjs: " + e.err.Error() + "\n" + e.out }
func (e *buildError) Unwrap() error { return e.err }

// front serves the client page under /client/ and passes everything else to a
// server that does not know the page, so that both are one origin. The Host
// header stays the browser's.
type front struct {
	*httptest.Server
	target atomic.Pointer[url.URL]
}

func newFront(t *testing.T) *front {
	t.Helper()
	f := &front{}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(f.target.Load())
		r.Out.Host = r.In.Host
	}}
	mux := http.NewServeMux()
	mux.Handle("/client/", http.StripPrefix("/client/", http.FileServer(http.Dir(clientPage(t)))))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		// The whole body first: a server that answers at once, with a page of some
		// size, closes it while the transport still looks whether that was all.
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "the request was cut off", http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	})
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// to says where the other requests go; it must be called before the first.
func (f *front) to(t *testing.T, origin string) {
	t.Helper()
	target, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	f.target.Store(target)
}
