package authjs

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// TokenOptions tell how the site that signs people in was set up. Nothing is read from the environment.
type TokenOptions struct {
	Format  Format
	Secrets []string // the site's AUTH_SECRET; while it is being changed, the new and the old one
	Secure  bool     // the site is on https: its session cookie has the __Secure- prefix

	CookieName string // the session cookie, where the site has renamed it; Format and Secure then do not matter to it
	Salt       string // where the site has changed it; in V5 the default is the cookie's name, in V4 none

	Now func() time.Time // the clock; time.Now by default
}

func (o TokenOptions) cookieName() string {
	if o.CookieName != "" {
		return o.CookieName
	}
	return o.Format.SessionCookie(o.Secure)
}

// Reader finds out who sent a request, for services that verify sessions and do not make them. It does not change once
// made and may be used by many goroutines at a time.
type Reader struct {
	codec  *Codec
	cookie string
	now    func() time.Time
}

// NewReader derives the keys. It fails as NewCodec does.
func NewReader(o TokenOptions) (*Reader, error) {
	r := &Reader{cookie: o.cookieName(), now: o.Now}
	if r.now == nil {
		r.now = time.Now
	}
	salt := o.Salt
	if salt == "" {
		salt = o.Format.defaultSalt(r.cookie)
	}
	var err error
	r.codec, err = NewCodec(o.Format, salt, o.Secrets...)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Claims returns the verified claims of the request's session: from the session cookie, or, only if there is none,
// from an Authorization header "Bearer <token>". On any error the claims are empty.
//
// It fails with ErrNoToken for a visitor who is not signed in, with ErrInvalidToken for a token that names nobody (no
// sub, email or name), and else as Codec.Choose does.
func (r *Reader) Claims(req *http.Request) (Claims, error) {
	found := FindCookies(req.Header, r.cookie)
	claims, err := r.codec.Choose(&found, r.now())
	if errors.Is(err, ErrNoToken) {
		var token string
		if token, err = bearer(req.Header); err == nil {
			claims, err = r.codec.Decode(token, r.now())
		}
	}
	if err == nil && claims.NamesNobody() {
		err = fmt.Errorf("%w: it names nobody", ErrInvalidToken)
	}
	if err != nil {
		return Claims{}, err
	}
	return claims, nil
}

// GetToken is Reader.Claims for once, what Auth.js calls getToken(). It derives the keys on every call, which costs
// more than all the rest: a service should keep a Reader.
func GetToken(req *http.Request, o TokenOptions) (Claims, error) {
	r, err := NewReader(o)
	if err != nil {
		return Claims{}, err
	}
	return r.Claims(req)
}

// RawToken returns the text of the token that the request carries, unopened and unverified, what Auth.js calls
// getToken({raw: true}): for passing it on to another service. Of several it is the first. Secrets are not needed.
//
// It fails with ErrNoToken, ErrTooLarge, or ErrInvalidToken when chunks are missing or the header cannot be decoded.
func RawToken(req *http.Request, o TokenOptions) (string, error) {
	found := FindCookies(req.Header, o.cookieName())
	if found.Len() > 0 {
		return found.At(0), nil
	}
	if err := found.absent(); !errors.Is(err, ErrNoToken) {
		return "", err
	}
	return bearer(req.Header)
}

// bearer takes the token from the Authorization header with the rules of getToken: the first word is exactly Bearer,
// and the second, up to the next space, is percent-decoded.
func bearer(header http.Header) (string, error) {
	rest, ok := strings.CutPrefix(header.Get("Authorization"), "Bearer ")
	if !ok {
		return "", ErrNoToken
	}
	word, _, _ := strings.Cut(rest, " ")
	switch {
	case word == "":
		return "", ErrNoToken
	case len(word) > 3*MaxToken: // each character may be written with three
		return "", ErrTooLarge
	}
	token, ok := cookies.Unescape(word)
	if !ok {
		return "", ErrInvalidToken
	}
	return token, nil
}
