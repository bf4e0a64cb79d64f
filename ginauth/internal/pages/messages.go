package pages

import (
	"net/http"
	"strings"
)

// SignInMessage is the sentence that the sign-in page shows for Auth.js's error
// code, case aside. No code: "". A code that is not known, whoever wrote it
// into the URL, never reaches the page.
func SignInMessage(code string) string {
	switch strings.ToLower(code) {
	case "":
		return ""
	case "oauthsignin":
		// Auth.js says "Try signing in with a different account." to this and the
		// next ones, which does not help: no account of that service would do.
		return "That sign-in service could not be reached. Please try again, or choose another way to sign in."
	case "oauthcallback", "oauthcallbackerror", "callback":
		return "Signing in there did not work. Please try again, or choose another way to sign in."
	case "signin", "oauthcreateaccount", "emailcreateaccount":
		return "Try signing in with a different account."
	case "oauthaccountnotlinked":
		return "To confirm your identity, sign in with the same account you used originally."
	case "emailsignin":
		return "The e-mail could not be sent."
	case "credentialssignin":
		return "Sign in failed. Check the details you provided are correct."
	case "sessionrequired":
		return "Please sign in to access this page."
	}
	return "Unable to sign in."
}

// CodeError is the code for the digits of a mail that are not the right ones.
// Auth.js has no codes in its mails.
const CodeError = "EmailCode"

// CodeMessage is the sentence above the form for the digits of a mail, for the
// code of an error.
func CodeMessage(code string) string {
	if !strings.EqualFold(code, CodeError) {
		return ""
	}
	return "That code is not right. Please check it and try again."
}

// ErrorText is what the error page says for Auth.js's error code, case aside:
// the page's status, its heading, its text, and whether it offers to sign in
// (again). An unknown code or none is a plain error with status 200, as in
// Auth.js.
func ErrorText(code string) (status int, heading, text string, offerSignIn bool) {
	switch strings.ToLower(code) {
	case "configuration":
		return http.StatusInternalServerError, "Server error",
			"There is a problem with the server configuration. Check the server logs for more information.", false
	case "accessdenied":
		return http.StatusForbidden, "Access Denied", "You do not have permission to sign in.", true
	case "verification":
		return http.StatusForbidden, "Unable to sign in",
			"The sign in link is no longer valid. It may have been used already or it may have expired.", true
	}
	return http.StatusOK, "Error", "Something went wrong. Please go back and try again.", false
}
