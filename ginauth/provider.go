package ginauth

import (
	"context"
	"encoding/json"
	"net/url"
	"reflect"
)

// ProviderType says how a provider signs people in, in Auth.js's words.
type ProviderType string

// The provider types that this version serves.
const (
	// TypeCredentials is a form that the program checks by itself.
	TypeCredentials ProviderType = "credentials"
	// TypeOAuth is another site, by OAuth 2.0. In the dialect of NextAuth v4 it
	// is also the type of OpenID Connect providers.
	TypeOAuth ProviderType = "oauth"
	// TypeOIDC is another site, by OpenID Connect.
	TypeOIDC ProviderType = "oidc"
	// TypeEmail is a link that is sent by mail.
	TypeEmail ProviderType = "email"
)

// ProviderInfo is what a provider says about itself.
type ProviderInfo struct {
	// ID names the provider in URLs and in its account: lower-case letters,
	// digits, "-" and "_".
	ID string
	// Name is what people read: "Sign in with Name".
	Name string
	Type ProviderType
	// User is the type that the provider returns, a pointer to a struct that
	// embeds [User]. The callbacks must expect this type; [NewAuth] compares.
	User reflect.Type
	// Style is how the provider's button looks.
	Style ProviderStyle
	// FormPost says that the answer comes as a POST from the provider's site
	// (response_mode=form_post): the cookies of the sign-in are SameSite=None.
	FormPost bool
	// Logout says that a sign-out ends the session at the provider, too: the ID
	// token of the sign-in is kept in the session for it.
	Logout bool
	// DangerousBareUserID makes the user's ID the provider's alone, as NextAuth v4 has it,
	// instead of "{provider}:{id}". Two providers may then have one ID for two
	// people.
	DangerousBareUserID bool
	// AdapterUsers says that the user whom Authorize returns is one of the
	// Adapter's, with the ID that it has there. Otherwise their ID is taken for
	// that of an account at this provider, and a user of the Adapter is found or
	// made for it.
	AdapterUsers bool
	// DangerousEmailAccountLinking signs a person of this provider in as the
	// user who has the same address, whoever has verified it: Auth.js's
	// allowDangerousEmailAccountLinking. Whoever can name an address at the
	// provider has the account. See [LinkVerifiedEmail] for the safe way.
	DangerousEmailAccountLinking bool
}

// ProviderStyle is how a provider's button looks.
type ProviderStyle struct {
	// Logo is an icon in a box of 24 by 24, as the d attribute of an SVG path,
	// or the URL of an image (https:, a path, or data:image/). Empty: none.
	Logo string
	// Background and Text are the provider's own colours, as "#24292f", for
	// templates that want them. The built-in page keeps to its theme.
	Background, Text string
}

// Provider is a way to sign in. A value of it also implements the interface
// of its type, as [CredentialsProvider]; the providers package makes them.
type Provider interface {
	// Describe returns what the provider is. An error says why it cannot work
	// (a struct tag that does not compile, say); NewAuth reports it.
	Describe() (ProviderInfo, error)
}

// CredentialsProvider signs in with what a form or a JSON body holds, at
// POST {base}/callback/{id}.
type CredentialsProvider interface {
	Provider
	// Form describes the fields that the built-in sign-in page shows.
	Form() []Field
	// Authorize checks the credentials. It returns the user; or nil and no error
	// (a typed nil included) when they are wrong; or one of the errors of
	// [Reject] and [FieldErrors]; or any other error, which is logged and
	// answered with a generic code.
	Authorize(ctx context.Context, in Credentials) (UserLike, error)
}

// Credentials is the body of a sign-in request, as a form or as JSON. It holds
// every field that was sent, csrfToken and callbackUrl among them, as in
// Auth.js. It does not print its values: they are secrets.
type Credentials struct {
	hidden
	// Form is set for application/x-www-form-urlencoded.
	Form url.Values
	// JSON is set for application/json: the members of the body's object.
	JSON map[string]json.RawMessage
}

// Field is one input of a sign-in form.
type Field struct {
	// Name is the field's name in the body; Label what people read.
	Name, Label string
	// Type is the input's HTML type: "text", "password", "email" …
	Type string
	// Placeholder, Autocomplete (HTML's autofill detail, as
	// "current-password") and Help (a line below the input) may be empty.
	Placeholder, Autocomplete, Help string
	// Required says that the browser does not send the form without it.
	Required bool
	// MinLength and MaxLength are in characters; 0 is none.
	MinLength, MaxLength int
	// Message says what the field wants when a rule (a validator tag) fails; an
	// unknown rule gives a general sentence.
	Message func(rule string) string
}
