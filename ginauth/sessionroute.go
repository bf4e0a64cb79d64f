package ginauth

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// getSession answers GET /session with what the browser may see.
func (x *exchange) getSession() (reply, error) { return x.readSession(JWTParams{}) }

// postSession answers POST /session: the update of next-auth's useSession.
func (x *exchange) postSession() (reply, error) {
	return x.readSession(JWTParams{Trigger: TriggerUpdate, Session: x.body.Raw("data")})
}

func (x *exchange) readSession(in JWTParams) (reply, error) {
	none := reply{status: http.StatusOK, json: []byte(x.a.dialect.none)}
	st := x.a.committed(x.c)
	if st == nil || in.Trigger == TriggerUpdate {
		if cookies := authjs.FindCookies(x.r.Header, x.site.session.name); !cookies.Present() {
			return none, nil
		}
		st = x.a.update(x.c, x.site, in, &x.jar)
	}
	if st.err != nil { // no JSON error here: nuxt-auth takes any object for a session
		none.status = http.StatusInternalServerError
		if errors.Is(st.err, ErrUnavailable) {
			none.status = http.StatusServiceUnavailable
		}
		return none, nil
	}
	if !st.found {
		return none, nil
	}
	data, err := json.Marshal(st.session)
	if err != nil {
		return reply{}, err
	}
	if hook := x.a.events.Session; hook != nil {
		x.a.event(x.c, func() { hook(x.a.callbackContext(x.r), SessionEvent{Session: st.session, Token: st.tokenFor()}) })
	}
	return reply{status: http.StatusOK, json: data}, nil
}
