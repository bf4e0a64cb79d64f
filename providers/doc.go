// Package providers makes the ways to sign in of a ginauth.Config.
//
// [GitHub], [Google] and the others sign in at another site; [OIDC] and [OAuth] do
// so at any that is not among them. A client id and a secret in the environment
// (AUTH_GITHUB_ID, AUTH_GITHUB_SECRET), and the button is there:
//
//	ginauth.Config{Providers: []ginauth.Provider{providers.GitHub()}}
//
// [Config] says what such a provider consists of; options change it.
//
// [Credentials] signs in with a form that the program checks by itself: a user
// name and a password, a one-time code, whatever the struct of the form holds.
// The struct's tags say how a field is checked and drawn, and the types are
// inferred from the function:
//
//	type Login struct {
//		Username string `json:"username" validate:"required" label:"Username" placeholder:"jsmith"`
//		Password string `json:"password" validate:"required" label:"Password" input:"password"`
//	}
//
//	func authorize(ctx context.Context, in Login) (*User, error) { … }
//
//	ginauth.Config{Providers: []ginauth.Provider{providers.Credentials(authorize)}}
//
// # Tags of a field
//
//	json          the name in the body; default: the name of the field
//	validate      rules of github.com/go-playground/validator, and maxbytes=N
//	message       the sentence to show, whichever rule fails
//	label         default: the field's name in words, "One time code"
//	input         the HTML type: text, password, email, url, tel, search,
//	              number, range, checkbox, date, time, datetime-local, month,
//	              week, color or hidden; default: by rule, type and name
//	placeholder   an example in the empty input
//	autocomplete  for password managers; default: by type and name
//	help          a line below the input
//
// Fields may be strings, booleans and numbers, types made of these, and
// pointers to them. A pointer stays nil if the field was not sent or its input
// was left empty: `validate:"required"` refuses false and 0, but on a pointer it
// only asks for a value. Embedded structs count as if their fields were written
// out. Unexported fields and those with json:"-" are left alone.
//
// # Values
//
// A form (application/x-www-form-urlencoded) and a JSON object are read alike.
// Names are compared exactly. Text arrives as it was sent, neither trimmed nor
// cut nor normalised; in JSON, numbers and booleans may also be strings. A
// field may be sent once, and have at most 1,024 bytes in a password and 4,096
// bytes otherwise; the rule maxbytes=N sets another limit.
//
// The rules min, max and len count characters. bcrypt uses no more than 72
// bytes of a password: golang.org/x/crypto/bcrypt refuses to hash a longer one,
// but compares only its first 72 bytes. A program that keeps bcrypt hashes
// should say so, since 72 Cyrillic letters are 144 bytes:
//
//	Password string `json:"password" validate:"required,maxbytes=72"`
//
// The password inputs of the built-in page have no maxlength: a browser cuts a
// pasted password there without a word.
//
// # What goes wrong
//
// Fields that do not fit are reported together, as [ginauth.FieldErrors]: by
// name, rule and a sentence, never with the value. Besides the rules of the
// validate tag there are "type" (text where a number belongs), "range" (a
// number too large for its field), "single" (sent more than once), "maxbytes",
// and "or" for a rule with alternatives ("email|e164").
//
// Tags that cannot work (an unknown rule, a parameter that is not a number, two
// fields of one name) are an error of ginauth.NewAuth, not of the first sign-in.
package providers
