package ginauth

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/internal/csrf"
)

// CSRFToken returns the token for the application's own forms, for a hidden
// field csrfToken or the header X-CSRF-Token. If the browser has none yet, the
// response sets its cookie; call it before the response begins. It returns ""
// if that is too late, or on a route without the middleware: such a form
// cannot be posted.
func CSRFToken(c *gin.Context) string {
	st, ok := stateOf(c)
	if !ok {
		return ""
	}
	noStore(c.Writer.Header()) // the token is for this browser only
	if token, ok := st.site.csrfToken(c.Request); ok {
		return token
	}
	if c.Writer.Written() {
		return ""
	}
	var jar jar
	token, err := st.auth.rotateCSRF(st.site, &jar)
	if err != nil {
		_ = c.Error(err)
		return ""
	}
	jar.send(c)
	return token
}

// rotateCSRF gives the browser a new token.
func (a *Auth) rotateCSRF(s *site, jar *jar) (string, error) {
	token, err := s.signer.Token(a.random)
	if err != nil {
		return "", err
	}
	jar.set(s.csrf, s.csrf.name, s.signer.Cookie(token), 0)
	return token, nil
}

// CSRF returns a middleware that protects the application's own forms: every
// method but GET, HEAD, OPTIONS and TRACE needs the token of [CSRFToken], in the
// form field csrfToken or the header X-CSRF-Token, and must not come from
// another origin (http.CrossOriginProtection). Otherwise it answers 403 with
// {"error":"csrf"} and aborts; without the middleware of [New], 500. Requests
// that came with a token in the Authorization header pass: no browser adds
// that by itself.
func CSRF() gin.HandlerFunc {
	return func(c *gin.Context) {
		switch c.Request.Method {
		case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
			return
		}
		st, ok := stateOf(c)
		if !ok {
			_ = c.Error(ErrNoMiddleware)
			c.AbortWithStatusJSON(http.StatusInternalServerError, gin.H{"error": "server_error"})
			return
		}
		if st.found && st.rec.bearer {
			return
		}
		token, ok := st.site.csrfToken(c.Request)
		if ok && st.auth.sameOrigin(c.Request) {
			given := c.GetHeader("X-CSRF-Token")
			if given == "" {
				given = c.PostForm("csrfToken")
			}
			if csrf.Match(given, token) {
				return
			}
		}
		c.AbortWithStatusJSON(http.StatusForbidden, gin.H{"error": "csrf"})
	}
}
