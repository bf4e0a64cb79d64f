package ginauth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

const defaultBasePath = "/api/auth"

func configError(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrConfig}, args...)...)
}

// NewAuth compiles the configuration. Every error wraps [ErrConfig] and says
// what to do. It reads the environment (see [Config]) and Gin's mode, now and
// never again.
func NewAuth(cfg Config) (*Auth, error) {
	a := &Auth{callbacks: cfg.Callbacks, events: cfg.Events, customPages: cfg.Pages}
	cfg.defaults(a)
	var problems []error
	for _, step := range []func(*Config) error{
		a.compileProtocol, a.compileBase, a.compileSecrets, a.compileShape, a.compileDatabase, a.compileSession,
		a.compileSites, a.compileProviders, a.compileEmails, a.compileLinking, a.compilePages,
	} {
		if err := step(&cfg); err != nil {
			problems = append(problems, configError("%w", err))
			if a.dialect.prefix == "" {
				break // the later steps build on the protocol
			}
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return a, nil
}

func (cfg *Config) defaults(a *Auth) {
	cfg.fromEnv()
	if a.logger = cfg.Logger; a.logger == nil {
		a.logger = slog.Default()
	}
	if a.now = cfg.Now; a.now == nil {
		a.now = time.Now
	}
	if a.random = cfg.Rand; a.random == nil {
		a.random = rand.Reader
	}
}

func (a *Auth) compileProtocol(cfg *Config) error {
	d, ok := cfg.Protocol.dialect()
	if !ok {
		return fmt.Errorf("Protocol is %d; use ginauth.NextAuth or ginauth.AuthJS", cfg.Protocol)
	}
	a.dialect = d
	return nil
}

func (a *Auth) compileBase(cfg *Config) error {
	path, err := origin.CleanPath(cfg.BasePath)
	switch {
	case err != nil:
		return fmt.Errorf("BasePath: %w", err)
	case path == "" && cfg.BasePath != "":
		return errors.New("BasePath \"/\" would take every route; use a path such as \"/auth\"")
	}
	a.crossOrigin = http.NewCrossOriginProtection()
	public := path
	if cfg.BaseURL != "" {
		base, err := origin.ParseBase(cfg.BaseURL)
		if err != nil {
			return fmt.Errorf("BaseURL (AUTH_URL) %q: %w", cfg.BaseURL, err)
		}
		if base.Path == "" {
			if base.Path = path; path == "" {
				base.Path = defaultBasePath
			}
		}
		public, a.base = base.Path, &base
		if err := a.crossOrigin.AddTrustedOrigin(base.Origin); err != nil {
			return fmt.Errorf("BaseURL: %w", err)
		}
	}
	if path == "" {
		if path = public; path == "" {
			path = defaultBasePath
		}
	}
	a.path = path + "/"
	anyHost := cfg.TrustHost || gin.Mode() == gin.DebugMode
	if a.base == nil && !anyHost && len(cfg.TrustedHosts) == 0 {
		return errors.New("the public URL is not known: set the environment variable AUTH_URL (as https://app.example.com) or Config.BaseURL, or list the hosts in Config.TrustedHosts")
	}
	if a.base == nil && gin.Mode() != gin.DebugMode && len(cfg.TrustedProxies) == 0 {
		a.logger.Warn("ginauth", slog.String("code", "NO_BASE_URL"),
			slog.String("message", "neither BaseURL (AUTH_URL) nor TrustedProxies is set: behind a proxy that ends TLS, cookies are not Secure and URLs are http"))
	}
	a.resolver, err = origin.NewResolver(path, anyHost, cfg.TrustedHosts, cfg.TrustedProxies)
	return err
}

const howToSecret = "make one with `openssl rand -base64 33` and set it as the environment variable AUTH_SECRET or as Config.Secret"

func (a *Auth) compileSecrets(cfg *Config) error {
	if cfg.Secret == "" {
		if gin.Mode() != gin.DebugMode {
			return errors.New("there is no secret: " + howToSecret)
		}
		var b [33]byte
		if _, err := io.ReadFull(a.random, b[:]); err != nil {
			return fmt.Errorf("making a secret for this run: %w", err)
		}
		cfg.Secret = Secret(base64.StdEncoding.EncodeToString(b[:]))
		a.logger.Warn("ginauth", slog.String("code", "NO_SECRET"),
			slog.String("message", "no secret is set: using a random one, so that sessions end with this run; "+howToSecret))
	}
	for i, s := range append([]Secret{cfg.Secret}, cfg.OldSecrets...) {
		name := "Secret"
		if i > 0 {
			name = fmt.Sprintf("OldSecrets[%d]", i-1)
		}
		if len(s) < 32 {
			return fmt.Errorf("%s has %d bytes and must have at least 32: %s", name, len(s), howToSecret)
		}
		if entropy(string(s)) < 96 {
			return fmt.Errorf("%s can be guessed (it repeats few characters): %s", name, howToSecret)
		}
	}
	mac := hmac.New(sha256.New, []byte(cfg.Secret))
	mac.Write([]byte("ginauth sign-in message v1"))
	mac.Sum(a.messageKey[:0])
	return nil
}

// secrets are all of them, the newest first.
func (cfg *Config) secrets() []string {
	out := make([]string, 0, 1+len(cfg.OldSecrets))
	out = append(out, string(cfg.Secret))
	for _, old := range cfg.OldSecrets {
		out = append(out, string(old))
	}
	return out
}

// entropy estimates the bits in a secret from how often each byte occurs.
// 32 random hexadecimal digits come to about 117, "changeme" four times to 88.
func entropy(s string) float64 {
	var counts [256]float64
	for i := range len(s) {
		counts[s[i]]++
	}
	n, bits := float64(len(s)), 0.0
	for _, k := range counts {
		if k > 0 {
			bits -= k * math.Log2(k/n)
		}
	}
	return bits
}

func (a *Auth) compileShape(cfg *Config) (err error) {
	a.noSession = (*Session)(nil)
	if cfg.Callbacks.Err != nil {
		return cfg.Callbacks.Err
	}
	if s := cfg.Callbacks.Shape; s != nil {
		if s.NewToken == nil || s.NewSession == nil || s.JWT == nil || s.Fill == nil || s.WidenUser == nil {
			return errors.New("Callbacks.Shape is incomplete: make it with callbacks.Shape")
		}
		if err := s.check(); err != nil {
			return err
		}
		a.noSession = s.NoSession
	}
	a.shaper, err = newShaper(cfg.Callbacks.Shape)
	return err
}

func (a *Auth) compileSession(cfg *Config) (err error) {
	c := &cfg.Session
	if a.life, err = newLifetime(*c); err != nil {
		return err
	}
	if c.Strategy == "" {
		switch {
		case c.Store != nil:
			c.Strategy = StrategyStore
		case a.db != nil && a.db.sessions != nil:
			c.Strategy = StrategyDatabase
		default:
			c.Strategy = StrategyJWT
		}
	}
	switch {
	case c.Strategy == StrategyDatabase && c.Store != nil:
		return errors.New("Session.Store is set, but Session.Strategy is StrategyDatabase; drop one of them")
	case c.Strategy == StrategyDatabase && c.Signed != nil:
		return errors.New("Session.Signed is for StrategyJWT; a database keeps no token")
	case c.Strategy == StrategyDatabase && cfg.Secret == "":
		return nil // which has been said
	case c.Strategy == StrategyDatabase && (a.db == nil || a.db.sessions == nil):
		return errors.New("Session.Strategy is StrategyDatabase; set Config.Adapter to one that implements adapter.Sessions")
	case c.Strategy == StrategyDatabase:
		a.strategy = &databaseStrategy{db: a.db, random: a.random, now: a.now, address: a.resolver.ClientIP}
		return nil
	case c.Signed != nil && cfg.Callbacks.Shape != nil && cfg.Callbacks.Shape.HoldsTokens:
		return errors.New("the callbacks keep a provider's tokens in the session (KeepFresh), and with Session.Signed whoever holds the session can read them; drop one of them")
	case c.Strategy == StrategyJWT && c.Store == nil:
		a.strategy, a.takesBearer, a.readable = jwtStrategy{}, true, c.Signed != nil
	case c.Strategy == StrategyJWT:
		return errors.New("Session.Store is set, but Session.Strategy is StrategyJWT; drop one of them")
	case c.Strategy == StrategyStore && c.Store == nil:
		return errors.New("Session.Strategy is StrategyStore; set Session.Store to a gin-contrib/sessions store")
	case c.Strategy == StrategyStore && c.Signed != nil:
		return errors.New("Session.Signed is for StrategyJWT; a store keeps no token")
	case c.Strategy == StrategyStore:
		a.strategy = newStoreStrategy(c, a.life)
	default:
		return fmt.Errorf("Session.Strategy is %q; use StrategyJWT, StrategyDatabase or StrategyStore", c.Strategy)
	}
	return a.compileRevocation(c)
}

func (a *Auth) compileSites(cfg *Config) (err error) {
	if a.messageKey == [sha256.Size]byte{} {
		return nil // without a good secret, which has been said
	}
	if a.base != nil {
		a.sites[0], err = a.newSite(cfg, a.dialect, a.base.Secure && !cfg.Cookies.Insecure)
		return err
	}
	for i := range a.sites {
		if a.sites[i], err = a.newSite(cfg, a.dialect, i == 1 && !cfg.Cookies.Insecure); err != nil {
			return err
		}
	}
	return nil
}

func (a *Auth) compilePages(cfg *Config) error {
	var problems []error
	for _, p := range []struct{ name, url string }{
		{"SignIn", cfg.Pages.SignIn}, {"SignOut", cfg.Pages.SignOut},
		{"Error", cfg.Pages.Error}, {"VerifyRequest", cfg.Pages.VerifyRequest},
		{"NewUser", cfg.Pages.NewUser},
	} {
		if err := a.checkPage(p.url); err != nil {
			problems = append(problems, fmt.Errorf("the page Pages.%s is %q; %w", p.name, p.url, err))
		}
	}
	var err error
	if a.pages, err = pages.New(pages.Theme(cfg.Theme), pages.Overrides(cfg.Templates), a.random); err != nil {
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

func (a *Auth) checkPage(page string) error {
	if page == "" {
		return nil
	}
	base := origin.Base{Origin: "http://localhost"}
	if a.base != nil {
		base = *a.base
	}
	u, ok := base.Absolute(page)
	if !ok {
		return errors.New("it must be a path that starts with / or an http(s) URL")
	}
	rest, ours := strings.CutPrefix(u, base.Origin)
	if path, _, _ := strings.Cut(rest, "?"); ours && a.path != "" && strings.HasPrefix(path+"/", a.public()) {
		return errors.New("it is below the base path, where the built-in pages are; leave it empty for those")
	}
	return nil
}
