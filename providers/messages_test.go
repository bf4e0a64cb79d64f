package providers_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

type sentences struct {
	User     string  `json:"user" validate:"required,alphanum" label:"User name"`
	Password string  `json:"password" validate:"required,min=8,max=64"`
	Again    string  `json:"again" validate:"eqfield=Password" input:"password"`
	Email    string  `json:"email" validate:"omitempty,email" label:"E-mail"`
	Code     string  `json:"code" validate:"omitempty,len=6,number"`
	One      string  `json:"one" validate:"omitempty,min=1"`
	Site     string  `json:"site" validate:"omitempty,url"`
	Key      string  `json:"key" validate:"omitempty,uuid"`
	Realm    string  `json:"realm" validate:"omitempty,oneof=hidden-a hidden-b"`
	Contact  string  `json:"contact" validate:"omitempty,email|e164"`
	Age      int     `json:"age" validate:"omitempty,min=18,max=130"`
	Ratio    float64 `json:"ratio" validate:"omitempty,lt=1.5"`
	Terms    bool    `json:"terms" validate:"required" label:"I accept the terms"`
	Dept     string  `json:"dept" validate:"required_with=Code"`
	Longer   string  `json:"longer" validate:"omitempty,gt=2,lt=5,nefield=User"`
	Start    string  `json:"start" validate:"omitempty,startswith=x"`
	Own      string  `json:"own" validate:"omitempty,startswith=x" message:"Ask your administrator."`
}

func valid() map[string]string {
	return map[string]string{"user": "abc", "password": "12345678", "again": "12345678", "terms": "on"}
}

func TestRulesAndSentences(t *testing.T) {
	tests := []struct {
		field, value string
		want         ginauth.FieldError
	}{
		{"user", "", ginauth.FieldError{Field: "user", Rule: "required", Message: "User name is required."}},
		{"user", "a b", ginauth.FieldError{Field: "user", Rule: "alphanum", Message: "User name must have only digits and the letters a to z."}},
		{"email", "x", ginauth.FieldError{Field: "email", Rule: "email", Message: "E-mail must be an e-mail address, like name@example.com."}},
		{"again", "x", ginauth.FieldError{Field: "again", Rule: "eqfield", Message: "Again must be the same as Password."}},
		{"code", "1234567", ginauth.FieldError{Field: "code", Rule: "len", Message: "Code must have exactly 6 characters."}},
		{"code", "12345x", ginauth.FieldError{Field: "code", Rule: "number", Message: "Code must have only digits."}},
		{"site", "x", ginauth.FieldError{Field: "site", Rule: "url", Message: "Site must be a web address, like https://example.com."}},
		{"key", "x", ginauth.FieldError{Field: "key", Rule: "uuid", Message: "Key must be a UUID."}},
		{"realm", "x", ginauth.FieldError{Field: "realm", Rule: "oneof", Message: "Realm is not one of the choices."}},
		{"contact", "x", ginauth.FieldError{Field: "contact", Rule: "or", Message: "Contact is not valid."}},
		{"age", "17", ginauth.FieldError{Field: "age", Rule: "min", Message: "Age must be at least 18."}},
		{"age", "131", ginauth.FieldError{Field: "age", Rule: "max", Message: "Age must be at most 130."}},
		{"age", "x", ginauth.FieldError{Field: "age", Rule: "type", Message: "Age must be a whole number."}},
		{"age", "99999999999999999999", ginauth.FieldError{Field: "age", Rule: "range", Message: "Age is too large or too small."}},
		{"ratio", "1.5", ginauth.FieldError{Field: "ratio", Rule: "lt", Message: "Ratio must be less than 1.5."}},
		{"ratio", "x", ginauth.FieldError{Field: "ratio", Rule: "type", Message: "Ratio must be a number."}},
		{"terms", "", ginauth.FieldError{Field: "terms", Rule: "required", Message: "Please tick “I accept the terms”."}},
		{"terms", "maybe", ginauth.FieldError{Field: "terms", Rule: "type", Message: "I accept the terms must be yes or no."}},
		{"longer", "12", ginauth.FieldError{Field: "longer", Rule: "gt", Message: "Longer must have more than 2 characters."}},
		{"longer", "12345", ginauth.FieldError{Field: "longer", Rule: "lt", Message: "Longer must have fewer than 5 characters."}},
		{"longer", "abc", ginauth.FieldError{Field: "longer", Rule: "nefield", Message: "Longer must differ from User name."}},
		{"start", "y", ginauth.FieldError{Field: "start", Rule: "startswith", Message: "Start is not valid."}},
		{"own", "y", ginauth.FieldError{Field: "own", Rule: "startswith", Message: "Ask your administrator."}},
	}
	p, _ := kept[sentences](t)
	for _, tt := range tests {
		form := map[string][]string{}
		for k, v := range valid() {
			form[k] = []string{v}
		}
		form[tt.field] = []string{tt.value}
		if tt.field == "code" {
			form["dept"] = []string{"x"}
		}
		_, err := p.Authorize(t.Context(), ginauth.Credentials{Form: form})
		got, ok := errors.AsType[ginauth.FieldErrors](err)
		if !ok || len(got) != 1 || got[0] != tt.want {
			t.Errorf("%s=%s:\n got %+v %v\nwant %+v", tt.field, tt.value, got, err, tt.want)
			continue
		}
		if again := fieldOf[sentences](t, tt.field).Message(tt.want.Rule); again != tt.want.Message {
			t.Errorf("%s: the page says %q, JSON %q", tt.field, again, tt.want.Message)
		}
	}
}

func TestAllFieldsAreReportedInOrder(t *testing.T) {
	p, _ := kept[sentences](t)
	_, err := p.Authorize(t.Context(), jsonBody(t, `{"password":"short","again":"short","age":"x","code":"123456","email":7}`))
	want := []string{"user.required", "password.min", "email.type", "age.type", "terms.required", "dept.required_with"}
	if got := broken(t, err); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestMessageOfARuleFromALink(t *testing.T) {
	field := fieldOf[sentences](t, "password")
	for rule, want := range map[string]string{
		"required":                  "Password is required.",
		"min":                       "Password must have at least 8 characters.",
		"max":                       "Password must have at most 64 characters.",
		"maxbytes":                  "Password is too long (at most 1024 bytes).",
		"type":                      "Password must be text.",
		"single":                    "Password was sent more than once.",
		"range":                     "Password is not valid.", // not of a text
		"email":                     "Password is not valid.", // not of this field
		"":                          "Password is not valid.",
		"min=8":                     "Password is not valid.",
		"call 0900 123":             "Password is not valid.",
		"<script>alert(1)</script>": "Password is not valid.",
	} {
		if got := field.Message(rule); got != want {
			t.Errorf("%q: %q, want %q", rule, got, want)
		}
	}
	if got := fieldOf[sentences](t, "one").Message("min"); got != "One must have at least 1 character." {
		t.Error(got)
	}
	if got := fieldOf[sentences](t, "own").Message("anything"); got != "Ask your administrator." {
		t.Error(got)
	}
	for _, name := range []string{"realm", "contact"} {
		for _, rule := range []string{"oneof", "or", "email|e164", "email"} {
			if got := fieldOf[sentences](t, name).Message(rule); strings.Contains(got, "hidden") || strings.Contains(got, "|") {
				t.Errorf("%s %s: %q", name, rule, got)
			}
		}
	}
}
