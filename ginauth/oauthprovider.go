package ginauth

import (
	"context"
	"encoding/json"
	"net/url"
)

// OAuthProvider signs in at another site, by OAuth 2.0 (RFC 6749) or OpenID
// Connect: POST {base}/signin/{id} sends the browser there, and it comes back
// to {base}/callback/{id}. ginauth makes state, PKCE verifier and nonce, keeps
// them sealed in the browser, and compares them; the provider speaks to the
// other site. All methods may be called by many goroutines at once.
//
// providers.OAuth and providers.OIDC make them from data.
type OAuthProvider interface {
	Provider
	// AuthorizationURL returns where the browser is sent (RFC 6749 section
	// 4.1.1). An error (the provider's configuration cannot be fetched, say)
	// is logged, and the client sees the code OAuthSignin.
	AuthorizationURL(ctx context.Context, in AuthorizationRequest) (string, error)
	// Exchange trades the answer's code for tokens and finds out who it is. It
	// may return the errors that authorize may; any other is logged, and the
	// client sees the code OAuthCallback.
	Exchange(ctx context.Context, in AuthorizationResponse) (OAuthIdentity, error)
	// Refresh trades account.RefreshToken for new tokens (RFC 6749 section 6)
	// and returns the account with them. The error wraps [ErrInvalidGrant] when
	// the refresh token is worth nothing any more.
	Refresh(ctx context.Context, account Account) (Account, error)
	// EndSessionURL returns where the browser is sent to end its session at the
	// provider, too (OpenID Connect RP-Initiated Logout 1.0); "" if that is not
	// wanted.
	EndSessionURL(ctx context.Context, in LogoutRequest) (string, error)
	// Origins are those to which a browser may be sent, for the form-action of
	// the pages' Content-Security-Policy: "https://id.example.com", or "https:"
	// for any. The pages wait for it, so it takes no more than two seconds.
	Origins(ctx context.Context) []string
}

// AuthorizationRequest is what a provider is told to send a browser away.
type AuthorizationRequest struct {
	hidden
	// RedirectURI is where the browser comes back to: {base}/callback/{id}.
	RedirectURI string
	// State, Nonce and CodeVerifier are fresh. The code challenge is made of the
	// verifier by S256 (RFC 7636).
	State, Nonce, CodeVerifier string
	// Params are what the client asked for, of the parameters that it may
	// choose: prompt, login_hint, ui_locales, screen_hint, max_age, acr_values
	// and scope. The provider leaves out a scope that it is not configured for.
	Params url.Values
}

// AuthorizationResponse is a browser that has come back, with its state and
// its cookie proven.
type AuthorizationResponse struct {
	hidden
	// Params are the parameters of the answer, each once: code, and what the
	// provider added (iss of RFC 9207, say).
	Params url.Values
	// RedirectURI, Nonce and CodeVerifier are those of the request. MaxAge is
	// the max_age that was asked for, or "".
	RedirectURI, Nonce, CodeVerifier, MaxAge string
}

// OAuthIdentity is who came back.
type OAuthIdentity struct {
	hidden
	// User is of the type that Describe says; its ID is the one at the provider,
	// and must not be empty. In the session it becomes "{provider}:{id}", so that
	// two providers never name one user; see ProviderInfo.DangerousBareUserID.
	User UserLike
	// EmailVerified says that the provider vouches for the user's address.
	EmailVerified bool
	// Account holds the tokens. Provider, Type and ProviderAccountID are filled
	// in by ginauth.
	Account Account
	// Profile is what the provider said of the user, a JSON object.
	Profile json.RawMessage
}

// LogoutRequest is what a provider is told to end a session.
type LogoutRequest struct {
	hidden
	// RedirectURI is where the browser comes back to: {base}/signout/{id}.
	RedirectURI string
	// State comes back with it. IDToken is the one of the sign-in, or "".
	State, IDToken string
}
