package devprovider

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// token answers POST /token: a code or a refresh token becomes tokens (RFC
// 6749 sections 4.1.3 and 6).
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	answer, err := p.trade(r)
	var refused *refusedError
	switch {
	case errors.As(err, &refused):
		status := http.StatusBadRequest
		if refused.code == "invalid_client" {
			status = http.StatusUnauthorized
			w.Header().Set("WWW-Authenticate", `Basic realm="devprovider"`)
		}
		showJSON(w, status, map[string]any{"error": refused.code, "error_description": refused.description})
	case err != nil:
		showJSON(w, http.StatusInternalServerError, map[string]any{"error": "server_error"})
	default:
		showJSON(w, http.StatusOK, answer)
	}
}

func (p *Provider) trade(r *http.Request) (map[string]any, error) {
	if !p.authenticated(r) {
		return nil, refuse("invalid_client", "the client is to authenticate by client_secret_basic")
	}
	if err := r.ParseForm(); err != nil {
		return nil, refuse("invalid_request", "the form cannot be read")
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return nil, refuse("invalid_request", "the parameter "+name+" occurs more than once")
		}
	}
	switch form := r.PostForm; form.Get("grant_type") {
	case "authorization_code":
		t, ok := p.desk.spend(code, form.Get("code"))
		switch {
		case !ok:
			return nil, refuse("invalid_grant", "the code is unknown, too old, or was used before")
		case t.redirectURI != form.Get("redirect_uri"):
			return nil, refuse("invalid_grant", "the redirect_uri is another than at the start")
		case !proves(form.Get("code_verifier"), t.challenge):
			return nil, refuse("invalid_grant", "the code_verifier does not fit")
		}
		return p.tokens(t.grant, t.grant.nonce)
	case "refresh_token":
		t, ok := p.desk.spend(refreshToken, form.Get("refresh_token"))
		if !ok {
			return nil, refuse("invalid_grant", "the refresh token is unknown, too old, or was used before")
		}
		return p.tokens(t.grant, "")
	default:
		return nil, refuse("unsupported_grant_type", "only authorization_code and refresh_token are supported")
	}
}

// authenticated is client_secret_basic: both parts are form-encoded before
// they are put together (RFC 6749 section 2.3.1).
func (p *Provider) authenticated(r *http.Request) bool {
	id, secret, ok := r.BasicAuth()
	if !ok {
		return false
	}
	id, err1 := url.QueryUnescape(id)
	secret, err2 := url.QueryUnescape(secret)
	return err1 == nil && err2 == nil && id == p.ClientID && subtle.ConstantTimeCompare([]byte(secret), []byte(p.ClientSecret)) == 1
}

// proves is PKCE with S256 (RFC 7636 section 4.6).
func proves(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	made := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(made), []byte(challenge)) == 1
}

// tokens is the answer; a refresh token is in it if offline_access was asked
// for, and each is good for one use.
func (p *Provider) tokens(g *grant, nonce string) (map[string]any, error) {
	access := p.desk.issue(ticket{kind: accessToken, grant: g})
	id, err := p.idToken(g, access, nonce)
	if err != nil {
		return nil, err
	}
	answer := map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": int(lasts[accessToken].Seconds()),
		"id_token": id, "scope": strings.Join(g.scopes, " "),
	}
	if slices.Contains(g.scopes, "offline_access") {
		answer["refresh_token"] = p.desk.issue(ticket{kind: refreshToken, grant: g})
	}
	return answer, nil
}

// idToken says who it is, and leaves name and address to the userinfo, as
// OpenID Connect Core section 5.4 wants it.
func (p *Provider) idToken(g *grant, access, nonce string) (string, error) {
	now, sum := p.desk.now(), sha256.Sum256([]byte(access))
	claims := map[string]any{
		"iss": p.Issuer, "sub": g.person.Sub, "aud": p.ClientID, "sid": g.session.id,
		"iat": now.Unix(), "exp": now.Add(10 * time.Minute).Unix(), "auth_time": g.session.begun.Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2]),
	}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signed, err := p.signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}
