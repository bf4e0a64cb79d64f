package ginauth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// The limits of what a browser carries for sign-ins under way.
const (
	attemptAge      = 15 * time.Minute
	maxAttempts     = 5
	maxAttempt      = 3900
	maxAttemptBytes = 6 << 10
	maxState        = 2 << 10
)

// The flows that leave for a provider and come back.
const (
	flowSignIn  = "signin"
	flowSignOut = "signout"
	flowEmail   = "email"
)

// errAttempt is a browser that comes back without a sign-in that it began.
var errAttempt = errors.New("the browser has no sign-in under way to which this answer belongs")

// attempt is one sign-in (or sign-out) under way at a provider, sealed in a
// cookie of its own: two tabs do not disturb each other. It is bound to the
// provider, the flow and the address to come back to, and its state is what
// has to come back.
type attempt struct {
	Flow        string `json:"flow"`
	Provider    string `json:"provider"`
	State       string `json:"value"`
	RedirectURI string `json:"redirect_uri"`
	CallbackURL string `json:"callback_url"`
	Verifier    string `json:"code_verifier,omitempty"`
	Nonce       string `json:"nonce,omitempty"`
	MaxAge      string `json:"max_age,omitempty"`
	// Former is the Cookie header of the session that the browser had, for an
	// answer that comes without it, as a POST from another site.
	Former string `json:"former,omitempty"`
	// Session is the sid of the session from which it was begun: only that one
	// may get an account linked.
	Session string `json:"sid,omitempty"`
	// Email is the address to which a link was sent.
	Email     string `json:"email,omitempty"`
	IssuedAt  int64  `json:"iat"`
	ExpiresAt int64  `json:"exp"`
}

// newAttempt draws state, verifier and nonce: 256 bits each (RFC 7636 section
// 4.1 asks as much of the verifier).
func (x *exchange) newAttempt(p *provider, flow, redirectURI string) (*attempt, error) {
	now := x.a.now()
	at := &attempt{
		Flow: flow, Provider: p.info.ID, RedirectURI: redirectURI, CallbackURL: x.callbackURL,
		IssuedAt: now.Unix(), ExpiresAt: now.Add(attemptAge).Unix(),
	}
	for _, into := range []*string{&at.State, &at.Verifier, &at.Nonce} {
		var b [32]byte
		if _, err := io.ReadFull(x.a.random, b[:]); err != nil {
			return nil, fmt.Errorf("making the state of a sign-in: %w", err)
		}
		*into = base64.RawURLEncoding.EncodeToString(b[:])
	}
	return at, nil
}

// attemptCookie is the cookie of a provider's attempts. An answer that comes
// as a POST from another site brings only cookies that are SameSite=None.
func (s *site) attemptCookie(p *provider) cookieSpec {
	spec := s.attempt
	if p.info.FormPost {
		spec.sameSite, spec.secure = http.SameSiteNoneMode, true
	}
	return spec
}

// attemptName is a cookie for each state, without telling the state.
func (s *site) attemptName(state string) string {
	sum := sha256.Sum256([]byte(state))
	return s.attempt.name + "." + hex.EncodeToString(sum[:4])
}

// keepAttempt puts an attempt into the browser, and takes the oldest ones out
// if there are too many.
func (x *exchange) keepAttempt(p *provider, at *attempt) error {
	if p.info.FormPost && at.Flow == flowSignIn {
		at.Former = x.a.strategy.former(x.r, x.site)
	}
	sealed, err := x.site.sealAttempt(at)
	if err == nil && len(sealed) > maxAttempt {
		at.CallbackURL = x.base.Origin // a browser drops larger cookies: better home than nowhere
		sealed, err = x.site.sealAttempt(at)
	}
	if err != nil {
		return fmt.Errorf("sealing a sign-in: %w", err)
	}
	spec := x.site.attemptCookie(p)
	x.dropAttempts(spec, len(sealed))
	x.jar.setFor(spec, x.site.attemptName(at.State), sealed, time.Duration(at.ExpiresAt-at.IssuedAt)*time.Second, at.ExpiresAt)
	return nil
}

func (s *site) sealAttempt(at *attempt) (string, error) {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false) // "&" of a URL would take six bytes
	if err := enc.Encode(at); err != nil {
		return "", err
	}
	return s.attempts.Seal(data.Bytes())
}

