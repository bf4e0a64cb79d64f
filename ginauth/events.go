package ginauth

import "context"

// Events tell the application what happened, as in
// https://authjs.dev/reference/core#events. They run after the fact, under
// recover: what they do cannot change the outcome. An event that takes long
// delays the answer.
type Events struct {
	// SignIn follows a sign-in, when its cookies are ready.
	SignIn func(ctx context.Context, e SignInEvent)
	// SignOut follows a sign-out that ended a session.
	SignOut func(ctx context.Context, e SignOutEvent)
	// Session follows each answer of GET and POST /session that holds one.
	Session func(ctx context.Context, e SessionEvent)
}

// SignInEvent is the payload of Events.SignIn.
type SignInEvent struct {
	// User is the provider's user, of the type that the provider returns.
	User    UserLike
	Account Account
	// IsNewUser is true when the sign-in created the user in a database.
	IsNewUser bool
}

// SignOutEvent is the payload of Events.SignOut.
type SignOutEvent struct {
	// Token is the token of the session that ended, of the application's type.
	Token TokenLike
}

// SessionEvent is the payload of Events.Session.
type SessionEvent struct {
	// Session is what the browser gets, Token what it was made of; both are of
	// the application's types and not to be changed.
	Session SessionLike
	Token   TokenLike
}
