package rp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/sync/singleflight"
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

const (
	metadataAge   = time.Hour
	metadataStale = 24 * time.Hour
	// warmUp is how long a page waits for a provider, and failureAge how long it
	// does not try again.
	warmUp     = 2 * time.Second
	failureAge = 30 * time.Second
)

// cache keeps one value that is fetched, and when.
type cache[T any] struct {
	mu      sync.Mutex
	value   T
	version int // how often it was fetched
	fetched time.Time
	failed  time.Time
}

func (k *cache[T]) get() (value T, fetched, failed time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.value, k.fetched, k.failed
}

// versioned returns the value, and how often it has been fetched.
func (k *cache[T]) versioned() (value T, version int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.value, k.version
}

func (k *cache[T]) put(value T, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.value, k.fetched = value, now
	k.version++
}

func (k *cache[T]) fail(now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.failed = now
}

// known returns the metadata: fetched once, by one request at a time, and
// kept for an hour; for a day if the provider does not answer.
func (c *Client) known(ctx context.Context) (*metadata, error) {
	if !c.needsDiscovery() {
		return &metadata{Endpoints: c.Endpoints, issuer: c.Issuer}, nil
	}
	now := c.Now(ctx)
	m, fetched, failed := c.metadata.get()
	switch age := now.Sub(fetched); {
	case m == nil:
	case age < metadataAge, age < metadataStale && now.Sub(failed) < failureAge:
		return m, nil
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
	if err != nil && m != nil && now.Sub(fetched) < metadataStale {
		return m, nil
	}
	return fresh, err
}

// once shares a call among all who want its result at the same time. It goes
// on when the first of them has gone.
func once[T any](ctx context.Context, group *singleflight.Group, key string, timeout time.Duration, call func(context.Context) (T, error)) (T, error) {
	var none T
	done := group.DoChan(key, func() (out any, err error) {
		defer func() { // DoChan would end the program
			if v := recover(); v != nil {
				err = fmt.Errorf("panic: %v", v)
			}
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
		defer cancel()
		return call(ctx)
	})
	select {
	case out := <-done:
		if out.Err != nil {
			return none, out.Err
		}
		value, ok := out.Val.(T)
		if !ok {
			return none, errors.New("another kind of result")
		}
		return value, nil
	case <-ctx.Done():
		return none, fmt.Errorf("waiting for the provider: %w", ctx.Err())
	}
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

// Origins are those to which a browser is sent. What is not known yet is
// asked for, but a page does not wait long for it.
func (c *Client) Origins(ctx context.Context) []string {
	out := slices.Clone(c.RedirectsVia)
	m, _, failed := c.metadata.get()
	if m == nil && (!c.needsDiscovery() || c.Now(ctx).Sub(failed) >= failureAge) {
		ctx, cancel := context.WithTimeout(ctx, warmUp)
		defer cancel()
		m, _ = c.known(ctx) // without it, the issuer has to do
	}
	if m == nil {
		return append(out, originOf(c.Issuer))
	}
	out = append(out, originOf(m.Authorization))
	if c.Logout && m.EndSession != "" {
		out = append(out, originOf(m.EndSession))
	}
	return out
}

// do makes a request and returns the body of its answer, and its media type.
func (c *Client) do(r *http.Request) (body []byte, contentType string, err error) {
	res, err := c.http.Do(r)
	if err != nil {
		return nil, "", clean(err)
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	if err != nil {
		return nil, "", fmt.Errorf("reading the answer: %w", err)
	}
	contentType, _, _ = mime.ParseMediaType(res.Header.Get("Content-Type")) // a strange one is none
	return body, contentType, nil
}
