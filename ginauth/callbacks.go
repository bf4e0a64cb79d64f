package ginauth

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Callbacks are the application's say in a sign-in and in what a session
// holds, as in https://authjs.dev/reference/core#callbacks. The callbacks
// package makes them: Shape for the token and the session, and ready-made
// ones. All of them run under recover, with the request's context.
type Callbacks struct {
	// SignIn decides whether a user may sign in, before anything is written:
	// nil allows, [ErrAccessDenied] refuses, [RedirectTo] sends elsewhere,
	// [Reject] refuses with a message, any other error is logged and refuses.
	// Default: everyone may.
	SignIn func(ctx context.Context, in SignInParams) error
	// ClaimUser runs before a user of the Adapter whose address nobody has proven
	// goes to the person who just has: delete what else opens the user, as a
	// password that somebody registered ([ProviderInfo].AdapterUsers). It may run
	// more than once; an error fails the sign-in, and nothing is claimed.
	ClaimUser func(ctx context.Context, user adapter.User) error
	// Redirect decides where a browser may be sent after signing in or out. It
	// returns the URL to use, or "" to leave it to the default rule: paths and
	// URLs of the own origin only.
	Redirect func(ctx context.Context, in RedirectParams) (string, error)
	// Shape holds the typed jwt and session callbacks, made by callbacks.Shape.
	// Default: [Token] and [Session] as they are.
	Shape *Shape
	// Err says why the callbacks cannot be used, from the function that made
	// them; NewAuth reports it.
	Err error
}

// SignInParams is what the SignIn callback is told.
type SignInParams struct {
	// User is the provider's user, of the type that the provider returns.
	User    UserLike
	Account Account
	// Profile is the provider's raw profile, nil for credentials.
	Profile json.RawMessage
	// EmailVerified says that the provider vouches for the user's address. With
	// credentials that is for the program to know, and it is false.
	EmailVerified bool
	// VerificationRequest is true when somebody asks for a link by mail, and
	// false when they come back with it. The address is not proven then, and who
	// is refused learns so: to keep to oneself who may sign in, refuse when it is
	// false. It is Auth.js's email.verificationRequest.
	VerificationRequest bool
	// Credentials is the body of a credentials sign-in.
	Credentials Credentials
}

// RedirectParams is what the Redirect callback is told.
type RedirectParams struct {
	// URL is what the request asked for, as it came. BaseURL is the origin of
	// this program, as "https://app.example.com".
	URL, BaseURL string
}

// Trigger says why the jwt callback runs.
type Trigger string

// The triggers, in Auth.js's words. On a plain read the trigger is empty.
const (
	// TriggerSignIn is a sign-in: the user is given.
	TriggerSignIn Trigger = "signIn"
	// TriggerSignUp is the first sign-in of a user, whom it has created in the
	// database: the user is given.
	TriggerSignUp Trigger = "signUp"
	// TriggerTouch is the first request of a session since [Auth.Touch]: what the
	// session keeps of the user may have changed in the database.
	TriggerTouch Trigger = "touch"
	// TriggerUpdate is an update, by the client or by [Update].
	TriggerUpdate Trigger = "update"
)

// JWTParams is what the jwt callback is told; callbacks.JWT is its typed form.
type JWTParams struct {
	// User, Account and Profile are set at sign-in only.
	User    UserLike
	Account *Account
	Profile json.RawMessage
	// EmailVerified says, at sign-in, that the provider vouches for the user's
	// address.
	EmailVerified bool
	// IsNewUser is true when the sign-in created the user in the database; the
	// trigger is TriggerSignUp then.
	IsNewUser bool
	// Trigger says why the callback runs; empty on a plain read.
	Trigger Trigger
	// Session is what the client or [Update] sent, with TriggerUpdate. It comes
	// from the browser: treat it as such.
	Session json.RawMessage
}

// Shape is the application's token and session types with the two callbacks
// that fill them. callbacks.Shape makes it; do not build it by hand.
type Shape struct {
	// User, Token and Session are the struct types behind the pointers that the
	// callbacks take.
	User, Token, Session reflect.Type
	// NewToken and NewSession allocate; NoSession is the typed nil that the
	// context holds when nobody is signed in.
	NewToken   func() TokenLike
	NewSession func() SessionLike
	NoSession  SessionLike
	// HoldsTokens says that the token holds a provider's tokens, which nobody
	// but this program may read: New refuses Session.Signed then.
	HoldsTokens bool
	// WidenUser makes the application's user of a provider's plain [User].
	WidenUser func(*User) UserLike
	// JWT and Fill are the two callbacks, over the types above.
	JWT  func(ctx context.Context, token TokenLike, in JWTParams) error
	Fill func(ctx context.Context, session SessionLike, token TokenLike) error
}
