package ginauth

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
	"github.com/ginauth/gin-auth/ginauth/internal/origin"
)

// target is the redirect rule: every URL that a request asks for passes here
// before a browser is sent there. What is not allowed is home.
func (a *Auth) target(c *gin.Context, base origin.Base, raw string) string {
	if a.callbacks.Redirect != nil {
		var chosen string
		ctx := a.callbackContext(c.Request)
		err := recovered(func() (err error) {
			chosen, err = a.callbacks.Redirect(ctx, RedirectParams{URL: raw, BaseURL: base.Origin})
			return err
		})
		if err != nil {
			a.log(c, slog.LevelError, "REDIRECT_CALLBACK_ERROR", err)
			return base.Origin
		}
		if chosen != "" {
			if t, ok := base.Absolute(chosen); ok {
				return t
			}
			return base.Origin
		}
	}
	if t, ok := base.Resolve(raw); ok {
		return t
	}
	return base.Origin
}

// pageURL is the absolute URL of a custom page with a query, or of a built-in
// one.
func pageURL(base origin.Base, custom, builtIn string, query ...string) string {
	u := base.URL() + builtIn
	if custom != "" {
		u = custom
		if strings.HasPrefix(custom, "/") {
			u = base.Origin + custom
		}
	}
	return addQuery(u, query...)
}

// addQuery appends names and values to a URL, escaped as encodeURIComponent
// does; pairs without a value are left out.
func addQuery(u string, query ...string) string {
	var sb strings.Builder
	sb.WriteString(u)
	sep := byte('?')
	if strings.Contains(u, "?") {
		sep = '&'
	}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] == "" {
			continue
		}
		sb.WriteByte(sep)
		sb.WriteString(query[i])
		sb.WriteByte('=')
		sb.WriteString(cookies.Encode(query[i+1]))
		sep = '&'
	}
	return sb.String()
}

// setLocation is the one place that writes a Location header, always with an
// absolute URL.
func setLocation(h http.Header, url string) { h.Set("Location", url) }
