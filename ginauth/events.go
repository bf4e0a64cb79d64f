package ginauth

import (
	"context"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

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
	// CreateUser follows the first sign-in of a user, who is in the database now.
	CreateUser func(ctx context.Context, e UserEvent)
	// UpdateUser follows the proof that an address is a user's: EmailVerified is
	// set now.
	UpdateUser func(ctx context.Context, e UserEvent)
	// LinkAccount follows a new account of a user, the first one included (a link
	// by mail has none): the place to send them a notice. UnlinkAccount follows its end.
	LinkAccount, UnlinkAccount func(ctx context.Context, e AccountEvent)
}

// SignInEvent is the payload of Events.SignIn.
type SignInEvent struct {
	// User is the provider's user, of the type that the provider returns.
	User    UserLike
	Account Account
	// IsNewUser is true when the sign-in created the user in the database.
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

// UserEvent is the payload of Events.CreateUser and Events.UpdateUser.
type UserEvent struct {
	// User is the row of the database.
	User adapter.User
}

// AccountEvent is the payload of Events.LinkAccount and Events.UnlinkAccount.
type AccountEvent struct {
	// User is the row of the database; with UnlinkAccount only its ID is known.
	User    adapter.User
	Account Account
}
