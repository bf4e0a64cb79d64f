package ginauth

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// getCSRF answers GET /csrf: {"csrfToken":"…"}.
func (x *exchange) getCSRF() (reply, error) {
	return reply{status: http.StatusOK, json: fmt.Appendf(nil, `{"csrfToken":%q}`, x.csrfToken)}, nil
}

// getProviders answers GET /providers: an object by id, in the order of the
// configuration.
func (x *exchange) getProviders() (reply, error) {
	out := []byte{'{'}
	for i, p := range x.a.providers {
		entry, err := json.Marshal(struct {
			ID          string       `json:"id"`
			Name        string       `json:"name"`
			Type        ProviderType `json:"type"`
			SignInURL   string       `json:"signinUrl"`
			CallbackURL string       `json:"callbackUrl"`
		}{p.info.ID, p.info.Name, p.info.Type, x.base.URL() + "/signin/" + p.info.ID, x.base.URL() + "/callback/" + p.info.ID})
		if err != nil {
			return reply{}, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(fmt.Appendf(out, "%q:", p.info.ID), entry...)
	}
	return reply{status: http.StatusOK, json: append(out, '}')}, nil
}

// postLog answers POST /_log of next-auth 4's client: taken and dropped, since
// anybody can send it.
func (x *exchange) postLog() (reply, error) {
	return reply{status: http.StatusOK, bare: true}, nil
}
