package ginauth

import (
	"net/http"
	"time"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

const maxToken = 512

// mailedLink is what a link brings, by its query or by the form of its page.
type mailedLink struct {
	token, address, from string
	// who asked for it, if that is known; here tells whether it was this browser.
	who   asker
	known bool
	here  *attempt
}

// readLink reads a link by the names that get knows. It is false for what
// cannot be one of ours.
func (x *exchange) readLink(p *provider, get func(string) string) (mailedLink, bool) {
	l := mailedLink{token: get("token"), address: get("email"), from: get("from")}
	if l.token == "" || len(l.token) > maxToken || l.address == "" || l.address != mailAddress(l.address) {
		return l, false
	}
	who, err := x.openAsker(p, l.token, l.address, l.from)
	if err != nil {
		return l, true // Auth.js has sent it, or somebody has changed it
	}
	l.who, l.known, l.here = who, true, x.asked(p, who, l.address)
	return l, true
}

// refused tells whether a link may not be used in this browser.
func (l *mailedLink) refused(p *provider) bool { return p.link.SameBrowser && l.here == nil }

// showEmail answers GET /callback/{provider}, to which a link leads: with a
// page, and never by using the link, since mail scanners and previews follow
// links, too.
func (x *exchange) showEmail(p *provider) (reply, error) {
	if x.query.Get("token") == "" {
		code := "Configuration"
		if !x.a.dialect.splitErrors {
			code = "configuration" // NextAuth's spelling
		}
		return x.errorReply(code, http.StatusBadRequest, nil), nil
	}
	l, ok := x.readLink(p, x.query.Get)
	if !ok {
		return x.linkFailed(p, errLink)
	}
	data := pages.Confirm{
		Common: x.common(), Action: x.callbackURI(p), CSRFToken: x.csrfToken, CallbackURL: x.callbackURL,
		Token: l.token, Email: l.address, From: l.from, Elsewhere: l.here == nil, Refused: l.refused(p),
	}
	if l.known && l.here == nil {
		data.IP, data.Device, data.At = l.who.IP, l.who.Device, time.Unix(l.who.At, 0).UTC()
	}
	status := http.StatusOK
	if data.Refused {
		status = http.StatusForbidden
		data.Token, data.From = "", ""
	}
	return reply{page: func(w http.ResponseWriter) error {
		return x.a.pages.Confirm(w, status, data, x.onward(x.callbackURL)...)
	}}, nil
}

// onward are the origins, besides our own, to which a form leads that ends at
// a target; see formAction.
func (x *exchange) onward(target string) []string {
	var out []string
	for _, to := range []string{target, x.a.customPages.NewUser, x.a.customPages.Error, x.a.customPages.VerifyRequest} {
		if o, ok := origin.Of(to); ok && o != x.base.Origin {
			out = append(out, o)
		}
	}
	return out
}
