package ginauthtest

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/subtle"
	"net/http"
	"net/url"

	"github.com/golang-jwt/jwt/v5"
)

// authenticate finds out whether a request comes from the client: RFC 6749
// section 2.3, and OpenID Connect Core section 9. It returns an error code, or
// "".
func (p *Provider) authenticate(r *http.Request) string {
	form := r.PostForm
	used := ""
	if _, _, basic := r.BasicAuth(); basic {
		used = "client_secret_basic"
	}
	for _, way := range []struct{ field, name string }{{"client_secret", "client_secret_post"}, {"client_assertion", "private_key_jwt"}} {
		if form.Has(way.field) {
			if used != "" {
				return "invalid_request" // only one way: section 2.3
			}
			used = way.name
		}
	}
	if used == "" {
		used = "none"
	}
	if id := form.Get("client_id"); form.Has("client_id") && id != p.ClientID {
		return "invalid_client"
	}
	if p.ClientAuth != "" && used != p.ClientAuth {
		return "invalid_client"
	}
	ok := false
	switch used {
	case "client_secret_basic":
		id, secret, _ := r.BasicAuth()
		id, idErr := url.QueryUnescape(id) // section 2.3.1: both are form-encoded first
		secret, secretErr := url.QueryUnescape(secret)
		ok = idErr == nil && secretErr == nil && id == p.ClientID && p.isSecret(secret)
	case "client_secret_post":
		ok = form.Get("client_id") == p.ClientID && p.isSecret(form.Get("client_secret"))
	case "private_key_jwt":
		ok = p.isAssertion(form)
	case "none":
		ok = p.ClientAuth == "none" && form.Get("client_id") == p.ClientID
	}
	if !ok {
		return "invalid_client"
	}
	return ""
}

func (p *Provider) isSecret(given string) bool {
	return p.ClientSecret != "" && subtle.ConstantTimeCompare([]byte(given), []byte(p.ClientSecret)) == 1
}

// isAssertion is RFC 7523 section 3: signed, for us, soon over, and once.
func (p *Provider) isAssertion(form url.Values) bool {
	if p.ClientKey == nil || form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		return false
	}
	methods := []string{}
	switch p.ClientKey.(type) {
	case *rsa.PublicKey:
		methods = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
	case *ecdsa.PublicKey:
		methods = []string{"ES256", "ES384", "ES512"}
	case ed25519.PublicKey:
		methods = []string{"EdDSA"}
	}
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(form.Get("client_assertion"), &claims, func(*jwt.Token) (any, error) { return p.ClientKey, nil },
		jwt.WithValidMethods(methods), jwt.WithIssuer(p.ClientID), jwt.WithSubject(p.ClientID),
		jwt.WithAudience(p.Issuer, p.At(EndpointToken)), jwt.WithExpirationRequired(), jwt.WithTimeFunc(p.Now))
	if err != nil || claims.ID == "" {
		return false
	}
	p.memoryMu.Lock()
	defer p.memoryMu.Unlock()
	if p.assertions[claims.ID] {
		return false
	}
	if p.assertions == nil {
		p.assertions = map[string]bool{}
	}
	p.assertions[claims.ID] = true
	return true
}
