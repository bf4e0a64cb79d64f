package ginauth

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

var (
	errAddress = errors.New("the e-mail address is missing, or is not one plain address")
	errFlood   = errors.New("no mail was sent: too many were asked for, for the address or by the client")
)

// beginEmail answers POST /signin/{provider}: it has a link sent. Whether
// there is such a user, and whether a mail goes out, the answer does not tell.
func (x *exchange) beginEmail(p *provider) (reply, error) {
	x.keepCallbackURL()
	address := mailAddress(x.body.Get("email"))
	if address == "" || len(x.body.Form["email"]) > 1 {
		x.a.log(x.c, slog.LevelInfo, "SIGNIN_EMAIL_ERROR", fmt.Errorf("provider %q: %w", p.info.ID, errAddress))
		return x.errorReply("EmailSignin", http.StatusOK, nil), nil
	}
	id := emailIdentity(p, address)
	id.asks = true
	found, err := x.a.settle(x.a.callbackContext(x.r), &id)
	if err != nil {
		return reply{}, err
	}
	id.become(found.user)
	if err := x.a.mayFollow(x.c, id); err != nil {
		return x.signInFailed(p, err), nil
	}
	if err := x.sendLink(p, address, !found.user.Disabled); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, url: x.verifyRequestURL(p)}, nil
}

// emailIdentity is who has an address, if they do. As in Auth.js the ID of
// somebody new is the address until the database gives them another.
func emailIdentity(p *provider, address string) identity {
	return identity{
		user:    &User{ID: address, Email: address},
		account: Account{Provider: p.info.ID, Type: TypeEmail, ProviderAccountID: address},
	}
}

func (x *exchange) verifyRequestURL(p *provider, query ...string) string {
	return addQuery(x.base.URL()+"/verify-request", append([]string{"provider", p.info.ID, "type", "email"}, query...)...)
}

// sendLink makes a link, keeps its hash, and only then has it sent: a mail must
// not arrive before its link works. All that is written is written for those,
// too, who get no mail.
func (x *exchange) sendLink(p *provider, address string, welcome bool) error {
	at, err := x.newAttempt(p, flowEmail, x.callbackURI(p))
	if err != nil {
		return err
	}
	token, err := newToken(x.a.random)
	if err != nil {
		return err
	}
	now := x.a.now()
	m := VerificationRequest{
		Identifier: address, Expires: now.Add(p.link.MaxAge).UTC(), Host: x.base.Host, Theme: x.a.emails.theme,
		IP: x.a.resolver.ClientIP(x.r), Device: device(x.r.UserAgent()),
	}
	at.Email, at.ExpiresAt = address, m.Expires.Unix()
	at.Nonce, at.Verifier = x.a.emails.hash(token), ""
	rows := []adapter.VerificationToken{{Identifier: address, Token: at.Nonce, Expires: m.Expires}}
	admitted := x.a.emails.floods.admit(address, m.IP, now)
	if p.link.Code {
		code, err := newCode(x.a.random)
		if err != nil {
			return err
		}
		m.CodeExpires = now.Add(min(codeAge, p.link.MaxAge)).UTC()
		rows = append(rows, tries(at.State, m.CodeExpires)...)
		if admitted && x.a.emails.floods.codes.reserve(address, now) {
			at.Verifier, m.Code = x.a.emails.hash(codeText(code, at.State)), code
		} else {
			// The form is there, and no code is right.
			at.Verifier, m.CodeExpires = x.a.emails.hash(codeText("", at.State)), time.Time{}
		}
	}
	if m.URL, err = x.link(p, at, token, &m); err != nil {
		return err
	}
	if !admitted {
		x.a.log(x.c, slog.LevelWarn, "EMAIL_FLOOD", fmt.Errorf("provider %q: %w", p.info.ID, errFlood))
	} else if err := x.keepTokens(rows); err != nil {
		return err
	}
	if err := x.keepAttempt(p, at); err != nil {
		return err
	}
	if admitted && welcome {
		x.mail(p, m)
	}
	return nil
}

// link is the URL of the mail, with the parameters of Auth.js in its order, and
// one of ours: where it was asked for.
func (x *exchange) link(p *provider, at *attempt, token string, m *VerificationRequest) (string, error) {
	from, err := x.sealAsker(p, token, asker{State: at.State, IP: m.IP, Device: m.Device, At: at.IssuedAt}, at.Email)
	if err != nil {
		return "", err
	}
	return x.callbackURI(p) + "?callbackUrl=" + url.QueryEscape(x.callbackURL) + "&token=" + token +
		"&email=" + url.QueryEscape(at.Email) + "&from=" + from, nil
}
