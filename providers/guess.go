package providers

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// What a field is called, decides how it is drawn if no tag says it.
var (
	userNames = []string{"username", "user", "login", "userid", "loginname"}
	codeNames = []string{"otp", "totp", "onetimecode", "onetimepassword", "mfacode", "twofactorcode", "verificationcode"}
	passwords = []string{"password", "passwd", "passphrase"}
)

// inputTypes are the HTML types that a sign-in form can use.
var inputTypes = []string{
	"text", "password", "email", "url", "tel", "search", "number", "range", "checkbox",
	"date", "time", "datetime-local", "month", "week", "color", "hidden",
}

// inputType is the tag's type if it fits, or one found by kind, rule and name.
func (f *field) inputType(tag string) (string, error) {
	k := kindOf(f.typ)
	switch {
	case tag == "":
		return f.guessInput(k), nil
	case !slices.Contains(inputTypes, tag):
		return "", fmt.Errorf("input:%q is not an HTML input type for a sign-in form; there are %s", tag, strings.Join(inputTypes, ", "))
	case (tag == "checkbox") != (k == truth):
		return "", fmt.Errorf("input:%q does not fit: checkbox is for a bool, and a bool has no other", tag)
	}
	return tag, nil
}

func (f *field) guessInput(k kind) string {
	switch k {
	case truth:
		return "checkbox"
	case integer, natural:
		return "number"
	case decimal:
		return "text" // a number input takes whole numbers only, without a step
	}
	for _, r := range f.rules {
		switch r.name {
		case "email":
			return "email"
		case "url", "http_url", "https_url":
			return "url"
		case "e164":
			return "tel"
		}
	}
	if !f.named(codeNames) && slices.ContainsFunc(passwords, func(p string) bool {
		return strings.Contains(bare(f.view.Name), p) || strings.Contains(bare(f.goName), p)
	}) {
		return "password"
	}
	return "text"
}

// autocompleteOf is HTML's autofill detail, so that password managers know what
// to fill in; identified says that an earlier field already names the user.
func autocompleteOf(f *field, identified bool) string {
	switch {
	case f.named(codeNames):
		return "one-time-code"
	case f.view.Type == "password":
		return "current-password"
	case f.named(userNames):
		return "username"
	case f.view.Type == "email" && identified:
		return "email"
	case f.view.Type == "email":
		return "username"
	}
	return ""
}

func (f *field) named(names []string) bool {
	return slices.Contains(names, bare(f.view.Name)) || slices.Contains(names, bare(f.goName))
}

// bare is a name without case and separators.
func bare(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// labelOf makes words of a Go name: "OneTimeCode" is "One time code", "APIKey"
// is "API key".
func labelOf(name string) string {
	var words []string
	runes := []rune(name)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i < len(runes) && !wordBegins(runes, i) {
			continue
		}
		if word := strings.Trim(string(runes[start:i]), "_"); word != "" {
			words = append(words, word)
		}
		start = i
	}
	for i, w := range words {
		if i > 0 && w != strings.ToUpper(w) {
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}

func wordBegins(runes []rune, i int) bool {
	switch {
	case runes[i] == '_' || runes[i-1] == '_':
		return true
	case !unicode.IsUpper(runes[i]):
		return false
	case !unicode.IsUpper(runes[i-1]):
		return true // codeX
	}
	return i+1 < len(runes) && unicode.IsLower(runes[i+1]) // APIKey
}
