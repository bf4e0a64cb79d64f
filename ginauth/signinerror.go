package ginauth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
)

var errCSRF = errors.New("a POST without the browser's CSRF token, or from another origin")

// signInPageCodes are the codes that the dialect of Auth.js v5 sends to the
// sign-in page: trying again may help.
var signInPageCodes = []string{
	"CredentialsSignin", "MissingCSRF", "OAuthSignin", "OAuthCallbackError", "OAuthAccountNotLinked", "EmailSignin", "SessionRequired",
}

// errorReply sends the client to the page that shows an error, with a code.
func (x *exchange) errorReply(code string, status int, extra map[string]any, query ...string) reply {
	query = append([]string{"error", code}, query...)
	out := reply{status: status, extra: extra, failed: true}
	switch {
	case !x.a.dialect.splitErrors: // /error knows which page shows what
		out.url = addQuery(x.base.URL()+"/error", query...)
	case slices.Contains(signInPageCodes, code):
		out.url = pageURL(x.base, x.a.customPages.SignIn, "/signin", query...)
	default:
		out.url = pageURL(x.base, x.a.customPages.Error, "/error", query...)
	}
	return out
}

// csrfFailed is the answer to a POST without the right token.
func (x *exchange) csrfFailed() reply {
	x.a.log(x.c, slog.LevelInfo, "MISSING_CSRF", errCSRF)
	switch {
	case x.action == "session":
		return reply{status: http.StatusBadRequest, json: []byte(x.a.dialect.none)}
	case x.a.dialect.splitErrors:
		return x.errorReply("MissingCSRF", http.StatusOK, nil)
	case x.action == "signout":
		return reply{status: http.StatusOK, url: x.base.URL() + "/signout?csrf=true"}
	}
	return reply{status: http.StatusOK, url: x.base.URL() + "/signin?csrf=true"}
}

// signInFailed turns the error of a sign-in into what its client may know of
// it: a code, the message of Reject, or which fields are wrong.
func (x *exchange) signInFailed(p *provider, err error) reply {
	var rejected *RejectError
	var invalid FieldErrors
	var elsewhere *redirectError
	switch {
	case errors.Is(err, errCredentials):
		return x.credentialsFailed(p, http.StatusUnauthorized, nil, "", "")
	case errors.As(err, &rejected) && rejected.Message == "":
		return x.credentialsFailed(p, rejected.Status, nil, "", "")
	case errors.As(err, &rejected):
		return x.rejected(p, rejected)
	case errors.As(err, &invalid):
		return x.invalid(p, invalid)
	case errors.As(err, &elsewhere):
		return reply{status: http.StatusOK, url: x.a.target(x.c, x.base, elsewhere.url)}
	case errors.Is(err, ErrAccessDenied):
		return x.errorReply("AccessDenied", http.StatusForbidden, nil)
	case errors.Is(err, errNotLinked):
		return x.errorReply("OAuthAccountNotLinked", http.StatusForbidden, nil)
	case errors.Is(err, errSignInAgain):
		return x.errorReply("SessionRequired", http.StatusForbidden, nil)
	}
	x.a.log(x.c, slog.LevelError, "SIGNIN_ERROR", err)
	status := http.StatusInternalServerError
	if errors.Is(err, ErrUnavailable) {
		status = http.StatusServiceUnavailable
	}
	return x.errorReply("Configuration", status, nil)
}

func (x *exchange) credentialsFailed(p *provider, status int, extra map[string]any, name, value string) reply {
	if x.a.dialect.splitErrors {
		if name == "" {
			name, value = "code", "credentials"
		}
		return x.errorReply("CredentialsSignin", status, extra, name, value)
	}
	return x.errorReply("CredentialsSignin", status, extra, "provider", p.info.ID, name, value)
}

// invalid names fields and rules in the URL, for the page, and in JSON. The
// page makes its own sentences of them: nothing that a link could put there
// is shown.
func (x *exchange) invalid(p *provider, fields FieldErrors) reply {
	names := make([]string, 0, len(fields))
	messages := make(map[string]string, len(fields))
	for _, f := range fields {
		names = append(names, f.Field+"."+f.Rule)
		if messages[f.Field] == "" {
			messages[f.Field] = f.Message
		}
	}
	extra := map[string]any{"errors": messages}
	if x.a.dialect.splitErrors {
		return x.errorReply("CredentialsSignin", http.StatusUnprocessableEntity, extra,
			"code", "credentials", "provider", p.info.ID, "fields", strings.Join(names, ","))
	}
	return x.errorReply("CredentialsSignin", http.StatusUnprocessableEntity, extra,
		"provider", p.info.ID, "fields", strings.Join(names, ","))
}

// rejected carries the message of Reject to where clients look for it: the
// error code (v4) or the code (v5). Its seal tells our page that the message
// is the program's own, and not a stranger's in a link.
func (x *exchange) rejected(p *provider, e *RejectError) reply {
	seal := x.a.seal(e.Message)
	if x.a.dialect.splitErrors {
		return x.errorReply("CredentialsSignin", e.Status, nil, "code", e.Message, "seal", seal)
	}
	return x.errorReply(e.Message, e.Status, nil, "provider", p.info.ID, "seal", seal)
}

// seal is a short MAC over a message for the sign-in page.
func (a *Auth) seal(message string) string {
	mac := hmac.New(sha256.New, a.messageKey[:])
	mac.Write([]byte(message))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

func (a *Auth) sealed(message, seal string) bool {
	return message != "" && hmac.Equal([]byte(a.seal(message)), []byte(seal))
}
