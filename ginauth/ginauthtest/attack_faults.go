package ginauthtest

import (
	"fmt"
	"net/http"
	"time"
)

// backChannel are the endpoints that a program asks by itself.
var backChannel = []Endpoint{EndpointDiscovery, EndpointKeys, EndpointToken, EndpointUserInfo}

// everywhere makes an attack of a fault for each endpoint of the back channel.
func everywhere(name string, want Verdict, f func(*Provider) fault, endpoints ...Endpoint) []Attack {
	if endpoints == nil {
		endpoints = backChannel
	}
	out := make([]Attack, 0, len(endpoints))
	for _, e := range endpoints {
		a := Attack{Name: name + "-at-" + string(e), Want: want, Hostile: func(p *Provider) { p.Wrap(e, f(p)) }}
		if e == EndpointUserInfo {
			a = about(a)
		}
		if e == EndpointToken || e == EndpointUserInfo {
			a.on = onBoth
		}
		out = append(out, a)
	}
	return out
}

// always is a fault that needs no provider.
func always(f fault) func(*Provider) fault { return func(*Provider) fault { return f } }

// faultAttacks are answers that are no answers (R-6 of SECURITY.md).
func faultAttacks() []Attack {
	const html = "<!doctype html><title>Sign in to the hotel's network</title><p>Welcome"
	var rows []Attack
	for _, r := range []struct {
		name string
		f    fault
	}{
		{"status-500", status(http.StatusInternalServerError)},
		{"status-503", status(http.StatusServiceUnavailable)},
		{"status-404", status(http.StatusNotFound)},
		{"status-204", down(http.StatusNoContent)},
		{"html", page("text/html; charset=utf-8", html)},
		{"html-called-json", page("application/json", html)},
		{"empty", page("application/json", "")},
		{"spaces", page("application/json", "  \n")},
		{"number", page("application/json", "7")},
		{"array", page("application/json", "[]")},
		{"null", page("application/json", "null")},
		{"empty-object", page("application/json", "{}")},
		{"not-JSON", page("application/json", `{"issuer":`)},
		{"half", half()},
		{"cut", cut()},
		{"hung-up", hangUp("")},
		{"not-HTTP", hangUp("SSH-2.0-OpenSSH_10.0\r\n")},
		{"gzip-that-is-none", rewritten(func(w http.ResponseWriter, body string) {
			w.Header().Set("Content-Encoding", "gzip")
			write(w, http.StatusOK, "application/json", body)
		})},
		{"header-of-1-MiB", longHeader()},
		{"nested-1000-deep", nested(1000)},
		{"nested-100000-deep", nested(100_000)},
		{"huge", huge()},
		{"gzip-bomb", gzipBomb()},
	} {
		rows = append(rows, everywhere(r.name, Refused, always(r.f))...)
	}
	rows = append(rows, everywhere("content-type-html", Either, always(rewritten(func(w http.ResponseWriter, body string) {
		write(w, http.StatusOK, "text/html", body)
	})))...)
	return group("fault", rows...)
}

// redirectAttacks send a request on, with what it carries: SECURITY.md OAU-9.
// No request of a sign-in follows.
func redirectAttacks() []Attack {
	var rows []Attack
	for _, code := range []int{301, 302, 303, 307, 308} {
		rows = append(rows, everywhere(fmt.Sprint(code, "-once"), Refused, always(redirectOnce(code)))...)
		for _, e := range backChannel {
			rows = append(rows, everywhere(fmt.Sprint(code, "-elsewhere"), Refused, func(p *Provider) fault {
				return redirect(code, p.Elsewhere()+e.path())
			}, e)...)
		}
	}
	rows = append(rows, everywhere("302-for-ever", Refused, always(func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	}))...)
	return group("redirect", rows...)
}

// slowAttacks make the program wait. It has ten seconds for an answer.
func slowAttacks() []Attack {
	var rows []Attack
	for _, r := range []struct {
		name string
		f    func(*Provider) fault
	}{{"slow", slow}, {"stalled", stalled}, {"begun", begun}, {"promised", promised}, {"dripping", dripping}} {
		rows = append(rows, everywhere(r.name, Refused, r.f)...)
	}
	for i := range rows {
		rows[i].waits = true
	}
	rows = append(rows, everywhere("slow-but-in-time", Accepted, func(p *Provider) fault {
		return delayed(p, func() time.Duration { return p.Patience / 100 })
	})...)
	return group("slow", rows...)
}
