package callbacks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// Grant is what a session keeps of an OAuth sign-in, so that the application
// can call the provider's API in the user's name. Embed it in the token that
// [KeepFresh] looks after:
//
//	type Token struct {
//		ginauth.Token
//		callbacks.Grant
//	}
//
// It stays in the token; the session callback decides what of it the browser
// sees, and that should not be the tokens.
type Grant struct {
	// Provider and ProviderAccountID name the account at the provider.
	Provider          string `json:"provider,omitempty"`
	ProviderAccountID string `json:"providerAccountId,omitempty"`
	// AccessToken is for the provider's API, until ExpiresAt (Unix seconds; 0 if
	// the provider does not say).
	AccessToken string `json:"access_token,omitempty"`
	ExpiresAt   int64  `json:"expires_at,omitempty"`
	Scope       string `json:"scope,omitempty"`
	// RefreshToken is traded for new tokens at RefreshAt (Unix seconds).
	RefreshToken string `json:"refresh_token,omitempty"`
	RefreshAt    int64  `json:"refresh_at,omitempty"`
	// Error is [RefreshTokenError] when the provider gives no new tokens any
	// more: the user has to sign in again to go on using its API.
	Error string `json:"error,omitempty"`
}

// RefreshTokenError is the value of Grant.Error, as in
// https://authjs.dev/guides/refresh-token-rotation.
const RefreshTokenError = "RefreshTokenError"

func (g *Grant) grant() *Grant { return g }

// refreshEarly is how long before its end an access token is renewed, if it
// lasts long enough for that.
const refreshEarly = time.Minute

// refreshWait is how long a request waits for new tokens while the old one is
// still good.
const refreshWait = 2 * time.Second

// KeepFresh keeps the provider's access token fresh, in sessions whose token
// type embeds [Grant]: at sign-in it fills the Grant, and whenever a session is
// read within the last minute of the access token (or the last quarter of a
// short one) it trades the refresh token for new ones, before the jwt callback
// of shape runs.
//
//	Callbacks: callbacks.KeepFresh(callbacks.Shape(jwt, session))
//
// Requests that arrive together cause one request to the provider; see
// [ginauth.RefreshAccount]. When the grant has ended, Grant.Error says so and
// the session goes on. When the provider does not answer, the Grant stays as it
// is, and the next request after a while tries again: look at
// [Grant.Expired]. A session that comes as a Bearer token is not renewed: nobody
// would keep the new tokens.
//
// Without a shape whose token embeds Grant, and with Session.Signed, New fails.
func KeepFresh(shape ginauth.Callbacks) ginauth.Callbacks {
	if shape.Err != nil {
		return shape
	}
	if shape.Shape == nil {
		shape.Err = errors.New("callbacks.KeepFresh needs callbacks.Shape, with a token that embeds callbacks.Grant")
		return shape
	}
	if _, ok := shape.Shape.NewToken().(interface{ grant() *Grant }); !ok {
		shape.Err = fmt.Errorf("callbacks.KeepFresh: the token type %v does not embed callbacks.Grant", shape.Shape.Token)
		return shape
	}
	fresh := *shape.Shape
	fresh.HoldsTokens = true
	next := fresh.JWT
	fresh.JWT = func(ctx context.Context, token ginauth.TokenLike, in ginauth.JWTParams) error {
		if holder, ok := token.(interface{ grant() *Grant }); ok {
			holder.grant().keep(ctx, in)
		}
		return next(ctx, token, in)
	}
	shape.Shape = &fresh
	return shape
}

// Expired tells whether the access token has ended.
func (g *Grant) Expired(now time.Time) bool {
	return g.ExpiresAt != 0 && now.Unix() >= g.ExpiresAt
}

// keep fills the grant at sign-in, and renews it when that is due.
func (g *Grant) keep(ctx context.Context, in ginauth.JWTParams) {
	now := ginauth.Now(ctx)
	if in.Account != nil {
		*g = Grant{}
		if in.Account.AccessToken != "" {
			g.fill(*in.Account, now)
		}
		return
	}
	if g.RefreshToken == "" || g.RefreshAt == 0 || now.Unix() < g.RefreshAt {
		return
	}
	if !g.Expired(now) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, refreshWait) // the refresh goes on after it
		defer cancel()
	}
	account, err := ginauth.RefreshAccount(ctx, ginauth.Account{
		Provider: g.Provider, ProviderAccountID: g.ProviderAccountID, AccessToken: g.AccessToken,
		RefreshToken: g.RefreshToken, ExpiresAt: g.ExpiresAt, Scope: g.Scope,
	})
	switch {
	case err == nil:
		g.fill(account, now)
	case errors.Is(err, ginauth.ErrInvalidGrant):
		g.RefreshToken, g.RefreshAt, g.Error = "", 0, RefreshTokenError
	}
}

func (g *Grant) fill(a ginauth.Account, now time.Time) {
	*g = Grant{
		Provider: a.Provider, ProviderAccountID: a.ProviderAccountID, AccessToken: a.AccessToken,
		ExpiresAt: a.ExpiresAt, Scope: a.Scope, RefreshToken: a.RefreshToken,
	}
	if a.ExpiresAt != 0 && a.RefreshToken != "" {
		lasts := cmp.Or(a.ExpiresIn, a.ExpiresAt-now.Unix())
		g.RefreshAt = a.ExpiresAt - min(int64(refreshEarly/time.Second), lasts/4)
	}
}
