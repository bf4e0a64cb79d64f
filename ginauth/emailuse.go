package ginauth

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// endEmail answers POST /callback/{provider}: the form of the page to which a
// link leads, or the one for a code.
func (x *exchange) endEmail(p *provider) (reply, error) {
	if x.body.Get("token") == "" && x.body.Get("code") != "" {
		return x.enterByCode(p, x.body.Get("code"))
	}
	l, ok := x.readLink(p, x.body.Get)
	if !ok || l.refused(p) {
		return x.linkFailed(p, errLink) // and it is not used up
	}
	err := errLink
	for _, secret := range x.a.emails.secrets {
		if err = x.useToken(l.address, hashWith(l.token, secret)); !errors.Is(err, errLink) {
			break
		}
	}
	if err != nil {
		return x.linkFailed(p, err)
	}
	x.keepCallbackURL()
	return x.enterByEmail(p, l.here, l.address, x.callbackURL)
}

// enterByCode signs in with the digits of a mail, in the browser that has
// asked for it. The link of the mail is what is used up in the end: of the two,
// one signs in.
func (x *exchange) enterByCode(p *provider, typed string) (reply, error) {
	at := x.attemptByCode(p)
	if at == nil {
		return x.linkFailed(p, errLink)
	}
	code := strings.ReplaceAll(strings.TrimSpace(typed), " ", "")
	if len(code) != len("000000") || !digits(code) {
		return x.wrongCode(p), nil // a slip, and no try
	}
	n, err := x.useTry(at.State)
	switch {
	case errors.Is(err, errLink):
		x.clearAttempt(p, at.State)
		return x.linkFailed(p, err)
	case err != nil:
		return reply{}, err
	case !x.a.emails.matches(at, code) && n+1 == codeTries:
		x.clearAttempt(p, at.State)
		return x.linkFailed(p, errLink)
	case !x.a.emails.matches(at, code):
		return x.wrongCode(p), nil
	}
	if err := x.useToken(at.Email, at.Nonce); err != nil {
		return x.linkFailed(p, err)
	}
	return x.enterByEmail(p, at, at.Email, at.CallbackURL)
}

// attemptByCode is the attempt that the form of a code names, or the last one.
func (x *exchange) attemptByCode(p *provider) *attempt {
	state := x.body.Get("state")
	if state == "" {
		return x.latest(p)
	}
	at := x.attemptOf(p, state)
	if at == nil || !x.codeCounts(at) {
		return nil
	}
	return at
}

// wrongCode shows the form once more. How many tries are left is not told.
func (x *exchange) wrongCode(p *provider) reply {
	return reply{
		status: http.StatusUnauthorized, url: x.verifyRequestURL(p, "error", pages.CodeError, "state", x.body.Get("state")), failed: true,
	}
}

// enterByEmail signs in who has proven that they read the mail of an address.
func (x *exchange) enterByEmail(p *provider, at *attempt, address, to string) (reply, error) {
	if at != nil {
		x.clearAttempt(p, at.State)
	}
	id := emailIdentity(p, address)
	id.emailVerified = true
	return x.enter(p, id, to)
}

// linkFailed is the answer to a link or code that does not count. Why, it does
// not tell.
func (x *exchange) linkFailed(p *provider, err error) (reply, error) {
	if !errors.Is(err, errLink) {
		return reply{}, err
	}
	x.a.log(x.c, slog.LevelInfo, "EMAIL_CALLBACK_ERROR", fmt.Errorf("provider %q: %w", p.info.ID, err))
	return x.errorReply("Verification", http.StatusForbidden, nil), nil
}
