package ginauthtest

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// Scene is where an attack takes place.
type Scene struct {
	testing.TB
	// Provider is the one that is hostile, if one is; Other is a second one, or
	// nil.
	Provider, Other *Provider
	Browser         *Browser
	// Clock is the one of all, and Logger the program's.
	Clock  *Clock
	Logger *slog.Logger

	// Person is who has signed in last, and Refresh trades the refresh token of
	// an account: the program sets them.
	Person  ginauth.SignInParams
	Refresh func(ginauth.Account) (ginauth.Account, error)

	program http.Handler
	last    Result
	logs    *logs
}

func newScene(tb testing.TB, a Attack, program Program) *Scene {
	tb.Helper()
	s := &Scene{TB: tb, Clock: NewClock(time.Now().Truncate(time.Second)), logs: &logs{}}
	s.Logger = slog.New(slog.NewTextHandler(s.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	onClock := func(p *Provider) { p.Now, p.waits, p.OAuth2 = s.Clock.Now, a.waits, a.on == onOAuth2 }
	s.Provider = NewProvider(tb, onClock)
	if a.two {
		s.Other = NewProvider(tb, onClock, func(p *Provider) {
			p.ID, p.ClientID, p.rotations = "other", "client-at-the-other", 1
		})
	}
	if a.Hostile != nil {
		a.Hostile(s.Provider)
	}
	s.program = program(s)
	s.Browser = s.newBrowser()
	return s
}

func (s *Scene) newBrowser() *Browser {
	b := NewBrowser(s.TB, s.program, BaseURL, s.providers()...)
	b.Patience = s.Provider.Patience
	return b
}

func (s *Scene) providers() []*Provider {
	if s.Other == nil {
		return []*Provider{s.Provider}
	}
	return []*Provider{s.Provider, s.Other}
}

// signIn signs in, with whatever is changed on the way, and looks at what has
// to hold for every sign-in.
func (s *Scene) signIn(p *Provider, query url.Values, change func(*Scene, *Answer)) bool {
	s.Helper()
	away := s.Browser.Leave(p.ID, query)
	answer, _ := s.Browser.Visit(away.Location)
	if answer == nil {
		return s.finish(away)
	}
	if change != nil {
		change(s, answer)
	}
	return s.deliver(away, answer)
}

// deliver delivers an answer, and looks at what is left of the attempt that
// away has begun.
func (s *Scene) deliver(away Result, answer *Answer) bool {
	s.Helper()
	res := s.Browser.Deliver(answer)
	if u, err := url.Parse(away.Location); err == nil && slices.Contains(answer.Params["state"], u.Query().Get("state")) {
		for _, c := range s.Browser.Cookies() {
			for _, begun := range away.Cookies {
				if c.Name == begun.Name && c.Value == begun.Value && isAttempt(c) {
					s.Errorf("the cookie %s of the attempt is still there", c.Name)
				}
			}
		}
	}
	return s.finish(res)
}

// finish looks at an answer of the program, and tells whether it is a session.
func (s *Scene) finish(res Result) bool {
	s.Helper()
	s.last = res
	to, err := url.Parse(res.Location)
	if err != nil || res.Location != "" && (to.Scheme != "http" && to.Scheme != "https" || to.Host == "") {
		s.Errorf("the browser is sent to %q", res.Location)
	}
	var set []string
	for _, c := range res.Cookies {
		if c.MaxAge >= 0 && !isHarmless(c) {
			set = append(set, c.Name)
		}
	}
	if len(set) > 0 && res.SignedIn() {
		return true
	}
	if len(set) > 0 {
		s.Errorf("a sign-in that fails sets the cookies %q", set)
	}
	if res.ErrorCode() == "" || res.Status != http.StatusFound && res.Status != http.StatusSeeOther {
		s.Errorf("a sign-in that fails has to lead to an error page: %v", res)
	}
	return false
}

func isAttempt(c *http.Cookie) bool { return strings.Contains(c.Name, ".state.") }

func isHarmless(c *http.Cookie) bool {
	return strings.HasSuffix(c.Name, ".csrf-token") || strings.HasSuffix(c.Name, ".callback-url") ||
		strings.HasPrefix(c.Name, "__Host-") && strings.Contains(c.Name, "csrf")
}
