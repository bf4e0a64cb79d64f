package ginauth

import (
	"context"
	"net/http"
	"time"
)

type requestKey struct{}

// requestContext is the context that the application's callbacks and the
// providers are given: that of the request, with the request and the Auth.
type requestContext struct {
	context.Context //nolint:containedctx // it is a context
	r               *http.Request
	auth            *Auth
	// bearer says that the session came in an Authorization header: what a
	// callback changes in it is not kept.
	bearer bool
}

// Value implements [context.Context].
func (c *requestContext) Value(key any) any {
	if key == (requestKey{}) {
		return c
	}
	return c.Context.Value(key)
}

func (a *Auth) callbackContext(r *http.Request) *requestContext {
	return &requestContext{Context: r.Context(), r: r, auth: a}
}

// RequestFrom returns the HTTP request on whose behalf a callback or authorize
// runs, from the context that it was given.
func RequestFrom(ctx context.Context) (*http.Request, bool) {
	c, ok := ctx.Value(requestKey{}).(*requestContext)
	if !ok {
		return nil, false
	}
	return c.r, true
}

// Now returns the time by the clock of the Config (Config.Now), from the
// context that a callback or a provider was given; the time of day from any
// other.
func Now(ctx context.Context) time.Time {
	if c, ok := ctx.Value(requestKey{}).(*requestContext); ok {
		return c.auth.now()
	}
	return time.Now()
}
