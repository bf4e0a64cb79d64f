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
	if p != nil && p.email != nil {
		return x.showEmail(p)
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
	switch {
	case p.oauth != nil:
		return x.endOAuth(p)
	case p.email != nil:
		return x.endEmail(p)
	}
	x.keepCallbackURL()
	id, err := p.authorize(x)
	if err != nil {
		return x.signInFailed(p, err), nil
	}
	return x.enter(p, id, x.callbackURL)
}

// enter signs an identity in, and sends the browser on: to a page of the
// program's own if they are new.
func (x *exchange) enter(p *provider, id identity, to string) (reply, error) {
	before := len(x.jar.lines)
	st, err := x.a.signIn(x.c, x.site, id, &x.jar)
	if err != nil {
		x.jar.lines = x.jar.lines[:before] // no half of a session
		return x.signInFailed(p, err), nil
	}
	if err := x.rotateCSRF(); err != nil {
		return reply{}, err
	}
	if page := x.a.customPages.NewUser; st.isNew && page != "" {
		to = pageURL(x.base, page, "", "callbackUrl", to)
	}
	return reply{status: http.StatusOK, url: to}, nil
}
