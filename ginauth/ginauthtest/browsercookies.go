package ginauthtest

import (
	"net/http"
	"slices"
)

// keepCookies does what a browser does with Set-Cookie.
func (b *Browser) keepCookies(cookies []*http.Cookie) {
	for _, c := range cookies {
		b.jar = slices.DeleteFunc(b.jar, func(old *http.Cookie) bool { return old.Name == c.Name })
		if c.MaxAge >= 0 {
			b.jar = append(b.jar, c)
		}
	}
}

// addCookies adds those that a browser would send: with a POST from another
// site, only those that are SameSite=None.
func (b *Browser) addCookies(r *http.Request, crossSite bool) {
	for _, c := range b.jar {
		none := c.SameSite == http.SameSiteNoneMode
		if crossSite && !none && (r.Method == http.MethodPost || c.SameSite == http.SameSiteStrictMode) {
			continue
		}
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
}

// Cookies are the browser's cookies for the program.
func (b *Browser) Cookies() []*http.Cookie { return slices.Clone(b.jar) }

// SetCookie puts a cookie into the browser, in the place of one with its name.
func (b *Browser) SetCookie(c *http.Cookie) { b.keepCookies([]*http.Cookie{c}) }

// PlantCookie puts a cookie beside one with its name, as a sister sub-domain
// can.
func (b *Browser) PlantCookie(c *http.Cookie) { b.jar = append(b.jar, c) }

// DropCookies takes cookies out of the browser; all of them if which is nil.
func (b *Browser) DropCookies(which func(*http.Cookie) bool) {
	b.jar = slices.DeleteFunc(b.jar, func(c *http.Cookie) bool { return which == nil || which(c) })
}
