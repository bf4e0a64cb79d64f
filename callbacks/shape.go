package callbacks

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/ginauth/gin-auth/ginauth"
)

// JWT is what the jwt callback is told, with the user in the application's own
// type U.
type JWT[U ginauth.UserLike] struct {
	// User is the user who signs in; nil except at sign-in. A provider that
	// returns a plain *ginauth.User fills the embedded User and leaves the rest.
	User U
	// Account and Profile are set at sign-in only; Profile is the provider's raw
	// profile, nil for credentials.
	Account *ginauth.Account
	Profile json.RawMessage
	// EmailVerified says, at sign-in, that the provider vouches for the address.
	EmailVerified bool
	// IsNewUser is true when the sign-in created the user.
	IsNewUser bool
	// Trigger says why the callback runs; empty on a plain read.
	Trigger ginauth.Trigger
	// Session is what the client's update() or ginauth.Update sent, with
	// ginauth.TriggerUpdate. It comes from the browser: check it, and copy only
	// what a user may change.
	Session json.RawMessage
}

// Shape makes the two callbacks that say what a session holds, as in
// https://authjs.dev/guides/extending-the-session:
//
//   - jwt fills and changes the token, which stays on the server (in the
//     encrypted cookie, or in a store). It runs at sign-in, with in.User set, at
//     each read, and at an update. When it changes the token on a read, the
//     cookie is written again.
//   - session fills what handlers and the browser see, from the token. User and
//     Expires are filled in already.
//
// The types are inferred from the two functions: T embeds ginauth.Token, S
// embeds ginauth.Session, U embeds ginauth.User and is what the providers
// return. Either function may be nil, to keep what is there.
//
// An error of jwt or session makes the request fail closed: it counts as not
// signed in, guards answer 500, and the cookie stays. The error
// ginauth.ErrEndSession of jwt ends the session.
func Shape[
	T, S, U any,
	PT interface {
		*T
		ginauth.TokenLike
	},
	PS interface {
		*S
		ginauth.SessionLike
	},
	PU interface {
		*U
		ginauth.UserLike
	},
](
	jwt func(ctx context.Context, token PT, in JWT[PU]) error,
	session func(ctx context.Context, session PS, token PT) error,
) ginauth.Callbacks {
	return ginauth.Callbacks{Shape: &ginauth.Shape{
		User: reflect.TypeFor[U](), Token: reflect.TypeFor[T](), Session: reflect.TypeFor[S](),
		NewToken:   func() ginauth.TokenLike { return PT(new(T)) },
		NewSession: func() ginauth.SessionLike { return PS(new(S)) },
		NoSession:  PS(nil),
		WidenUser: func(plain *ginauth.User) ginauth.UserLike {
			u := PU(new(U))
			*ginauth.UserOf(u) = *plain
			return u
		},
		JWT: func(ctx context.Context, token ginauth.TokenLike, in ginauth.JWTParams) error {
			if jwt == nil {
				return nil
			}
			user, _ := in.User.(PU)
			return jwt(ctx, token.(PT), JWT[PU]{ //nolint:forcetypeassert // NewToken made it
				User: user, Account: in.Account, Profile: in.Profile, EmailVerified: in.EmailVerified,
				IsNewUser: in.IsNewUser, Trigger: in.Trigger, Session: in.Session,
			})
		},
		Fill: func(ctx context.Context, s ginauth.SessionLike, token ginauth.TokenLike) error {
			if session == nil {
				return nil
			}
			return session(ctx, s.(PS), token.(PT)) //nolint:forcetypeassert // NewSession and NewToken made them
		},
	}}
}
