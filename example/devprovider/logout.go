package devprovider

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/go-jose/go-jose/v4"
)

// logout is OpenID Connect RP-Initiated Logout 1.0. It asks, unless the ID
// token of this very session comes along: then nobody else can have sent the
// browser here.
func (p *Provider) logout(w http.ResponseWriter, r *http.Request) {
	params := r.URL.Query()
	sid, err := p.hinted(params.Get("id_token_hint"))
	back := params.Get("post_logout_redirect_uri")
	if err == nil && back != "" {
		err = p.checkLogoutRedirect(params, sid != "")
	}
	if err != nil {
		showPage(w, http.StatusBadRequest, page{Title: "This sign-out cannot work", Text: err.Error() + "."})
		return
	}
	cookie := cookieOf(r)
	s, signedIn := p.desk.session(cookie)
	if signedIn && s.id != sid && (r.Method != http.MethodPost || r.PostFormValue("sure") == "") {
		showPage(w, http.StatusOK, page{Title: "Sign out?", Text: "You are signed in here as " + s.person.Name + ".", SignOut: true})
		return
	}
	p.desk.end(cookie)
	setCookie(w, "", -1)
	if back == "" {
		showPage(w, http.StatusOK, page{Title: "You are signed out", Text: "Applications may have sessions of their own."})
		return
	}
	answer := url.Values{}
	if state := params.Get("state"); state != "" {
		answer.Set("state", state)
	}
	http.Redirect(w, r, withQuery(back, answer), http.StatusSeeOther)
}

// checkLogoutRedirect admits the client's own URLs: loopback addresses, and
// only if it is known which client it is.
func (p *Provider) checkLogoutRedirect(params url.Values, hinted bool) error {
	id := params.Get("client_id")
	if id != p.ClientID && (id != "" || !hinted) {
		return fmt.Errorf("the client_id is %q, not %q", id, p.ClientID)
	}
	back := params.Get("post_logout_redirect_uri")
	if err := checkRedirect(back); err != nil {
		return fmt.Errorf("the post_logout_redirect_uri %q: %w", back, err)
	}
	return nil
}

// hinted is the session that an ID token of ours belongs to, however old the
// token is; "" without one.
func (p *Provider) hinted(token string) (sid string, err error) {
	if token == "" {
		return "", nil
	}
	signed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return "", errors.New("the id_token_hint cannot be read")
	}
	payload, err := signed.Verify(p.public)
	if err != nil {
		return "", errors.New("the id_token_hint is from another provider, or from one before a restart")
	}
	var claims struct {
		SID string `json:"sid"`
	}
	if err := json.Unmarshal(payload, &claims); err != nil {
		return "", errors.New("the id_token_hint cannot be read")
	}
	return claims.SID, nil
}
