package ginauth

import (
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// cookieSpec is a cookie's name and attributes, compiled by New.
type cookieSpec struct {
	name, domain, path string
	secure             bool
	sameSite           http.SameSite
}

// jar collects the cookies of one answer, so that all of them go out or none.
// A later cookie of a name replaces an earlier one.
type jar struct{ lines []setCookie }

// setCookie is a Set-Cookie line, and the value that the browser will send
// back; "" if it is told to forget the cookie.
type setCookie struct{ name, value, line string }

func (j *jar) put(c setCookie) {
	for i := range j.lines {
		if j.lines[i].name == c.name {
			j.lines[i] = c
			return
		}
	}
	j.lines = append(j.lines, c)
}

// set adds a cookie that ends at expires (Unix seconds), or with the browser's
// session if that is 0.
func (j *jar) set(spec cookieSpec, name, value string, expires int64) {
	c := spec.cookie(name, value)
	if expires > 0 {
		c.Expires = time.Unix(expires, 0).UTC()
	}
	j.put(setCookie{name, cookies.Encode(value), c.String()})
}

// setFor adds a cookie that lasts for an age, and says when that is, too.
func (j *jar) setFor(spec cookieSpec, name, value string, age time.Duration, expires int64) {
	c := spec.cookie(name, value)
	c.MaxAge, c.Expires = int(age/time.Second), time.Unix(expires, 0).UTC()
	j.put(setCookie{name, cookies.Encode(value), c.String()})
}

// clear tells the browser to forget a cookie.
func (j *jar) clear(spec cookieSpec, name string) {
	j.put(setCookie{name, "", spec.cookie(name, "").Cleared().String()})
}

func (s cookieSpec) cookie(name, value string) cookies.Cookie {
	return cookies.Cookie{
		Name: name, Value: value, Domain: s.domain, Path: s.path,
		HttpOnly: true, Secure: s.secure, SameSite: s.sameSite,
	}
}

func (j *jar) has(name string) bool {
	for i := range j.lines {
		if j.lines[i].name == name {
			return true
		}
	}
	return false
}

// send writes the cookies into the response, in the place of earlier ones of
// their names, and lets the rest of this request see what the browser will
// send from now on. So whatever runs later (a handler that signs in and out, a
// chain that runs twice by gin.Engine.HandleContext) goes on from there.
func (j *jar) send(c *gin.Context) {
	if len(j.lines) == 0 {
		return
	}
	h := c.Writer.Header()
	kept := make([]string, 0, len(h["Set-Cookie"])+len(j.lines))
	for _, line := range h["Set-Cookie"] {
		if name, _, _ := strings.Cut(line, "="); !j.has(name) {
			kept = append(kept, line)
		}
	}
	for _, set := range j.lines {
		kept = append(kept, set.line)
	}
	h["Set-Cookie"] = kept
	noStore(h)
	c.Request = j.applied(c.Request)
}

// applied is a request as if the browser had sent it with these cookies. The
// original stays as it is for whoever holds it.
func (j *jar) applied(r *http.Request) *http.Request {
	var pairs []string
	for _, line := range r.Header["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			pair = strings.TrimSpace(pair)
			if name, _, _ := strings.Cut(pair, "="); pair != "" && !j.has(strings.TrimSpace(name)) {
				pairs = append(pairs, pair)
			}
		}
	}
	for _, set := range j.lines {
		if set.value != "" {
			pairs = append(pairs, set.name+"="+set.value)
		}
	}
	out := r.WithContext(r.Context())
	out.Header = maps.Clone(r.Header)
	delete(out.Header, "Cookie")
	if len(pairs) > 0 {
		out.Header["Cookie"] = []string{strings.Join(pairs, "; ")}
	}
	return out
}

var (
	cacheControl = []string{"private, no-store"}
	varyCookie   = []string{"Cookie"}
)

// noStore keeps shared caches from handing one user's answer to another.
func noStore(h http.Header) {
	h["Cache-Control"] = cacheControl[:1:1]
	if vary := h["Vary"]; len(vary) == 0 {
		h["Vary"] = varyCookie[:1:1]
	} else if vary[0] != "Cookie" {
		h["Vary"] = append([]string{"Cookie"}, vary...)
	}
}
