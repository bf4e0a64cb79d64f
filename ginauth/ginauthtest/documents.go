package ginauthtest

import (
	"net/http"
	"strings"
)

// discovery is OpenID Connect Discovery 1.0 section 3.
func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	document := map[string]any{
		"issuer":                                         p.Issuer,
		"authorization_endpoint":                         p.At(EndpointAuthorize),
		"token_endpoint":                                 p.At(EndpointToken),
		"userinfo_endpoint":                              p.At(EndpointUserInfo),
		"jwks_uri":                                       p.At(EndpointKeys),
		"end_session_endpoint":                           p.At(EndpointEndSession),
		"scopes_supported":                               []string{"openid", "profile", "email", "offline_access"},
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query", "form_post"},
		"grant_types_supported":                          []string{"authorization_code", "refresh_token"},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{p.Alg},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post", "private_key_jwt", "none"},
		"code_challenge_methods_supported":               []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
	}
	for name, value := range p.Metadata {
		document[name] = value
		if value == nil {
			delete(document, name)
		}
	}
	p.answer(w, EndpointDiscovery, document)
}

// keySet is the JWK Set (RFC 7517 section 5) with the key of today.
func (p *Provider) keySet(w http.ResponseWriter, _ *http.Request) {
	keys := []any{}
	if p.Alg != "HS256" {
		key, id, err := p.signingKey()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		keys = append(keys, jwk(key.Public(), id, p.Alg))
	}
	p.answer(w, EndpointKeys, map[string]any{"keys": keys})
}

// userInfo is OpenID Connect Core section 5.3, with the access token in the
// header or the form (RFC 6750 section 2).
func (p *Provider) userInfo(w http.ResponseWriter, r *http.Request) {
	token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		token = r.PostForm.Get("access_token")
	}
	g := p.grantOf(token)
	if g == nil {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		http.Error(w, "invalid token", http.StatusUnauthorized)
		return
	}
	p.answer(w, EndpointUserInfo, g.claims(p.OAuth2))
}