// dropAttempts makes room for one more: what cannot be read goes first, and
// then the oldest.
func (x *exchange) dropAttempts(spec cookieSpec, size int) {
	type old struct {
		name         string
		issued, size int64
	}
	var kept []old
	seen := map[string]bool{}
	scan := cookies.Scan(x.r.Header["Cookie"], x.site.attempt.name+".")
	for scan.Next() {
		if seen[scan.Name] || !isSuffix(scan.Name[len(x.site.attempt.name)+1:]) {
			continue
		}
		seen[scan.Name] = true
		cookie := old{name: scan.Name, size: int64(len(scan.Value))}
		if at, err := x.site.openAttempt(cookies.Decode(scan.Value), x.a.now()); err == nil {
			cookie.issued = at.IssuedAt
		} // else it is too old, or another program's on another port of this host
		kept = append(kept, cookie)
	}
	slices.SortFunc(kept, func(a, b old) int { return int(b.issued - a.issued) }) // newest first
	total := int64(size)
	for i, o := range kept {
		if total += o.size; i >= maxAttempts-1 || total > maxAttemptBytes {
			x.jar.clear(spec, o.name)
		}
	}
}

// isSuffix tells the names that attemptName makes from others that begin alike.
func isSuffix(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == 4
}

func (s *site) openAttempt(sealed string, now time.Time) (*attempt, error) {
	claims, err := s.attempts.Decode(sealed, now)
	if err != nil {
		return nil, err
	}
	var at attempt
	if err := json.Unmarshal([]byte(claims.Raw), &at); err != nil {
		return nil, fmt.Errorf("reading a sign-in: %w", err)
	}
	if now.Unix() >= at.ExpiresAt {
		return nil, errors.New("the sign-in has taken too long")
	}
	return &at, nil
}

// takeAttempt finds the attempt to which an answer belongs and takes its
// cookie away, whatever the outcome. Each attempt comes back once.
func (x *exchange) takeAttempt(p *provider, flow, state, redirectURI string) (*attempt, error) {
	if state == "" || len(state) > maxState {
		return nil, fmt.Errorf("%w: no usable state", errAttempt)
	}
	sealed, n := x.clearAttempt(p, state)
	if n != 1 { // with two, one of them was planted
		return nil, fmt.Errorf("%w: %d cookies of its name (none: begun in another browser, or under another host name than AUTH_URL has, localhost and 127.0.0.1 being two)", errAttempt, n)
	}
	at, err := x.site.openAttempt(sealed, x.a.now())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAttempt, err)
	}
	switch {
	case at.Flow != flow || at.Provider != p.info.ID || at.RedirectURI != redirectURI:
		return nil, fmt.Errorf("%w: it was begun for %s with %s", errAttempt, at.Flow, at.Provider)
	case subtle.ConstantTimeCompare([]byte(at.State), []byte(state)) != 1:
		return nil, fmt.Errorf("%w: another state", errAttempt)
	case !x.a.spent.add(sha256.Sum256([]byte(state)), struct{}{}, at.ExpiresAt, x.a.now().Unix()):
		return nil, errAgain
	}
	return at, nil
}

var errAgain = fmt.Errorf("%w: it has come back before", errAttempt)

// spend marks an attempt as used for all processes, where there is a database.
func (x *exchange) spend(at *attempt) error {
	sum := sha256.Sum256([]byte(at.State))
	if x.a.db == nil || x.a.db.tokens == nil {
		return nil
	}
	used := adapter.VerificationToken{
		Identifier: "state", Token: hex.EncodeToString(sum[:]), Expires: time.Unix(at.ExpiresAt, 0).UTC(),
	}
	err := tell(x.r.Context(), x.a.db, func(ctx context.Context) error {
		return x.a.db.tokens.CreateVerificationTokens(ctx, used)
	})
	if errors.Is(err, adapter.ErrExists) {
		return errAgain
	}
	return err
}

// clearAttempt takes the cookie of a state out of the browser, and returns
// what it held and how many there were.
func (x *exchange) clearAttempt(p *provider, state string) (sealed string, n int) {
	name := x.site.attemptName(state)
	if sealed, n = cookies.Get(x.r.Header["Cookie"], name); n > 0 {
		x.jar.clear(x.site.attemptCookie(p), name)
	}
	return sealed, n
}

// callbackURI is where a provider sends the browser back to: one address for
// each provider (RFC 9700 section 4.4.2).
func (x *exchange) callbackURI(p *provider) string { return x.base.URL() + "/callback/" + p.info.ID }

// signedOutURI is the same after a sign-out at the provider.
func (x *exchange) signedOutURI(p *provider) string {
	return x.base.URL() + "/signout/" + p.info.ID
}
