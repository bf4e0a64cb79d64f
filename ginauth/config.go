package ginauth

import (
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"time"

	ginsessions "github.com/gin-contrib/sessions"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Protocol is the dialect of Auth.js that the server speaks: cookie names,
// token format, and the details in which NextAuth v4 and Auth.js v5 differ.
type Protocol uint8

const (
	// NextAuth is the dialect of NextAuth v4, for the clients next-auth 4 and
	// @sidebase/nuxt-auth. The default.
	NextAuth Protocol = iota
	// AuthJS is the dialect of Auth.js v5 (@auth/core), for next-auth 5.
	AuthJS
)

// Config is what [New] and [NewAuth] compile. The zero value of a field is its
// strict or usual setting; only Providers is needed to sign anyone in. The
// names are those of https://authjs.dev/reference/core#authconfig.
type Config struct {
	// Protocol is the dialect. Default: [NextAuth].
	Protocol Protocol

	// BaseURL is the public URL of this program, as "https://app.example.com";
	// with a path, the URL of the auth routes. Without a scheme it is https, or http on
	// localhost.
	// Default: the environment variables AUTH_URL, then NEXTAUTH_URL. Without
	// any of them the request's host counts, but only in Gin's debug mode or if
	// it is in TrustedHosts; in release mode New fails.
	BaseURL string
	// BasePath is where Gin serves the auth routes. Default: the path of
	// BaseURL, else "/api/auth".
	BasePath string
	// TrustedHosts are the values of the Host header, as "app.example.com" or
	// "localhost:3000", from which the origin may be taken when there is no
	// BaseURL.
	TrustedHosts []string
	// TrustHost believes any Host header. Use it only behind a proxy that sets
	// the header itself. Also set by AUTH_TRUST_HOST with a value that
	// strconv.ParseBool reads as true.
	TrustHost bool
	// TrustedProxies are the addresses or CIDR ranges of the proxies whose
	// X-Forwarded-Host and X-Forwarded-Proto count. Default: none. Gin's own
	// setting, which trusts everyone, is not used.
	TrustedProxies []string

	// Secret encrypts and signs: at least 32 bytes, as `openssl rand -base64 33`
	// prints. Default: the environment variables AUTH_SECRET_3, _2, _1,
	// AUTH_SECRET, then NEXTAUTH_SECRET. Without one, Gin's debug mode makes a
	// random one for this run; otherwise New fails. One secret for each Auth: in
	// the dialect of NextAuth, programs with one secret take each other's
	// sessions, whatever their cookies are called.
	Secret Secret
	// OldSecrets are accepted but not used for new sessions: the way to change
	// Secret without signing anyone out. Newest first.
	OldSecrets []Secret

	// Providers are the ways to sign in, in the order of the sign-in page. None:
	// the program only reads sessions that another one made, or makes them with
	// [SignIn].
	Providers []Provider
	// Adapter is the database of users and their accounts and, if it implements
	// the interfaces for them, of sessions, magic links, and what has been
	// revoked. Default: none; a user is then what the provider says. See
	// https://authjs.dev/getting-started/database.
	Adapter adapter.Adapter
	// Linking says when a new account becomes another way in for a user whom the
	// Adapter knows. Default: only while signed in.
	Linking Linking
	// Callbacks decide who may sign in and what a session holds.
	Callbacks Callbacks
	// Events tell the application what happened.
	Events Events
	// Pages are the application's own pages, instead of the built-in ones.
	Pages Pages
	// Theme adapts the built-in pages, Templates replaces them.
	Theme     Theme
	Templates Templates
	// Session says how sessions are kept and for how long.
	Session SessionConfig
	// Cookies adapts names and attributes of the cookies.
	Cookies CookieConfig

	// Logger gets one line for each failure, without secrets. Default:
	// [slog.Default] as it is when New runs.
	Logger *slog.Logger
	// Now is the clock. Default: [time.Now].
	Now func() time.Time
	// Rand is the source of session ids, CSRF tokens and nonces; it must be safe
	// for concurrent use. Default: crypto/rand.Reader. When it fails, so does the request.
	Rand io.Reader
}

// Pages are paths or URLs of the application's own pages. Empty: the built-in
// page. The query of SignIn holds Auth.js's callbackUrl and error, and after
// fields that do not validate provider and fields ("username.required,…"); that
// of NewUser, where those go who have signed in for the first time (with an
// Adapter), callbackUrl. See https://authjs.dev/reference/core#pages.
type Pages struct {
	SignIn, SignOut, Error, VerifyRequest, NewUser string
}

// Theme adapts the built-in pages, as in
// https://authjs.dev/reference/core#theme.
type Theme struct {
	// ColorScheme is "light", "dark", or "" or "auto" for the browser's choice.
	ColorScheme string
	// BrandColor and ButtonText are CSS colours in hexadecimal, as "#0f766e".
	// Default of ButtonText: black or white, whichever can be read on BrandColor.
	BrandColor, ButtonText string
	// Logo is the URL or path of an image. Name is what the page calls the
	// program. Default: the host.
	Logo, Name string
}

// Templates replaces built-in pages; nil keeps the built-in one. The types of
// the data are [SignInPage], [SignOutPage], [ErrorPage],
// [VerifyRequestPage] and [ConfirmPage]. Inline styles need the page's Nonce;
// the pages' policy allows no scripts. A form of ConfirmPage posts csrfToken,
// callbackUrl, token, email and from, one of VerifyRequestPage csrfToken, state
// and code.
type Templates struct {
	SignIn, SignOut, Error, VerifyRequest, Confirm *template.Template
}

// SessionStrategy says where a session is kept.
type SessionStrategy string

const (
	// StrategyJWT keeps the session in the cookie, encrypted as Auth.js does it.
	StrategyJWT SessionStrategy = "jwt"
	// StrategyStore keeps it in a gin-contrib/sessions store; the cookie only
	// names it.
	StrategyStore SessionStrategy = "store"
	// StrategyDatabase keeps it in the Adapter, encrypted; the cookie only leads
	// to it.
	StrategyDatabase SessionStrategy = "database"
)

// SessionConfig says how sessions are kept and for how long, as in
// https://authjs.dev/reference/core#session. Durations are rounded down to
// seconds.
type SessionConfig struct {
	// Strategy is where sessions are kept. Default: StrategyStore if Store is
	// set, StrategyDatabase if the Adapter can keep sessions, else StrategyJWT.
	Strategy SessionStrategy
	// MaxAge is how long a session lasts without being used. Default: 30 days.
	MaxAge time.Duration
	// UpdateAge is how old a session gets before use extends it. Default: 24
	// hours, or a tenth of IdleTimeout or MaxAge if that is less.
	UpdateAge time.Duration
	// IdleTimeout ends a session that is not used for so long, give or take
	// UpdateAge. Default: MaxAge.
	IdleTimeout time.Duration
	// AbsoluteMaxAge ends a session so long after the sign-in, however much it
	// is used. Default: 30 days, or MaxAge if that is more. With both at their
	// defaults, use extends nothing: a session lasts 30 days.
	AbsoluteMaxAge time.Duration
	// Signed makes tokens that are signed (JWS) but not encrypted, for services
	// that cannot decrypt. Everything in them can be read by whoever holds the
	// cookie. Default: nil, encrypted tokens.
	Signed *SignedTokens
	// Store keeps the sessions of StrategyStore. Its own cookie options are not
	// used, and its age is set to AbsoluteMaxAge: give ginauth a store of its
	// own. The cookie, memstore and redis stores are tested. The cookie store
	// cannot end a session that somebody copied, and unless it has an encryption
	// key, too, the browser can read the whole token.
	Store ginsessions.Store
	// StoreTimeout bounds each call of Store or Adapter. Default: 500 ms.
	StoreTimeout time.Duration
	// RevocationCache is how long this process may go on believing that a
	// session in a cookie has not been revoked, at most 5 seconds: so long a
	// session may work on after it was ended elsewhere. Default: 0, the Adapter is
	// asked at each request.
	RevocationCache time.Duration
	// DangerousNoRevocation has sessions in a cookie (StrategyJWT) or a Store
	// last until they expire although the Adapter could end them: it is not asked,
	// and a cookie that was copied works on after a sign-out.
	DangerousNoRevocation bool
}

// CookieConfig adapts the cookies, as in
// https://authjs.dev/reference/core#cookies. The defaults are Auth.js's.
type CookieConfig struct {
	// Insecure drops the Secure attribute and the name prefixes although the
	// origin is https. Only for a test behind a proxy that strips TLS.
	Insecure bool
	// Session, CSRF and CallbackURL rename a cookie and set its attributes. State
	// does so for the cookies of sign-ins under way at a provider, one for each:
	// its Name is what their names begin with.
	Session, CSRF, CallbackURL, State CookieOptions
}

// CookieOptions are the name and attributes of one cookie; the zero value of
// each field keeps the default.
type CookieOptions struct {
	// Name is used as it is, without a prefix being added.
	Name string
	// Domain shares the cookie with sub-domains. Default: none, this host only.
	Domain string
	// Path is the default "/" or a longer one.
	Path string
	// SameSite is Lax by default; None needs https.
	SameSite http.SameSite
}

func (c *SessionConfig) storeTimeout() time.Duration {
	if c.StoreTimeout <= 0 {
		return 500 * time.Millisecond
	}
	return c.StoreTimeout
}
