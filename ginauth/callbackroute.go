package ginauth

import (
	"net/http"
)

// getCallback answers GET /callback/{provider}: a browser comes back from an
// OAuth provider.
func (x *exchange) getCallback() (reply, error) {
	p := x.a.provider(x.segment)
	if p != nil && p.oauth != nil {
		return x.endOAuth(p)
	}
	if p == nil || x.a.dialect.splitErrors {
		return x.unsupported(), nil
	}
	return reply{
		status: http.StatusBadRequest, contentType: "text/plain; charset=utf-8", bare: true,
		text: "Error: Callback for provider type " + string(p.info.Type) + " not supported",
	}, nil
}

// postCallback answers POST /callback/{provider}: a sign-in with credentials,
// or an OAuth provider that answers by response_mode=form_post.
func (x *exchange) postCallback() (reply, error) {
	p := x.a.provider(x.segment)
	if p == nil {
		return x.unsupported(), nil
	}
	if p.oauth != nil {
		return x.endOAuth(p)
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
