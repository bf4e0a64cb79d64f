package ginauth

import (
	"net/http"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// signInErrors are the codes that the sign-in page explains.
var signInErrors = map[string]bool{
	"signin": true, "oauthsignin": true, "oauthcallback": true, "oauthcreateaccount": true,
	"emailcreateaccount": true, "callback": true, "oauthaccountnotlinked": true, "emailsignin": true,
	"credentialssignin": true, "sessionrequired": true,
}

// getError answers GET /error: the sign-in page for what signing in again can
// mend, the program's own page, or the built-in one.
func (x *exchange) getError() (reply, error) {
	code := x.query.Get("error")
	if code == "" {
		code = x.segment
	}
	seal := x.query.Get("seal")
	if !x.a.dialect.splitErrors && (signInErrors[strings.ToLower(code)] || x.a.sealed(code, seal)) {
		query := []string{"error", code, "seal", seal}
		if fields := x.query.Get("fields"); fields != "" || seal != "" {
			query = append(query, "provider", x.query.Get("provider"), "fields", fields)
		}
		return reply{url: addQuery(x.base.URL()+"/signin", query...), navigate: true}, nil
	}
	if custom := x.a.customPages.Error; custom != "" {
		return reply{url: pageURL(x.base, custom, "", "error", code), navigate: true}, nil
	}
	status, heading, text, again := pages.ErrorText(code)
	if cookies := authjs.FindCookies(x.r.Header, x.site.session.name); status == http.StatusForbidden && cookies.Present() && strings.EqualFold(code, "AccessDenied") {
		text = "You do not have permission to see this page." // a guard's answer to somebody who is signed in
	}
	data := pages.Error{Common: x.common(), Status: status, Code: code, Heading: heading, Text: text}
	if again {
		data.SignInURL = pageURL(x.base, x.a.customPages.SignIn, "/signin")
	}
	return reply{page: func(w http.ResponseWriter) error { return x.a.pages.Error(w, status, data) }}, nil
}

// getVerifyRequest answers GET /verify-request: the page after a mail was
// asked for, with the form for its code where this browser has asked for one.
func (x *exchange) getVerifyRequest() (reply, error) {
	query := x.query.Get
	if custom := x.a.customPages.VerifyRequest; custom != "" {
		if !x.a.dialect.splitErrors { // NextAuth passes nothing on
			return reply{url: pageURL(x.base, custom, "", "error", query("error")), navigate: true}, nil
		}
		return reply{url: pageURL(x.base, custom, "",
			"provider", query("provider"), "type", query("type"), "error", query("error")), navigate: true}, nil
	}
	data := pages.VerifyRequest{Common: x.common()}
	target := ""
	if p := x.a.provider(query("provider")); p != nil && p.email != nil && p.link.Code {
		at := x.attemptOf(p, query("state"))
		if at == nil {
			at = x.latest(p)
		}
		if at != nil && x.codeCounts(at) {
			data.Action, data.CSRFToken, data.State = x.callbackURI(p), x.csrfToken, at.State
			data.Provider, data.Error, target = p.info.ID, pages.CodeMessage(query("error")), at.CallbackURL
		}
	}
	return reply{page: func(w http.ResponseWriter) error {
		return x.a.pages.VerifyRequest(w, http.StatusOK, data, x.onward(target)...)
	}}, nil
}
