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
