package devprovider

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// request is an authorization request (OpenID Connect Core section 3.1.2.1).
type request struct {
	redirectURI, state, nonce, challenge string
	scopes, prompt                       []string
	maxAge                               time.Duration // negative: any
}

// refusedError is one that goes back to the client, by a redirect or as JSON
// (RFC 6749 sections 4.1.2.1 and 5.2).
type refusedError struct{ code, description string }

// Error is the code and the sentence.
func (e *refusedError) Error() string { return e.code + ": " + e.description }

func refuse(code, description string) error { return &refusedError{code, description} }

// read takes a request apart. A refusedError may be sent back to redirectURI; with
// any other error nobody knows whose request it is, and the person is told.
func (p *Provider) read(params url.Values) (request, error) {
	for name, values := range params {
		if len(values) > 1 {
			return request{}, fmt.Errorf("the parameter %s occurs %d times", name, len(values))
		}
	}
	if id := params.Get("client_id"); id != p.ClientID {
		return request{}, fmt.Errorf("the client_id is %q, not %q", id, p.ClientID)
	}
	in := request{
		redirectURI: params.Get("redirect_uri"), state: params.Get("state"), nonce: params.Get("nonce"),
		challenge: params.Get("code_challenge"), scopes: strings.Fields(params.Get("scope")),
		prompt: strings.Fields(params.Get("prompt")), maxAge: -1,
	}
	if err := checkRedirect(in.redirectURI); err != nil {
		return request{}, fmt.Errorf("the redirect_uri %q: %w", in.redirectURI, err)
	}
	if given := params.Get("max_age"); given != "" {
		seconds, err := strconv.ParseUint(given, 10, 31)
		if err != nil {
			return in, refuse("invalid_request", "max_age is not a number of seconds")
		}
		in.maxAge = time.Duration(seconds) * time.Second
	}
	mode := params.Get("response_mode")
	switch {
	case params.Get("response_type") != "code":
		return in, refuse("unsupported_response_type", "only code is supported")
	case mode != "" && mode != "query":
		return in, refuse("invalid_request", "only the response_mode query is supported")
	case !slices.Contains(in.scopes, "openid"):
		return in, refuse("invalid_scope", "the scope openid is missing")
	case params.Get("code_challenge_method") != "S256" || len(in.challenge) != 43:
		return in, refuse("invalid_request", "PKCE with S256 is needed")
	}
	return in, nil
}

// checkRedirect admits the URLs to which a browser may be sent back. No list
// of them is kept: whatever listens on this machine may be what is developed.
func checkRedirect(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || strings.Contains(raw, "#") {
		return errors.New("it is not a usable http or https URL")
	}
	if host := u.Hostname(); host != "localhost" {
		if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
			return errors.New("this provider sends browsers back to localhost and other loopback addresses only")
		}
	}
	return nil
}
