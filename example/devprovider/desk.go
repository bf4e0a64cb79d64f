package devprovider

import (
	"crypto/rand"
	"maps"
	"sync"
	"time"
)

// The kinds of tickets, and how long each lasts.
const (
	code         = "code"
	accessToken  = "access token"
	refreshToken = "refresh token"
)

var lasts = map[string]time.Duration{code: time.Minute, accessToken: 10 * time.Minute, refreshToken: 24 * time.Hour}

const sessionLasts = 12 * time.Hour

// grant is what a person has allowed the client; all its tickets end with it.
type grant struct {
	person   person
	scopes   []string
	nonce    string
	session  session
	finished bool
}

// session is a person who is signed in at the provider, in one browser.
type session struct {
	person person
	id     string // sid in the ID token; the cookie holds another value
	begun  time.Time
}

// ticket is a code or a token.
type ticket struct {
	kind    string
	grant   *grant
	expires time.Time
	spent   bool
	// redirectURI and challenge are a code's.
	redirectURI, challenge string
}

// desk keeps tickets and sessions, in memory.
type desk struct {
	now      func() time.Time
	mu       sync.Mutex
	tickets  map[string]*ticket
	sessions map[string]session // by the value of the cookie
}

func newDesk(now func() time.Time) *desk {
	return &desk{now: now, tickets: map[string]*ticket{}, sessions: map[string]session{}}
}

// issue hands out a ticket, and sweeps those away that have expired.
func (d *desk) issue(t ticket) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	maps.DeleteFunc(d.tickets, func(_ string, old *ticket) bool { return now.After(old.expires) })
	t.expires = now.Add(lasts[t.kind])
	value := rand.Text()
	d.tickets[value] = &t
	return value
}

// look returns a ticket that is still good.
func (d *desk) look(kind, value string) (ticket, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.find(kind, value)
	if t == nil {
		return ticket{}, false
	}
	return *t, true
}

// spend takes a code or a refresh token, once. Whoever comes with it a second
// time may have stolen it, so that the whole grant ends (RFC 9700 sections
// 2.1.1 and 4.14.2).
func (d *desk) spend(kind, value string) (ticket, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.find(kind, value)
	if t == nil {
		return ticket{}, false
	}
	if t.spent {
		t.grant.finished = true
		return ticket{}, false
	}
	t.spent = true
	return *t, true
}

func (d *desk) find(kind, value string) *ticket {
	t := d.tickets[value]
	if t == nil || t.kind != kind || t.grant.finished || d.now().After(t.expires) {
		return nil
	}
	return t
}

// begin starts a session and returns the value of its cookie.
func (d *desk) begin(p person) (cookie string, s session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	maps.DeleteFunc(d.sessions, func(_ string, old session) bool { return now.Sub(old.begun) > sessionLasts })
	cookie, s = rand.Text(), session{person: p, id: rand.Text(), begun: now}
	d.sessions[cookie] = s
	return cookie, s
}

func (d *desk) session(cookie string) (session, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, ok := d.sessions[cookie]
	return s, ok && d.now().Sub(s.begun) <= sessionLasts
}

func (d *desk) end(cookie string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.sessions, cookie)
}
