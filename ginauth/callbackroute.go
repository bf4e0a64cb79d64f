package ginauth

import (
	"net/http"
)

// getCallback answers GET /callback/{provider}. No provider type of this
// version comes back by GET.
func (x *exchange) getCallback() (reply, error) {
	p := x.a.provider(x.segment)
	if p == nil || x.a.dialect.splitErrors {
		return x.unsupported(), nil
	}
	return reply{
		status: http.StatusBadRequest, contentType: "text/plain; charset=utf-8", bare: true,
		text: "Error: Callback for provider type " + string(p.info.Type) + " not supported",
	}, nil
}

// postCallback answers POST /callback/{provider}: a sign-in with credentials.
func (x *exchange) postCallback() (reply, error) {
	p := x.a.provider(x.segment)
	if p == nil {
		return x.unsupported(), nil
	}
	x.keepCallbackURL()
	before := len(x.jar.lines)
	id, err := p.authorize(x)
	if err == nil {
		_, err = x.a.signIn(x.c, x.site, id, &x.jar)
	}
	if err != nil {
		x.jar.lines = x.jar.lines[:before] // no half of a session
		return x.signInFailed(p, err), nil
	}
	if err := x.rotateCSRF(); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, url: x.callbackURL}, nil
}
