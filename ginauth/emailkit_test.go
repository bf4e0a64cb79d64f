package ginauth_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

var errStoreDown = errors.New("the store is down")

// mailStore is a store that writes down which methods were called, and can be
// down.
type mailStore struct {
	*memoryadapter.Adapter
	mu    sync.Mutex
	calls []string
	down  bool
	// keeping runs before tokens are kept.
	keeping func()
}

func (s *mailStore) note(method string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, method)
	if s.down {
		return errStoreDown
	}
	return nil
}

func (s *mailStore) setDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// called returns the calls since the last time.
func (s *mailStore) called() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := s.calls
	s.calls = nil
	return calls
}

func (s *mailStore) GetUserByEmail(ctx context.Context, email string) (adapter.User, error) {
	if err := s.note("GetUserByEmail"); err != nil {
		return adapter.User{}, err
	}
	return s.Adapter.GetUserByEmail(ctx, email)
}

func (s *mailStore) CreateVerificationTokens(ctx context.Context, tokens ...adapter.VerificationToken) error {
	if err := s.note("CreateVerificationTokens"); err != nil {
		return err
	}
	if s.keeping != nil {
		s.keeping()
	}
	return s.Adapter.CreateVerificationTokens(ctx, tokens...)
}

func (s *mailStore) UseVerificationToken(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
	if err := s.note("UseVerificationToken"); err != nil {
		return adapter.VerificationToken{}, err
	}
	return s.Adapter.UseVerificationToken(ctx, identifier, token)
}

// mailApp is a program with magic links.
type mailApp struct {
	*app
	box   *ginauthtest.Mailbox
	store *mailStore
}

const jane = "jane@example.com"

// startMail makes a program with a mailbox; the options may change both.
func startMail(t *testing.T, options ginauth.EmailOptions, change ...func(*ginauth.Config)) *mailApp {
	t.Helper()
	m := &mailApp{box: &ginauthtest.Mailbox{Options: options}, store: &mailStore{}}
	m.app = start(t, append([]func(*ginauth.Config){func(cfg *ginauth.Config) {
		m.store.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
		cfg.Adapter = m.store
		cfg.Callbacks = ginauth.Callbacks{}
		cfg.Providers = []ginauth.Provider{m.box}
		cfg.Session.Strategy = ginauth.StrategyJWT
	}}, change...)...)
	return m
}

// ask asks for a mail.
func (m *mailApp) ask(address string, more ...string) *http.Response {
	m.t.Helper()
	return m.post("/api/auth/signin/email", append([]string{"email", address, "callbackUrl", "/after"}, more...)...)
}

// asked asks for a mail and returns it.
func (m *mailApp) asked(address string) ginauth.VerificationRequest {
	m.t.Helper()
	same(m.t, "the answer to asking", m.ask(address).Header.Get("Location"), base+"/verify-request?provider=email&type=email")
	return m.box.Next(m.t)
}

// follow opens a link, and returns what its form would post.
func (m *mailApp) follow(link string) (res *http.Response, page string, form url.Values) {
	m.t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		m.t.Fatal(err)
	}
	res = m.get(u.RequestURI())
	page = text(m.t, res)
	return res, page, formOf(m.t, page)
}

// confirm opens a link and presses the button.
func (m *mailApp) confirm(link string) *http.Response {
	m.t.Helper()
	res, page, form := m.follow(link)
	if form == nil {
		m.t.Fatalf("no form: %d %s %s", res.StatusCode, res.Header.Get("Location"), page)
	}
	return m.submit(form)
}

func (m *mailApp) submit(form url.Values) *http.Response {
	m.t.Helper()
	return m.do(http.MethodPost, "/api/auth/callback/email", "application/x-www-form-urlencoded", form.Encode())
}

// typeCode posts a code, from the page with the form for it or without.
func (m *mailApp) typeCode(code string, more ...string) *http.Response {
	m.t.Helper()
	return m.post("/api/auth/callback/email", append([]string{"code", code}, more...)...)
}

// settled waits until no mail is under way.
func (m *mailApp) settled() {
	m.t.Helper()
	if err := m.auth.Shutdown(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
}

// who is the address of the session.
func (m *mailApp) who() string {
	m.t.Helper()
	var s struct{ User ginauth.User }
	decode(m.t, m.get("/api/auth/session"), &s)
	return s.User.Email
}

// formOf reads the fields of the one form of a page; nil if it has none.
func formOf(t *testing.T, page string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var form url.Values
	for n := range root.Descendants() {
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		switch {
		case n.Data == "form":
			form = url.Values{}
		case n.Data == "input" && form != nil:
			form.Set(attrs["name"], attrs["value"])
		}
	}
	return form
}

// hashed is a token as it is in the store.
func (m *mailApp) hashed(token string) string {
	sum := sha256.Sum256([]byte(token + string(m.cfg.Secret)))
	return hex.EncodeToString(sum[:])
}

// formRequest is a POST with the cookies of the browser as they are now.
func (m *mailApp) formRequest(path string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Host = m.base.Host
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range m.browser.Cookies(m.base) {
		r.AddCookie(c)
	}
	return r
}

// eventNames has the events about users written down.
func eventNames(into *[]string) ginauth.Events {
	note := func(name string) { *into = append(*into, name) }
	return ginauth.Events{
		SignIn:      func(context.Context, ginauth.SignInEvent) { note("signIn") },
		CreateUser:  func(context.Context, ginauth.UserEvent) { note("createUser") },
		UpdateUser:  func(context.Context, ginauth.UserEvent) { note("updateUser") },
		LinkAccount: func(context.Context, ginauth.AccountEvent) { note("linkAccount") },
	}
}
