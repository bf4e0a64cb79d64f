package ginauth

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// Auth is a compiled [Config]. It is safe for concurrent use, and what it is
// configured to do does not change; a program may have several.
type Auth struct {
	dialect   dialect
	base      *origin.Base // nil: from the request
	resolver  *origin.Resolver
	path      string // where Gin serves the auth routes, with a trailing slash
	sites     [2]*site
	providers []*provider
	strategy  strategy
	// db is the adapter, nil without one; linking is what it is used by.
	db      *database
	linking Linking
	// revoker ends sessions that the strategy cannot; nil if there is none.
	revoker *revoker
	// emails is what the providers of links share, nil without one.
	emails *emails
	// takesBearer says that a token may come in an Authorization header.
	takesBearer bool
	// readable says that a session's token is signed and not encrypted.
	readable    bool
	life        lifetime
	shaper      *shaper
	noSession   SessionLike
	callbacks   Callbacks
	events      Events
	customPages Pages
	pages       *pages.Set
	crossOrigin *http.CrossOriginProtection
	messageKey  [sha256.Size]byte
	refresher   refresher
	// spent are the states of attempts that have come back.
	spent  expiring[struct{}]
	logger *slog.Logger
	now    func() time.Time
	random io.Reader
}

// New compiles the configuration into a middleware for router.Use:
//
//	router.Use(ginauth.New(ginauth.Config{…}))
//
// The middleware serves the auth routes and gives every route that is
// registered after it the session, as c.MustGet("session"). It panics if the
// configuration cannot work, as regexp.MustCompile does; [NewAuth] returns the
// error instead.
func New(cfg Config) gin.HandlerFunc {
	a, err := NewAuth(cfg)
	if err != nil {
		panic(err)
	}
	return a.Middleware()
}

// Middleware returns the middleware that New returns. Use it on the engine: on
// a group, Gin does not call it for the auth routes (see [Auth.Mount]).
func (a *Auth) Middleware() gin.HandlerFunc {
	return func(c *gin.Context) {
		if a.owns(c.Request.URL.Path) {
			a.serve(c)
			return
		}
		a.attach(c)
	}
}

// owns matches the base path itself and everything below it, by the decoded
// path that Gin routes by.
func (a *Auth) owns(path string) bool {
	return strings.HasPrefix(path, a.path) || len(path)+1 == len(a.path) && path == a.path[:len(path)]
}

// public is the path of the auth routes as browsers see it, with a trailing
// slash: a proxy may have cut a prefix off.
func (a *Auth) public() string {
	if a.base != nil {
		return a.base.Path + "/"
	}
	return a.path
}

// Mount registers the auth routes on a router or a group, for programs that
// cannot use the middleware on the engine. A group's own path must be the
// beginning of the base path. It returns an error wrapping [ErrConfig] if it is
// not. Guards and sessions still need the middleware on the routes they are for.
func (a *Auth) Mount(r gin.IRouter) error {
	rest := strings.TrimSuffix(a.path, "/")
	if group, ok := r.(interface{ BasePath() string }); ok {
		prefix := strings.TrimSuffix(group.BasePath(), "/")
		below, found := strings.CutPrefix(rest, prefix)
		if !found || below != "" && below[0] != '/' {
			return configError("Mount: the group %q does not contain the base path %q; set BasePath or mount on another group", prefix, rest)
		}
		rest = below
	}
	r.Any(rest+"/:ginauth_action", a.serve)
	r.Any(rest+"/:ginauth_action/:ginauth_provider", a.serve)
	return nil
}

// siteOf picks the cookie names for a request.
func (a *Auth) siteOf(r *http.Request) *site {
	if a.base == nil && a.resolver.Secure(r) {
		return a.sites[1]
	}
	return a.sites[0]
}

// baseOf returns the public address of the auth routes for a request.
func (a *Auth) baseOf(r *http.Request) (origin.Base, error) {
	if a.base != nil {
		return *a.base, nil
	}
	return a.resolver.Base(r)
}

// log writes one line about a failure. Errors of the application may say
// anything, so this is the only place where they go.
func (a *Auth) log(c *gin.Context, level slog.Level, code string, err error) {
	a.logContext(c.Request.Context(), level, code, err, slog.String("path", c.Request.URL.Path))
}

func (a *Auth) logContext(ctx context.Context, level slog.Level, code string, err error, attrs ...slog.Attr) {
	if errors.Is(err, context.Canceled) {
		level = min(level, slog.LevelInfo) // the client has gone: nobody waits for the answer
	}
	attrs = append(attrs, slog.String("code", code), slog.Any("error", err.Error()))
	if p, ok := errors.AsType[*panicError](err); ok {
		level = slog.LevelError
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	a.logger.LogAttrs(ctx, level, "ginauth", attrs...)
}
