package ginauth

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
)

// logoutClaim is where a session keeps what it needs to end the one at the
// provider, too.
const logoutClaim = "oidc_logout"

// logoutNote is its value.
type logoutNote struct {
	Provider string `json:"provider"`
	IDToken  string `json:"id_token,omitempty"`
}

// keep are the claims that a session of the provider has besides the
// application's, as a JSON object, or "".
func (p *provider) keep(account Account) string {
	if !p.info.Logout {
		return ""
	}
	data, err := json.Marshal(map[string]logoutNote{logoutClaim: {account.Provider, account.IDToken}})
	if err != nil {
		return "" // strings always encode
	}
	return string(data)
}

// logoutAt finds the provider at which a session that has ended here should
// end, too. The note was sealed with the session.
func (a *Auth) logoutAt(rec *record) (*provider, logoutNote) {
	var claims map[string]json.RawMessage
	var note logoutNote
	if json.Unmarshal([]byte(rec.claims.Raw), &claims) != nil || json.Unmarshal(claims[logoutClaim], &note) != nil {
		return nil, note
	}
	p := a.provider(note.Provider)
	if p == nil || p.oauth == nil || !p.info.Logout {
		return nil, note
	}
	return p, note
}

// endAtProvider is OpenID Connect RP-Initiated Logout 1.0: where the browser
// goes after the session here has ended, or "" if it need not. What goes wrong
// is logged: signed out here it is in any case.
func (x *exchange) endAtProvider(rec *record) string {
	p, note := x.a.logoutAt(rec)
	if p == nil {
		return ""
	}
	at, err := x.newAttempt(p, flowSignOut, x.signedOutURI(p))
	if err != nil {
		x.a.log(x.c, slog.LevelError, "SIGNOUT_ERROR", err)
		return ""
	}
	at.Nonce, at.Verifier = "", ""
	var to string
	ctx := x.a.callbackContext(x.r)
	err = recovered(func() (err error) {
		to, err = p.oauth.EndSessionURL(ctx, LogoutRequest{RedirectURI: at.RedirectURI, State: at.State, IDToken: note.IDToken})
		return err
	})
	if err == nil && to != "" {
		if err = checkAway(to); err == nil {
			err = x.keepAttempt(p, at)
		}
	}
	if err != nil {
		x.a.log(x.c, slog.LevelError, "SIGNOUT_ERROR", fmt.Errorf("provider %q: %w", p.info.ID, err))
		return ""
	}
	return to
}

// signedOut answers GET /signout/{provider}: the browser comes back from a
// sign-out at the provider, and goes on to where it wanted.
func (x *exchange) signedOut() (reply, error) {
	p := x.a.provider(x.segment)
	if p == nil || p.oauth == nil || !p.info.Logout {
		return x.unsupported(), nil
	}
	to := x.base.Origin
	if state := x.query["state"]; len(state) == 1 {
		at, err := x.takeAttempt(p, flowSignOut, state[0], x.signedOutURI(p))
		if err == nil {
			to = at.CallbackURL
		} else {
			x.a.log(x.c, slog.LevelInfo, "SIGNOUT_ERROR", err)
		}
	}
	return reply{status: http.StatusOK, url: to, navigate: true}, nil
}
