package ginauthtest

import (
	"net/http"
	"strings"
	"time"
)

// token is the token endpoint: RFC 6749 section 4.1.3 and 6.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		oauthError(w, http.StatusMethodNotAllowed, "invalid_request")
		return
	}
	for _, values := range r.PostForm {
		if len(values) > 1 {
			oauthError(w, http.StatusBadRequest, "invalid_request")
			return
		}
	}
	if code := p.authenticate(r); code != "" {
		status := http.StatusBadRequest
		if code == "invalid_client" {
			status = http.StatusUnauthorized
			w.Header().Set("WWW-Authenticate", "Basic")
		}
		oauthError(w, status, code)
		return
	}
	var g *grant
	refreshed := false
	switch r.PostForm.Get("grant_type") {
	case "authorization_code":
		g = p.takeCode(r.PostForm.Get("code"))
		if g != nil && (g.redirectURI != r.PostForm.Get("redirect_uri") || p.Now().After(g.expires) ||
			!p.NoPKCE && !g.provesKey(r.PostForm.Get("code_verifier"))) {
			g = nil
		}
	case "refresh_token":
		refreshed = true
		g = p.takeRefresh(r.PostForm.Get("refresh_token"))
		if g != nil && !narrower(r.PostForm.Get("scope"), g.scope) {
			oauthError(w, http.StatusBadRequest, "invalid_scope")
			return
		}
	default:
		oauthError(w, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	if g == nil {
		oauthError(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	document, err := p.tokenAnswer(g, refreshed)
	if err != nil {
		p.tb.Error(err)
		oauthError(w, http.StatusInternalServerError, "server_error")
		return
	}
	p.answer(w, EndpointToken, document)
}

// tokenAnswer is RFC 6749 section 5.1.
func (p *Provider) tokenAnswer(g *grant, refreshed bool) (map[string]any, error) {
	access, refresh := p.newTokens(g)
	document := map[string]any{"access_token": access, "token_type": "Bearer", "refresh_token": refresh, "scope": g.scope}
	if p.Scope != "" {
		document["scope"] = p.Scope
	}
	if p.ExpiresIn >= 0 {
		document["expires_in"] = int64(p.ExpiresIn / time.Second)
	}
	if !p.OAuth2 {
		idToken, err := p.idToken(g, access, refreshed)
		if err != nil {
			return nil, err
		}
		document["id_token"] = p.keep(idToken)
	}
	return document, nil
}

// narrower tells whether a scope asks for no more than another.
func narrower(scope, than string) bool {
	for word := range strings.FieldsSeq(scope) {
		if !strings.Contains(" "+than+" ", " "+word+" ") {
			return false
		}
	}
	return true
}
