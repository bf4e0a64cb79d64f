package ginauth

import (
	"context"
	"reflect"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// sessionKey is where handlers find the session: c.MustGet("session").
const sessionKey = "session"

// stateKey is where the package finds its own state of a request.
type stateKey struct{}

// state is what is known of one request's session.
type state struct {
	auth  *Auth
	site  *site
	rec   record
	found bool
	// isNew says that this sign-in has made the user.
	isNew   bool
	token   TokenLike
	session SessionLike
	plain   Session // what session points to without callbacks
	// err is why it is not known whether there is a session.
	err error
}

func stateOf(c *gin.Context) (*state, bool) {
	v, ok := c.Get(stateKey{})
	if !ok {
		return nil, false
	}
	st, ok := v.(*state)
	return st, ok
}

// publish gives handlers the session.
func (st *state) publish(c *gin.Context) {
	c.Set(stateKey{}, st)
	c.Set(sessionKey, st.session)
}

// commit sends cookies, and makes the state that of the request.
func (st *state) commit(c *gin.Context, jar *jar) {
	if len(jar.lines) > 0 {
		jar.send(c)
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), stateKey{}, st))
	}
	st.publish(c)
}

// committed is the state that this request has already written: Gin runs the
// chain again for it (gin.Engine.HandleContext), and the callbacks have had
// their say. Only a response that has cookies can have one.
func (a *Auth) committed(c *gin.Context) *state {
	if c.Writer.Header()["Set-Cookie"] == nil {
		return nil
	}
	if st, ok := c.Request.Context().Value(stateKey{}).(*state); ok && st != nil && st.auth == a {
		return st
	}
	return nil
}

// forget makes the next run of the chain read the cookies again.
func forget(c *gin.Context) {
	if ctx := c.Request.Context(); ctx.Value(stateKey{}) != nil {
		c.Request = c.Request.WithContext(context.WithValue(ctx, stateKey{}, (*state)(nil)))
	}
}

// recovered runs the application's code and turns a panic into an error.
func recovered(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicked(v)
		}
	}()
	return f()
}

func panicked(v any) error { return &panicError{value: v, stack: debug.Stack()} }

func isNil(v any) bool {
	if v == nil {
		return true
	}
	rv := reflect.ValueOf(v)
	return rv.Kind() == reflect.Pointer && rv.IsNil()
}
