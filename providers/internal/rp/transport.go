package rp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	maxAnswer = 1 << 20
	maxDepth  = 32
)

// The ways an answer is refused before anybody parses it.
var (
	errTooLarge = errors.New("the answer is larger than 1 MiB")
	errTooDeep  = errors.New("the answer is nested more than 32 deep")
)

// newHTTP makes the client of the back channel: no redirects, no proxies that
// the program was not told of, and no answer beyond the limits.
func (c *Client) newHTTP() *http.Client {
	var next http.RoundTripper
	if c.HTTP != nil {
		next = c.HTTP.Transport
	}
	if c.HTTP == nil {
		dialer := &net.Dialer{Timeout: 5 * time.Second}
		next = &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 5 * time.Second,
			MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 8, IdleConnTimeout: 30 * time.Second,
		}
	}
	if next == nil {
		next = http.DefaultTransport
	}
	t := &transport{next: next, issuer: originOf(c.Issuer)}
	if c.InternalURL != "" {
		t.internal, _ = url.Parse(c.InternalURL) // checkURLs has done so, too
	}
	return &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// transport is the one door to a provider.
type transport struct {
	next http.RoundTripper
	// issuer is the origin that internal stands for, if that is not nil.
	issuer   string
	internal *url.URL
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	token, isToken := r.Context().Value(tokenKey{}).(*tokenCall)
	out := r.Clone(r.Context())
	if out.Header.Get("User-Agent") == "" {
		out.Header.Set("User-Agent", "ginauth") // some answer nobody without one
	}
	if isToken {
		if err := token.prepare(out); err != nil {
			return nil, err
		}
	}
	if t.internal != nil && originOf(out.URL.String()) == t.issuer {
		out.Host = out.URL.Host // virtual hosts, and issuers made of the Host header, stay as they are
		out.URL.Scheme, out.URL.Host = t.internal.Scheme, t.internal.Host
	}
	res, err := t.next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if !isToken && res.StatusCode != http.StatusOK {
		return nil, statusError(res.StatusCode)
	}
	if res.ContentLength > maxAnswer {
		return nil, errTooLarge
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the answer: %w", err)
	case len(data) > maxAnswer:
		return nil, errTooLarge
	case tooDeep(data):
		return nil, errTooDeep
	}
	if isToken {
		kind, plain := token.read(res.Header.Get("Content-Type"), data)
		res.Header.Set("Content-Type", kind)
		data = plain
	}
	res.Body = io.NopCloser(bytes.NewReader(data))
	return res, nil
}

// tooDeep counts brackets outside of strings. What is no JSON does not come
// near the limit, or is refused by whoever wants JSON.
func tooDeep(data []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

type statusError int

func (e statusError) Error() string { return fmt.Sprintf("the answer has the status %d", int(e)) }

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

// Bounded gives a call the budget of its sign-in.
func (c *Client) Bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, c.Timeout)
}

// clean makes an error fit for a log: URLs can hold secrets, and the body of
// an answer tokens.
func clean(err error) error {
	if err == nil {
		return nil
	}
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		status := 0
		if refused.Response != nil {
			status = refused.Response.StatusCode
		}
		return &RefusedError{Code: word(refused.ErrorCode), Status: status}
	}
	if failed, ok := errors.AsType[*url.Error](err); ok {
		host := "the provider"
		if u, parseErr := url.Parse(failed.URL); parseErr == nil {
			host = u.Host // a path can hold a token, too
		}
		return fmt.Errorf("%s %s: %w", strings.ToUpper(failed.Op), host, failed.Err)
	}
	return err
}

// RefusedError is an error answer of RFC 6749 section 5.2.
type RefusedError struct {
	// Code is the error code, "" if there is none.
	Code   string
	Status int
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("the token endpoint refused: status %d, error %q", e.Status, e.Code)
}

// word cuts what should be a code down to its alphabet.
func word(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), 64)]
}

func shorten(s string) string {
	if len(s) > 100 {
		return s[:100] + "…"
	}
	return s
}

func originOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return u.Scheme + "://" + host
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
