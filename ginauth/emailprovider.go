package ginauth

import (
	"context"
	"time"
)

// EmailProvider signs in by a link that is sent by mail: POST
// {base}/signin/{id} asks for it, and it leads to {base}/callback/{id}. ginauth
// makes and checks the token; the provider writes and sends the mail. It needs
// an Adapter that implements [adapter.VerificationTokens].
//
// providers.Email makes one.
type EmailProvider interface {
	Provider
	// Email says how the links of this provider work.
	Email() EmailOptions
	// SendVerificationRequest sends the mail. It runs after the answer has been
	// given, beside other requests, with a context that ends after half a minute, and
	// has to return then: it has one of 64 places. [RequestFrom] finds the request
	// that asked. An error is logged without address, link and code, and the mail
	// is tried twice more, after 2 and 10 seconds. [Auth.Shutdown] waits for it.
	SendVerificationRequest(ctx context.Context, m VerificationRequest) error
}

// EmailOptions say how the links of an [EmailProvider] work.
type EmailOptions struct {
	// MaxAge is how long a link works. Default: 24 hours, as in Auth.js.
	MaxAge time.Duration
	// Code adds a code of six digits to the mail, to be typed into the browser
	// that asked for it, within 15 minutes and five tries. An address gets ten
	// codes in 24 hours from one process; further mails have the link alone.
	Code bool
	// SameBrowser has a link work only in the browser that asked for it.
	// Otherwise the page that a link opens says where it was asked for.
	SameBrowser bool
}

// VerificationRequest is what a mail is made of. It does not print itself: who
// has the URL can sign in.
type VerificationRequest struct {
	hidden
	// Identifier is the address, and the only one to send to.
	Identifier string
	// URL is the link, Code the six digits or "".
	URL, Code string
	// Expires is when the link ends, CodeExpires when the code does.
	Expires, CodeExpires time.Time
	// Host is the program's own, as "app.example.com"; Theme is that of the Config.
	Host  string
	Theme Theme
	// IP, and Device as "Firefox on Windows", are those of the browser that asked.
	IP, Device string
}
