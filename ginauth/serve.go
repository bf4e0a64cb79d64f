package ginauth

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/internal/body"
)

// action is one row of the protocol: what a name under the base path does.
type action struct {
	get, post func(*exchange) (reply, error)
	// protected POSTs need the CSRF token.
	protected bool
	// provider says whether a second path segment may follow.
	provider bool
	// plain answers hold data only: no token, no target.
	plain bool
	// target says that the action uses the callbackUrl.
	target bool
}

// actions are the routes under the base path. A GET changes nothing.
var actions = map[string]action{
	"csrf":           {get: (*exchange).getCSRF},
	"providers":      {get: (*exchange).getProviders, plain: true},
	"session":        {get: (*exchange).getSession, post: (*exchange).postSession, protected: true},
	"signin":         {get: (*exchange).getSignIn, post: (*exchange).postSignIn, protected: true, provider: true, target: true},
	"callback":       {get: (*exchange).getCallback, post: (*exchange).postCallback, protected: true, provider: true, target: true},
	"signout":        {get: (*exchange).getSignOut, post: (*exchange).postSignOut, protected: true, provider: true, target: true},
	"error":          {get: (*exchange).getError, provider: true},
	"verify-request": {get: (*exchange).getVerifyRequest},
	"_log":           {post: (*exchange).postLog, plain: true},
}

// serve answers a request under the base path, and ends the chain.
func (a *Auth) serve(c *gin.Context) {
	defer c.Abort()
	c.Status(http.StatusOK)        // Gin has set 404 or 405 for a path without a route
	c.Writer.Header().Del("Allow") // and names the methods of a route that is not ours
	noStore(c.Writer.Header())
	c.Header("X-Content-Type-Options", "nosniff")
	x := &exchange{a: a, c: c, r: c.Request, site: a.siteOf(c.Request)}
	var out reply
	err := recovered(func() (err error) {
		out, err = x.dispatch()
		return err
	})
	if err != nil {
		out = x.failure(err)
	}
	x.write(out)
}

// dispatch finds the action and applies its policy of method and CSRF.
func (x *exchange) dispatch() (reply, error) {
	name, second, ok := splitPath(strings.TrimPrefix(x.r.URL.Path, strings.TrimSuffix(x.a.path, "/")))
	act, known := actions[name]
	if !ok || !known || (name == "_log" && x.a.dialect.splitErrors) {
		return x.badRequest(), nil
	}
	x.action, x.segment = name, second
	if second == "undefined" { // a client that was given no provider
		x.segment = ""
	}
	handler := act.get
	switch x.r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodPost:
		handler = act.post
	case http.MethodOptions:
		x.c.Writer.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
		return reply{status: http.StatusNoContent, bare: true}, nil
	default:
		return x.badRequest(), nil
	}
	if handler == nil || (x.segment != "" && !act.provider) {
		return x.unsupported(), nil
	}
	var err error
	if x.base, err = x.a.baseOf(x.r); err != nil {
		return reply{}, err
	}
	if tooManyCookies(x.r.Header["Cookie"]) {
		return reply{}, errCookies
	}
	if x.r.Method == http.MethodPost && name != "_log" {
		if x.body, err = body.Read(x.r); err != nil {
			return reply{}, err
		}
	}
	x.query = x.r.URL.Query()
	if x.returning() {
		if x.r.Method == http.MethodHead {
			return x.badRequest(), nil // it would use the answer up
		}
		return handler(x)
	}
	if !act.plain {
		if err := x.readCSRF(); err != nil {
			return reply{}, err
		}
	}
	if act.target {
		x.readCallbackURL()
	}
	if x.r.Method == http.MethodPost && act.protected && !x.verified {
		return x.csrfFailed(), nil
	}
	return handler(x)
}

// returning tells a browser that comes back from another site: it brings
// neither our CSRF token nor a callbackUrl, and has a state instead.
func (x *exchange) returning() bool {
	if x.action != "callback" {
		return false
	}
	p := x.a.provider(x.segment)
	return p != nil && p.oauth != nil
}

// errCookies refuses what no browser sends: it keeps 180 cookies of a site.
var errCookies = errors.New("the request has more than 1000 cookies, or more than 64 KiB of them")

func tooManyCookies(lines []string) bool {
	count, size := 0, 0
	for _, line := range lines {
		count, size = count+1+strings.Count(line, ";"), size+len(line)
	}
	return count > 1000 || size > 64<<10
}

// splitPath takes "/action" or "/action/provider" apart. There is one spelling
// of each path: no empty and no dotted segments, no third one. A slash at the
// end is allowed, since Gin redirects to either form.
func splitPath(rest string) (name, second string, ok bool) {
	rest = strings.TrimSuffix(strings.TrimPrefix(rest, "/"), "/")
	name, second, found := strings.Cut(rest, "/")
	if name == "" || (found && second == "") || strings.Contains(second, "/") || second == "." || second == ".." {
		return "", "", false
	}
	return name, second, true
}

// failure answers what no action could.
func (x *exchange) failure(err error) reply {
	fail := func(status int) reply {
		if x.action == "session" { // nuxt-auth takes any object for a session
			return reply{status: status, json: []byte(x.a.dialect.none), bare: true}
		}
		return messageReply(status, err.Error())
	}
	switch {
	case errors.Is(err, errCookies):
		return fail(http.StatusRequestHeaderFieldsTooLarge)
	case errors.Is(err, body.ErrTooLarge):
		return fail(http.StatusRequestEntityTooLarge)
	case errors.Is(err, body.ErrType):
		return fail(http.StatusUnsupportedMediaType)
	case errors.Is(err, body.ErrMalformed):
		return fail(http.StatusBadRequest)
	case errors.Is(err, errUntrustedHost):
		x.a.log(x.c, slog.LevelError, "UNTRUSTED_HOST", err)
		return fail(http.StatusBadRequest)
	}
	x.a.log(x.c, slog.LevelError, "SERVER_ERROR", err)
	status := http.StatusInternalServerError
	if errors.Is(err, ErrUnavailable) {
		status = http.StatusServiceUnavailable
	}
	if x.action == "session" || x.base.Origin == "" {
		return reply{status: status, json: []byte(x.a.dialect.none), bare: true}
	}
	if x.r.Method != http.MethodPost { // the error page may be what has failed
		return messageReply(status, "There is a problem with the server. Check the server logs for more information.")
	}
	out := x.errorReply("Configuration", status, nil)
	out.bare = true // nothing of what was begun counts
	return out
}
