package ginauth

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// clientParams are the parameters of an authorization request that a client
// may choose, by the query of POST /signin/{provider}. Auth.js lets it choose
// any, client_id and redirect_uri among them.
var clientParams = [...]string{"prompt", "login_hint", "ui_locales", "screen_hint", "max_age", "acr_values", "scope"}

const maxClientParam = 1 << 10

// beginOAuth answers POST /signin/{provider}: it sends the browser away, with
// a sealed note of what has to come back.
func (x *exchange) beginOAuth(p *provider) (reply, error) {
	x.keepCallbackURL()
	at, err := x.newAttempt(p, flowSignIn, x.callbackURI(p))
	if err != nil {
		return reply{}, err
	}
	params := url.Values{}
	for _, name := range clientParams {
		if v := x.query[name]; len(v) == 1 && v[0] != "" && len(v[0]) <= maxClientParam {
			params.Set(name, v[0])
		}
	}
	at.MaxAge = params.Get("max_age")
	if at.MaxAge != "" && !digits(at.MaxAge) {
		at.MaxAge = ""
		params.Del("max_age")
	}
	if x.a.db != nil && x.a.linking.Policy != LinkNever {
		rec, err := x.a.present(x.r, x.site)
		if err != nil {
			return reply{}, err
		}
		at.Session = sessionName(&rec.claims)
	}
	var to string
	ctx := x.a.callbackContext(x.r)
	err = recovered(func() (err error) {
		to, err = p.oauth.AuthorizationURL(ctx, AuthorizationRequest{
			RedirectURI: at.RedirectURI, State: at.State, Nonce: at.Nonce, CodeVerifier: at.Verifier, Params: params,
		})
		return err
	})
	if err == nil {
		err = checkAway(to)
	}
	if err == nil {
		err = x.keepAttempt(p, at)
	}
	if err != nil {
		x.a.log(x.c, slog.LevelError, "SIGNIN_OAUTH_ERROR", fmt.Errorf("provider %q: %w", p.info.ID, err))
		return x.errorReply("OAuthSignin", http.StatusOK, nil), nil
	}
	return reply{status: http.StatusOK, url: to}, nil
}

// digits tells whether s is a number of seconds that fits into 32 bits.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) < 10
}

// checkAway admits no URL that a browser would run instead of visit.
func checkAway(to string) error {
	u, err := url.Parse(to)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return errors.New("the provider's URL is not one of http or https")
	}
	return nil
}

// endOAuth answers GET and POST /callback/{provider}: the browser comes back.
// Until its state is proven nothing is believed, and nothing is asked of the
// provider.
func (x *exchange) endOAuth(p *provider) (reply, error) {
	params, err := x.answer()
	if err != nil {
		for _, state := range params["state"] {
			x.clearAttempt(p, state)
		}
		return x.callbackFailed(p, err), nil
	}
	at, err := x.takeAttempt(p, flowSignIn, params.Get("state"), x.callbackURI(p))
	if params.Has("error") { // whatever else there is: RFC 6749 section 4.1.2.1
		x.a.log(x.c, slog.LevelInfo, "OAUTH_CALLBACK_ERROR", fmt.Errorf("provider %q answers with the error %q", p.info.ID, printable(params.Get("error"))))
		return x.errorReply(x.a.dialect.oauthDenied, http.StatusOK, nil), nil
	}
	if err == nil {
		err = x.spend(at) // not for an error: anybody can have those, as many as they like
	}
	if errors.Is(err, ErrUnavailable) {
		return reply{}, err
	}
	if err != nil {
		return x.callbackFailed(p, err), nil
	}
	var who OAuthIdentity
	ctx := x.a.callbackContext(x.r)
	err = recovered(func() (err error) {
		who, err = p.oauth.Exchange(ctx, AuthorizationResponse{
			Params: params, RedirectURI: at.RedirectURI, Nonce: at.Nonce, CodeVerifier: at.Verifier, MaxAge: at.MaxAge,
		})
		return err
	})
	if err != nil {
		return x.callbackFailed(p, err), nil
	}
	id, err := p.identify(who)
	if err != nil {
		return x.callbackFailed(p, err), nil
	}
	if found := authjs.FindCookies(x.r.Header, x.site.session.name); at.Former != "" && !found.Present() {
		x.c.Request = x.r.Clone(x.r.Context())
		x.c.Request.Header.Add("Cookie", at.Former) // the session that ends here
	}
	if at.Session != "" {
		if err := x.a.linkFrom(x.c.Request, x.site, at.Session, &id); err != nil {
			return reply{}, err
		}
	}
	out, err := x.enter(p, id, at.CallbackURL)
	out.navigate = true
	return out, err
}

// answer are the parameters that the browser brings from the provider: of the
// query, or of the form if they come as a POST. None may occur twice (RFC 6749
// section 3.1): two readers might take different ones.
func (x *exchange) answer() (url.Values, error) {
	params := x.query
	if x.r.Method == http.MethodPost {
		if params = x.body.Form; len(x.query) > 0 || x.body.JSON != nil {
			return params, fmt.Errorf("%w: a POST with a query, or not a form", errAttempt)
		}
	} else if _, err := url.ParseQuery(x.r.URL.RawQuery); err != nil {
		return params, fmt.Errorf("%w: its query cannot be read", errAttempt)
	}
	if params == nil {
		params = url.Values{}
	}
	for name, values := range params {
		if len(values) != 1 {
			return params, fmt.Errorf("%w: the parameter %q occurs %d times", errAttempt, printable(name), len(values))
		}
	}
	return params, nil
}

// callbackFailed is the answer to a browser that comes back with anything but
// a sign-in.
func (x *exchange) callbackFailed(p *provider, err error) reply {
	var rejected *RejectError
	var elsewhere *redirectError
	if errors.As(err, &rejected) || errors.As(err, &elsewhere) || errors.Is(err, ErrAccessDenied) {
		return x.signInFailed(p, err) // the program's own word
	}
	level := slog.LevelError
	if errors.Is(err, errAttempt) {
		level = slog.LevelWarn
	}
	x.a.log(x.c, level, "OAUTH_CALLBACK_ERROR", fmt.Errorf("provider %q: %w", p.info.ID, err))
	return x.errorReply(x.a.dialect.oauthFailed, http.StatusOK, nil)
}

// printable cuts what a stranger wrote down to what a log line can hold.
func printable(s string) string {
	s = cookies.Encode(s)
	return s[:min(len(s), 100)]
}
