package ginauthtest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
)

// fault is a way in which an answer goes wrong, for Provider.Wrap.
type fault = func(honest http.Handler) http.Handler

// rewritten has f answer in the place of a proper answer, which it is given.
func rewritten(f func(w http.ResponseWriter, body string)) fault {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			proper := httptest.NewRecorder()
			honest.ServeHTTP(proper, r)
			if proper.Code != http.StatusOK {
				write(w, proper.Code, proper.Header().Get("Content-Type"), proper.Body.String())
				return
			}
			f(w, proper.Body.String())
		})
	}
}

// status answers with a status and the proper body.
func status(code int) fault {
	return rewritten(func(w http.ResponseWriter, body string) { write(w, code, "application/json", body) })
}

// down does nothing but answer with a status.
func down(code int) fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
	}
}

// page answers with something else.
func page(contentType, body string) fault {
	return rewritten(func(w http.ResponseWriter, _ string) { write(w, http.StatusOK, contentType, body) })
}

// half breaks the connection in the middle of the answer.
func half() fault {
	return rewritten(func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = io.WriteString(w, body[:len(body)/2]) // the server notices that there is too little
	})
}

// cut ends the answer in the middle as if that were all.
func cut() fault {
	return rewritten(func(w http.ResponseWriter, body string) {
		write(w, http.StatusOK, "application/json", body[:len(body)/2])
	})
}

// hangUp closes the connection; with text, after something that is no HTTP.
func hangUp(text string) fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			h, ok := w.(http.Hijacker)
			if !ok {
				return
			}
			conn, _, err := h.Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, text) // the other side may have gone
				_ = conn.Close()
			}
		})
	}
}

// longHeader sends a header line of 1 MiB.
func longHeader() fault {
	return rewritten(func(w http.ResponseWriter, body string) {
		w.Header().Set("X-Padding", string(bytes.Repeat([]byte("x"), 1<<20)))
		write(w, http.StatusOK, "application/json", body)
	})
}

// nested puts arrays into each other.
func nested(n int) fault {
	return rewritten(func(w http.ResponseWriter, body string) {
		write(w, http.StatusOK, "application/json", `{"deep":`+deep(n)+","+body[1:])
	})
}

const (
	hugeBlocks = 1024
	hugeBlock  = 64 << 10
)

// huge makes the answer 64 MiB larger, by a member that nobody asked for.
func huge() fault {
	return rewritten(func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Type", "application/json")
		block := bytes.Repeat([]byte("x"), hugeBlock)
		_, err := io.WriteString(w, `{"padding":"`)
		for i := 0; i < hugeBlocks && err == nil; i++ {
			_, err = w.Write(block)
		}
		if err == nil {
			_, _ = io.WriteString(w, `",`+body[1:]) // the other side may have gone
		}
	})
}

// bomb is the beginning of the same, packed into some 64 KiB.
var bomb = sync.OnceValue(func() []byte {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, _ = io.WriteString(zip, `{"padding":"`)
	block := bytes.Repeat([]byte("x"), hugeBlock)
	for range hugeBlocks {
		_, _ = zip.Write(block)
	}
	_ = zip.Close()
	return out.Bytes()
})

// gzipBomb is huge after it has been unpacked.
func gzipBomb() fault {
	return rewritten(func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb())
		zip := gzip.NewWriter(w) // a gzip stream may have several members
		_, _ = io.WriteString(zip, `",`+body[1:])
		_ = zip.Close() // the other side may have gone
	})
}

// redirect sends the request on.
func redirect(code int, to string) fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, code) })
	}
}

// redirectOnce sends the request to the same endpoint again, and answers then.
func redirectOnce(code int) fault {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Has("again") {
				honest.ServeHTTP(w, r)
				return
			}
			http.Redirect(w, r, r.URL.Path+"?again=1", code)
		})
	}
}
