package ginauthtest

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/golang-jwt/jwt/v5"
)

// endSession is OpenID Connect RP-Initiated Logout 1.0 section 2: the browser
// goes back if the request is proper, and gets a page otherwise.
func (p *Provider) endSession(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.Method == http.MethodPost {
		q = r.PostForm
	}
	to := q.Get("post_logout_redirect_uri")
	err := p.checkHint(q)
	if err == nil && to != "" && !registered(p.PostLogoutRedirectURIs, to) {
		err = errors.New("unknown post_logout_redirect_uri")
	}
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case to == "":
		_, _ = w.Write([]byte("signed out")) // the browser may have gone
	default:
		answer := url.Values{}
		if state := q.Get("state"); state != "" {
			answer.Set("state", state)
		}
		http.Redirect(w, r, withQuery(to, answer), http.StatusSeeOther)
	}
}

// checkHint wants to know who asks: by an ID token of ours, or one that has
// expired, and the client that it was for.
func (p *Provider) checkHint(q url.Values) error {
	id := q.Get("client_id")
	if id != "" && id != p.ClientID {
		return errors.New("unknown client_id")
	}
	hint := q.Get("id_token_hint")
	if hint == "" {
		if id == "" {
			return errors.New("neither id_token_hint nor client_id")
		}
		return nil
	}
	for _, key := range p.ownKeys() {
		claims := jwt.MapClaims{}
		_, err := jwt.ParseWithClaims(hint, claims, func(*jwt.Token) (any, error) { return key.Public(), nil },
			jwt.WithValidMethods([]string{p.Alg}), jwt.WithoutClaimsValidation()) // it may have expired
		if err == nil && claims["iss"] == p.Issuer && claims["aud"] == p.ClientID {
			return nil
		}
	}
	return errors.New("the id_token_hint is not one of this provider for this client")
}
