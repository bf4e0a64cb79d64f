package rp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// metadata is what is known of a provider: its configuration, and its
// discovery document (OpenID Connect Discovery 1.0) for the rest.
type metadata struct {
	Endpoints
	// issuer is the one of the discovery document, with the template of a
	// multi-tenant provider left in.
	issuer string
	algs   []string
	// issRequired says that each answer of the authorization endpoint has an iss
	// parameter (RFC 9207).
	issRequired bool
}

// warmUp is how long a page waits for a provider.
const warmUp = 2 * time.Second

// known returns the metadata: fetched once, by one request at a time, and kept.
func (c *Client) known(ctx context.Context) (*metadata, error) {
	if !c.needsDiscovery() {
		return &metadata{Endpoints: c.Endpoints, issuer: c.Issuer}, nil
	}
	now := c.Now(ctx)
	had := c.metadata.load()
	if had.good(now) {
		return had.value, nil
	}
	fresh, err := once(ctx, &c.flight, "discovery", c.Timeout, func(ctx context.Context) (*metadata, error) {
		fresh, err := c.discover(ctx)
		if err != nil {
			c.metadata.fail(now)
			return nil, err
		}
		c.metadata.put(fresh, now)
		return fresh, nil
	})
	if err != nil && had.usable(now) {
		return had.value, nil
	}
	return fresh, err
}

func (c *Client) needsDiscovery() bool {
	e := c.Endpoints
	return c.OpenID && (e.Authorization == "" || e.Token == "" || e.JWKS == "" && !c.signsWithSecret())
}

func (c *Client) discover(ctx context.Context) (*metadata, error) {
	at := c.DiscoveryURL
	if at == "" {
		at = c.Issuer
	}
	// The issuer is compared below: go-oidc leaves that out when the document is
	// elsewhere.
	provider, err := oidc.NewProvider(oidc.InsecureIssuerURLContext(oidc.ClientContext(ctx, c.http), c.Issuer), at)
	if err != nil {
		return nil, fmt.Errorf("discovery: %w", clean(err))
	}
	var doc struct {
		Issuer        string   `json:"issuer"`
		Authorization string   `json:"authorization_endpoint"`
		Token         string   `json:"token_endpoint"`
		UserInfo      string   `json:"userinfo_endpoint"`
		JWKS          string   `json:"jwks_uri"`
		EndSession    string   `json:"end_session_endpoint"`
		Algs          []string `json:"id_token_signing_alg_values_supported"`
		IssRequired   bool     `json:"authorization_response_iss_parameter_supported"`
	}
	if err := provider.Claims(&doc); err != nil {
		return nil, fmt.Errorf("discovery: the document has another shape: %w", err)
	}
	m := &metadata{issuer: doc.Issuer, issRequired: doc.IssRequired}
	if doc.Issuer != c.Issuer && !(c.Quirks.TenantIssuer && strings.Contains(doc.Issuer, tenantID) && sameTemplate(doc.Issuer, c.Issuer)) {
		return nil, fmt.Errorf("discovery: the issuer is %q, not the configured %q", shorten(doc.Issuer), c.Issuer)
	}
	for _, alg := range doc.Algs {
		if slices.Contains(asymmetric, alg) {
			m.algs = append(m.algs, alg)
		}
	}
	for _, e := range []struct {
		name              string
		own, found        string
		into              *string
		needed, forLogout bool
	}{
		{"authorization_endpoint", c.Endpoints.Authorization, doc.Authorization, &m.Authorization, true, false},
		{"token_endpoint", c.Endpoints.Token, doc.Token, &m.Token, true, false},
		{"jwks_uri", c.Endpoints.JWKS, doc.JWKS, &m.JWKS, !c.signsWithSecret(), false},
		{"userinfo_endpoint", c.Endpoints.UserInfo, doc.UserInfo, &m.UserInfo, false, false},
		{"end_session_endpoint", c.Endpoints.EndSession, doc.EndSession, &m.EndSession, false, true},
	} {
		*e.into = e.own
		if e.own != "" || e.found == "" && !e.needed || e.forLogout && !c.Logout {
			continue
		}
		if err := c.checkURL(e.found); err != nil {
			return nil, fmt.Errorf("discovery: %s: %w", e.name, err)
		}
		*e.into = e.found
	}
	return m, nil
}

// sameTemplate tells whether a configured multi-tenant issuer ("…/common/v2.0")
// belongs to the template of its discovery document ("…/{tenantid}/v2.0").
func sameTemplate(template, issuer string) bool {
	before, after, _ := strings.Cut(template, tenantID)
	tenant, ok := strings.CutPrefix(issuer, before)
	if !ok {
		return false
	}
	tenant, ok = strings.CutSuffix(tenant, after)
	return ok && tenant != "" && !strings.Contains(tenant, "/")
}
