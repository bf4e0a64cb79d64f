package ginauth

import (
	"errors"
	"fmt"
	"strings"
)

// The errors that callers branch on. All are wrapped with the circumstances:
// compare with [errors.Is].
var (
	// ErrConfig is wrapped by every error of [NewAuth].
	ErrConfig = errors.New("ginauth: configuration")
	// ErrAccessDenied is what a SignIn callback returns to refuse a user who is
	// who they say they are. The client sees the code AccessDenied.
	ErrAccessDenied = errors.New("ginauth: access denied")
	// ErrEndSession is what a JWT callback returns to end the session: the
	// request goes on signed out, and the cookie or the record is removed.
	ErrEndSession = errors.New("ginauth: end this session")
	// ErrUnavailable says that the database or the session store did not answer. It is not known
	// whether the user is signed in; guards answer 503.
	ErrUnavailable = errors.New("ginauth: database or session store unavailable")
	// ErrNotSignedIn is returned by [Update] when there is no session.
	ErrNotSignedIn = errors.New("ginauth: not signed in")
	// ErrNoMiddleware is returned by the package's functions when the context
	// did not pass through the middleware: the route was registered before Use.
	ErrNoMiddleware = errors.New("ginauth: the route was registered before router.Use(ginauth.New(…))")
	// ErrResponseStarted is returned when the response has begun, so that a
	// cookie would be lost.
	ErrResponseStarted = errors.New("ginauth: the response has already begun")
	// ErrInvalidGrant says that a provider takes a refresh token no more: it has
	// ended, or was used before.
	ErrInvalidGrant = errors.New("ginauth: the provider refuses the refresh token")
	// ErrUserType is returned by [SignIn] for a user of another type than the
	// one that the callbacks expect.
	ErrUserType = errors.New("ginauth: unexpected user type")
)

// RejectError is the error of [Reject].
type RejectError struct {
	// Status is the HTTP status of the JSON answer.
	Status int
	// Message is for the person who signs in.
	Message string
}

// Error returns the message.
func (e *RejectError) Error() string { return e.Message }

// Reject makes an error that tells the person who signs in why it did not
// work: authorize and the SignIn callback may return it. The status (400 to
// 499, otherwise 401) is the one of the JSON answer; without JavaScript the
// sign-in page shows the message. Every other error is hidden from the client.
func Reject(status int, message string) error {
	if status < 400 || status > 499 {
		status = 401
	}
	return &RejectError{Status: status, Message: message}
}

// FieldError is one field of a form that broke a rule. It has no value: values
// are secrets.
type FieldError struct {
	// Field is the name in the body, Rule the validator tag that failed, as
	// "required" or "min".
	Field, Rule string
	// Message is for the person who filled in the form.
	Message string
}

// FieldErrors is returned by a credentials provider when fields do not
// validate. The answer names each field, on the page and in JSON.
type FieldErrors []FieldError

// Error lists fields and rules.
func (e FieldErrors) Error() string {
	parts := make([]string, len(e))
	for i, f := range e {
		parts[i] = f.Field + ": " + f.Rule
	}
	return "ginauth: invalid fields: " + strings.Join(parts, ", ")
}

// redirectError is the answer of a SignIn callback that sends the user on.
type redirectError struct{ url string }

// Error says where to.
func (e *redirectError) Error() string { return "ginauth: sign-in continues at " + e.url }

// RedirectTo makes an error with which a SignIn callback sends the user to
// another page instead of signing in, as Auth.js does for a callback that
// returns a string. The URL follows the redirect rule.
func RedirectTo(url string) error { return &redirectError{url: url} }

// panicError carries a panic of the application's code as an error.
type panicError struct {
	value any
	stack []byte
}

// Error is the value of the panic.
func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }
