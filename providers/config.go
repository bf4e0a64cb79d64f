package providers

import (
	"context"
	"crypto"
	"net/http"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers/internal/rp"
)

// Config describes a provider of OAuth 2.0 or OpenID Connect: data, and one
// pure function. The catalogue ([GitHub], [Google] …) is made of them, and a
// provider of one's own is one more; see [OAuth] and [OIDC].
//
// State, PKCE and, for OpenID Connect, a nonce are always sent, unless Quirks
// says that the provider breaks.
//
// Of what is empty, ClientID, ClientSecret and Issuer are taken from the
// environment when ginauth.New runs: AUTH_<ID>_ID, AUTH_<ID>_SECRET and
// AUTH_<ID>_ISSUER, with the provider's ID in upper case and "_" for "-".
type Config struct {
	// ID names the provider in URLs and in its account; Name is what people
	// read. Default of Name: ID.
	ID, Name string

	// ClientID and ClientSecret are what the provider has registered for the
	// program. ClientSecretFunc, if set, is asked for the secret at each request
	// instead: for one that is made on the fly, as Apple's, or rotates.
	ClientID         string
	ClientSecret     ginauth.Secret
	ClientSecretFunc func(ctx context.Context) (string, error)
	// ClientAuth is how the program proves to the token endpoint who it is.
	// Default: [ClientSecretBasic].
	ClientAuth ClientAuth
	// ClientKey signs for [PrivateKeyJWT]: an *rsa.PrivateKey (RS256), an
	// *ecdsa.PrivateKey (ES256, ES384, ES512) or an ed25519.PrivateKey (EdDSA).
	// ClientKeyID is its key id at the provider.
	ClientKey   crypto.Signer
	ClientKeyID string
	// ClientAudience is the audience of the JWTs of [PrivateKeyJWT]. Default: the
	// issuer, or the TokenURL of OAuth 2.0. Okta and Microsoft want the token
	// endpoint.
	ClientAudience string

	// Issuer is the provider's identifier, for OpenID Connect exactly as in its
	// discovery document, from which all other URLs come that are not set here.
	// For OAuth 2.0 it is the base of the URLs below, and what the answer's iss
	// parameter (RFC 9207) has to be. https only, but for loopback addresses.
	Issuer string
	// InternalURL is the origin under which this program reaches the issuer, if
	// that is another one than the browser's: "http://keycloak:8080" in Docker.
	// Tokens, and the Host header, keep the issuer's name.
	InternalURL string
	// builtIn is the issuer that the catalogue knows, for when neither the
	// program nor the environment names one.
	builtIn string
	// DiscoveryURL is the address of the discovery document, with or without
	// /.well-known/openid-configuration. Default: Issuer.
	DiscoveryURL string
	// The endpoints. "{issuer}" stands for Issuer without its trailing slash. A
	// query in AuthorizationURL is kept.
	AuthorizationURL, TokenURL, UserInfoURL, JWKSURL, EndSessionURL string

	// Scopes is what the program asks for. For OpenID Connect the default is
	// openid, profile and email, and openid is always among them. ScopeSeparator
	// stands between them on the wire. Default: a space.
	Scopes         []string
	ScopeSeparator string
	// AuthorizationParams are further parameters of the authorization request; it
	// is never nil when Configure runs. Those that the flow is made of (state,
	// redirect_uri …) are refused by New.
	AuthorizationParams map[string]string
	// FormPost asks for response_mode=form_post.
	FormPost bool
	// Logout ends the session at the provider, too, when a user signs out
	// (OpenID Connect RP-Initiated Logout 1.0). The ID token of the sign-in is
	// then kept in the session, for the id_token_hint. Register
	// {base}/signout/{id} as post_logout_redirect_uri.
	Logout bool
	// DangerousEmailAccountLinking is the option of that name.
	DangerousEmailAccountLinking bool

	// IDTokenAlgs are the algorithms that an ID token may be signed with.
	// Default: those of the discovery document, of RS256 to RS512, PS256 to
	// PS512, ES256 to ES512 and EdDSA; RS256 if it names none. "HS256" stands
	// for a signature with the client secret and excludes all others.
	IDTokenAlgs []string
	// UserInfo says whether the userinfo endpoint is asked. OAuth 2.0 providers
	// always are.
	UserInfo UserInfo
	// UserInfoRequest makes the request of the userinfo endpoint, for providers
	// that want another one than GET with the access token in the Authorization
	// header. It must be pure; the Answer has only Token, Issuer, ClientID and Params.
	UserInfoRequest func(Answer) Request
	// Also are further documents about the user: each is fetched as the userinfo
	// is and becomes a member of the profile of that name. One that cannot be had
	// is left out.
	Also map[string]string
	// Profile maps what the provider says to the user. It must be pure. Default:
	// the standard claims of OpenID Connect.
	Profile func(Answer) Profile

	// Style is how the provider's button looks.
	Style ginauth.ProviderStyle
	// RedirectsVia are origins that the authorization endpoint redirects on to
	// before it shows a page: "https://id.example.com", or "https:" for any.
	// Chromium lets a form lead only where the page's policy allows.
	RedirectsVia []string

	// HTTPClient makes the requests to the provider. Its redirects and its
	// timeout are not used: there are no redirects, and Timeout counts. Default:
	// a client of its own, which does not look at the proxy variables of the
	// environment.
	HTTPClient *http.Client
	// Timeout bounds all requests of one sign-in or refresh together. Default: 9
	// seconds.
	Timeout time.Duration

	// InsecureHTTP allows http URLs on hosts other than loopback: what is sent
	// there, the client secret among it, can be read on the way.
	InsecureHTTP bool
	// DangerousBareUserID makes the user's ID the provider's alone, as NextAuth v4
	// has it, instead of "{provider}:{id}". Two providers, or a provider and a
	// form of the program's own, may then have one ID for two people.
	DangerousBareUserID bool

	// Quirks are departures from the standards that the provider is known for.
	Quirks Quirks
}

// Quirks are a provider's departures from the standards; the zero value is a
// provider without any. Each one takes a check away or bends a request, so set
// only what the provider needs.
type Quirks struct {
	// NoPKCE leaves PKCE out, NoNonce the nonce: the provider fails when it gets
	// one, or loses it.
	NoPKCE, NoNonce bool
	// AnyTokenType takes a token answer without token_type, or with one of its
	// own, for a bearer token.
	AnyTokenType bool
	// ClientIDParam is the name that the provider has for client_id, and
	// ClientSecretParam for client_secret.
	ClientIDParam, ClientSecretParam string
	// TokenByGET sends the token request in the query of a GET.
	TokenByGET bool
	// TokenParams are further or other parameters of the token request, made of
	// the client and the code. It must be pure.
	TokenParams func(clientID, clientSecret, code string) map[string]string
	// TenantIssuer allows the issuer of a multi-tenant provider: "{tenantid}" in
	// the issuer of the discovery document stands for the token's tid claim,
	// which has to be a UUID.
	TenantIssuer bool
}

// ClientAuth is how a client authenticates at the token endpoint, by the names
// of OpenID Connect Core section 9.
type ClientAuth string

// The ways to authenticate. They are set, never guessed: a request that is
// sent again in another way sends the code twice.
const (
	ClientSecretBasic ClientAuth = "client_secret_basic"
	ClientSecretPost  ClientAuth = "client_secret_post"
	PrivateKeyJWT     ClientAuth = "private_key_jwt"
	// NoClientAuth is a public client, by PKCE alone.
	NoClientAuth ClientAuth = "none"
)

// UserInfo says when the userinfo endpoint of an OpenID Connect provider is
// asked.
type UserInfo uint8

const (
	// UserInfoWhenNeeded asks if the ID token lacks a claim of the scopes: the
	// name for profile, the address for email.
	UserInfoWhenNeeded = UserInfo(rp.WhenNeeded)
	// UserInfoAlways asks at each sign-in.
	UserInfoAlways = UserInfo(rp.Always)
	// UserInfoNever takes what the ID token says.
	UserInfoNever = UserInfo(rp.Never)
)

// Request is a request to a provider's API.
type Request struct {
	// Method is GET by default. URL is where it goes.
	Method, URL string
	// Header are further headers; Body is a form if it is not empty.
	Header map[string]string
	Body   string
	// Anonymous leaves the Authorization header with the access token out.
	Anonymous bool
}

// Profile is who signed in, as a provider's Profile function says it.
type Profile struct {
	// User's ID is the account's at the provider, never a name or an address
	// that may change hands. Without one the sign-in fails.
	ginauth.User
	// EmailVerified says that the provider has proven the address to be the
	// user's.
	EmailVerified bool
}
