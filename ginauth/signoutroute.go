package ginauth

import (
	"net/http"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// getSignOut answers GET /signout: it only asks. GET /signout/{provider} is
// where a browser comes back to from a sign-out there.
func (x *exchange) getSignOut() (reply, error) {
	if x.segment != "" {
		return x.signedOut()
	}
	if custom := x.a.customPages.SignOut; custom != "" {
		return reply{url: pageURL(x.base, custom, ""), navigate: true}, nil
	}
	data := pages.SignOut{
		Common: x.common(), Action: x.base.URL() + "/signout",
		CSRFToken: x.csrfToken, CallbackURL: x.callbackURL,
	}
	return reply{page: func(w http.ResponseWriter) error {
		return x.a.pages.SignOut(w, http.StatusOK, data, x.formAction()...)
	}}, nil
}

// postSignOut answers POST /signout: the session here ends, and then, if the
// provider wants that, the one there.
func (x *exchange) postSignOut() (reply, error) {
	if x.segment != "" {
		return x.unsupported(), nil
	}
	x.keepCallbackURL()
	st, was, err := x.a.signOut(x.c, x.site, &x.jar)
	if err != nil {
		return reply{}, err // not signed out: say so, and keep the cookie
	}
	if st != nil {
		if err := x.rotateCSRF(); err != nil {
			return reply{}, err
		}
	}
	if was != nil {
		if to := x.endAtProvider(was); to != "" {
			return reply{status: http.StatusOK, url: to}, nil
		}
	}
	return reply{status: http.StatusOK, url: x.callbackURL}, nil
}
