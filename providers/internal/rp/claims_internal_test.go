package rp

import (
	"net/http"
	"strings"
	"testing"
)

// Multi-tenant issuers: the token's own tenant, and no other issuer.
func TestTenantIssuer(t *testing.T) {
	const tenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
	template := testIssuer + "/{tenantid}/v2.0"
	for name, tc := range map[string]struct {
		iss, tid any
		ok       bool
	}{
		"one tenant":     {testIssuer + "/" + tenant + "/v2.0", tenant, true},
		"another tid":    {testIssuer + "/" + tenant + "/v2.0", "11111111-6c67-4c5b-b112-36a304b66dad", false},
		"no tid":         {testIssuer + "/" + tenant + "/v2.0", nil, false},
		"the template":   {template, "{tenantid}", false},
		"a path":         {testIssuer + "/../evil/v2.0", "../evil", false},
		"another issuer": {"https://evil.test/" + tenant + "/v2.0", tenant, false},
		"upper case":     {testIssuer + "/" + strings.ToUpper(tenant) + "/v2.0", strings.ToUpper(tenant), false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.meta["issuer"] = template
			p.claims["iss"], p.claims["tid"] = tc.iss, tc.tid
			p.handler["/common/v2.0/.well-known/openid-configuration"] = func(w http.ResponseWriter, r *http.Request) {
				r.URL.Path = "/.well-known/openid-configuration"
				p.answer(w, r)
			}
			c := p.client(t, func(c *Config) { c.Issuer, c.Quirks.TenantIssuer = testIssuer+"/common/v2.0", true })
			if _, err := signIn(t, c); (err == nil) != tc.ok {
				t.Errorf("error %v", err)
			}
			c = p.client(t, func(c *Config) { c.Issuer = testIssuer + "/common/v2.0" })
			if _, err := signIn(t, c); err == nil {
				t.Error("without the quirk the template is taken")
			}
		})
	}
}

// HS256 by the client secret is for those who ask for it, and then for that
// alone.
func TestHMAC(t *testing.T) {
	p := newOP()
	p.alg, p.key, p.keyID = "HS256", []byte(testSecret), ""
	hmac := func(c *Config) { c.Algs = []string{"HS256"} }
	if _, err := signIn(t, p.client(t, hmac)); err != nil {
		t.Error(err)
	}
	if _, err := signIn(t, p.client(t, nil)); err == nil {
		t.Error("HS256 is taken without having been asked for")
	}
	p.key = []byte("another client secret of thirty-two bytes")
	if _, err := signIn(t, p.client(t, hmac)); err == nil {
		t.Error("another secret is taken")
	}
	p = newOP()
	if _, err := signIn(t, p.client(t, hmac)); err == nil {
		t.Error("RS256 is taken beside HS256")
	}
}

// The claims that say who it is, and when; the attacks of ginauthtest have the
// others.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		claim string
		value any
		ok    bool
	}{
		"sub":              {"sub", "x", true},
		"no sub":           {"sub", nil, false},
		"empty sub":        {"sub", "", false},
		"sub of a number":  {"sub", 7, false},
		"longest sub":      {"sub", strings.Repeat("x", 255), true},
		"long sub":         {"sub", strings.Repeat("x", 256), false},
		"far exp":          {"exp", 1 << 39, true},
		"extreme exp":      {"exp", 1e300, false},
		"negative nbf":     {"nbf", -1, false},
		"exp of a text":    {"exp", "1893456300", false},
		"fraction":         {"iat", 1893456000.5, true},
		"several audience": {"aud", []string{testClient, "other"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.claims[tc.claim] = tc.value
			ctx, cancel := p.client(t, nil).Bounded(t.Context())
			defer cancel()
			if _, err := p.client(t, nil).Exchange(ctx, goodAnswer()); (err == nil) != tc.ok {
				t.Errorf("error %v", err)
			}
		})
	}
}
