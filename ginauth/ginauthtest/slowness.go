package ginauthtest

import (
	"io"
	"net/http"
	"time"
)

// wait lasts d, or until nobody is interested any more; it tells which.
func (p *Provider) wait(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-p.done:
	}
	return false
}

// forEver is longer than any test.
const forEver = time.Hour

// slow answers when it is too late.
func slow(p *Provider) fault {
	return delayed(p, func() time.Duration { return p.Patience + p.Patience/10 })
}

// delayed answers after a while.
func delayed(p *Provider, d func() time.Duration) fault {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if p.wait(r, d()) {
				honest.ServeHTTP(w, r)
			}
		})
	}
}

// stalled does not answer.
func stalled(p *Provider) fault { return delayed(p, func() time.Duration { return forEver }) }

// begun begins to answer, and stops.
func begun(p *Provider) fault {
	return piecewise(func(w http.ResponseWriter, r *http.Request, body string) {
		_, _ = io.WriteString(w, body[:len(body)/2]) // the other side may have gone
		flush(w)
		p.wait(r, forEver)
	})
}

// promised says that 64 MiB will come, and nothing does.
func promised(p *Provider) fault {
	return piecewise(func(w http.ResponseWriter, r *http.Request, _ string) {
		w.Header().Set("Content-Length", "67108864")
		flush(w)
		p.wait(r, forEver)
	})
}

// dripping answers byte by byte.
func dripping(p *Provider) fault {
	return piecewise(func(w http.ResponseWriter, r *http.Request, body string) {
		for i := range len(body) {
			_, _ = io.WriteString(w, body[i:i+1]) // the other side may have gone
			flush(w)
			if !p.wait(r, p.Patience/20) {
				return
			}
		}
	})
}

// piecewise is rewritten with the request.
func piecewise(f func(w http.ResponseWriter, r *http.Request, body string)) fault {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rewritten(func(w http.ResponseWriter, body string) {
				w.Header().Set("Content-Type", "application/json")
				f(w, r, body)
			})(honest).ServeHTTP(w, r)
		})
	}
}

func flush(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() } // a recorder cannot
