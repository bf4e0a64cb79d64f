package providers_test

import (
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestFormOfTheSeed(t *testing.T) {
	p, _ := kept[Login](t)
	form := p.Form()
	want := []ginauth.Field{
		{Name: "username", Label: "Username", Type: "text", Placeholder: "jsmith", Autocomplete: "username", Required: true},
		{Name: "password", Label: "Password", Type: "password", Autocomplete: "current-password", Required: true},
	}
	if len(form) != len(want) {
		t.Fatalf("%d fields, want %d", len(form), len(want))
	}
	for i := range want {
		compareFields(t, form[i], want[i])
	}
}

func compareFields(t *testing.T, got, want ginauth.Field) {
	t.Helper()
	type row struct {
		name, label, kind, placeholder, autocomplete, help string
		required                                           bool
		minLength, maxLength                               int
	}
	flat := func(f ginauth.Field) row {
		return row{f.Name, f.Label, f.Type, f.Placeholder, f.Autocomplete, f.Help, f.Required, f.MinLength, f.MaxLength}
	}
	if flat(got) != flat(want) {
		t.Errorf("field\n got %+v\nwant %+v", flat(got), flat(want))
	}
}

// base has an unexported name: its fields count all the same.
type base struct {
	Tenant string `json:"tenant"`
}

type Second struct {
	OneTimeCode string
	base
}

type pin uint16

type wide struct {
	Email    string   `json:"email" validate:"required,email"`
	Backup   string   `json:"backup" validate:"omitempty,email"`
	Password string   `json:"pw" validate:"required,min=8,max=64,maxbytes=72"`
	Site     string   `json:"site" validate:"omitempty,https_url"`
	Phone    string   `json:"phone" validate:"omitempty,required,e164"`
	Nick     string   `json:"nick" validate:"omitempty,min=2,max=20,maxbytes=30" help:"As others see you" autocomplete:"nickname"`
	Code     string   `json:"code" validate:"len=6" input:"tel"`
	Age      *int     `json:"age" validate:"required,min=18"`
	PIN      pin      `json:"pin"`
	Ratio    float64  `json:"ratio"`
	Remember bool     `json:"remember" label:"Keep me signed in"`
	Terms    *bool    `json:"terms" validate:"required"`
	Born     string   `json:"born" input:"date"`
	Skipped  []string `json:"-"`
	hidden   chan int
	Second
	APIKey string `json:",omitempty"`
}

func TestFormOfEverything(t *testing.T) {
	_ = wide{hidden: nil}.hidden
	p, _ := kept[wide](t)
	want := []ginauth.Field{
		{Name: "email", Label: "Email", Type: "email", Autocomplete: "username", Required: true},
		{Name: "backup", Label: "Backup", Type: "email", Autocomplete: "email"},
		{Name: "pw", Label: "Password", Type: "password", Autocomplete: "current-password", Required: true, MinLength: 8},
		{Name: "site", Label: "Site", Type: "url"},
		{Name: "phone", Label: "Phone", Type: "tel"},
		{Name: "nick", Label: "Nick", Type: "text", Autocomplete: "nickname", Help: "As others see you", MinLength: 2, MaxLength: 20},
		{Name: "code", Label: "Code", Type: "tel", MinLength: 6, MaxLength: 6},
		{Name: "age", Label: "Age", Type: "number", Required: true},
		{Name: "pin", Label: "PIN", Type: "number"},
		{Name: "ratio", Label: "Ratio", Type: "text"},
		{Name: "remember", Label: "Keep me signed in", Type: "checkbox"},
		{Name: "terms", Label: "Terms", Type: "checkbox", Required: true},
		{Name: "born", Label: "Born", Type: "date"},
		{Name: "OneTimeCode", Label: "One time code", Type: "text", Autocomplete: "one-time-code"},
		{Name: "tenant", Label: "Tenant", Type: "text"},
		{Name: "APIKey", Label: "API key", Type: "text"},
	}
	form := p.Form()
	if len(form) != len(want) {
		t.Fatalf("%d fields, want %d: %+v", len(form), len(want), form)
	}
	for i := range want {
		compareFields(t, form[i], want[i])
	}
}

func TestFormIsACopy(t *testing.T) {
	p, _ := kept[Login](t)
	p.Form()[0].Label = "changed"
	if got := p.Form()[0].Label; got != "Username" {
		t.Errorf("label %q after a caller changed its copy", got)
	}
}

func TestLabels(t *testing.T) {
	want := map[string]string{
		"A": "A", "UserID": "User ID", "Company_Name": "Company name", "TwoFactorCode": "Two factor code",
		"HTTPSPort": "HTTPS port", "PIN": "PIN", "PlanB": "Plan B", "EmailOrLogin": "E-mail or login",
		"EmptyLabelTag": "Empty label tag", "X9": "X9",
	}
	type unicodeForm struct {
		SchuhGröße int `json:"size"`
	}
	if got := fieldOf[unicodeForm](t, "size").Label; got != "Schuh größe" {
		t.Errorf("label %q", got)
	}
	type plain struct {
		A, UserID, Company_Name, TwoFactorCode, PIN, PlanB, X9 string
		HTTPSPort                                              int
		EmailOrLogin                                           string `label:"E-mail or login"`
		EmptyLabelTag                                          string `label:""`
	}
	for name, label := range want {
		if got := fieldOf[plain](t, name).Label; got != label {
			t.Errorf("%s: label %q, want %q", name, got, label)
		}
	}
}

func TestAutocomplete(t *testing.T) {
	type byName struct {
		Login string `json:"login"`
		Email string `json:"email" validate:"email"`
		TOTP  string `json:"totp"`
		Pass  string `json:"user_password"`
		Other string `json:"other"`
	}
	for name, want := range map[string]string{
		"login": "username", "email": "email", "totp": "one-time-code", "user_password": "current-password", "other": "",
	} {
		if got := fieldOf[byName](t, name).Autocomplete; got != want {
			t.Errorf("%s: autocomplete %q, want %q", name, got, want)
		}
	}
	type oneTime struct {
		OneTimePassword string `json:"one_time_password"`
		New             string `json:"new" input:"password" autocomplete:"new-password"`
	}
	if f := fieldOf[oneTime](t, "one_time_password"); f.Type != "text" || f.Autocomplete != "one-time-code" {
		t.Errorf("one-time password: type %q, autocomplete %q", f.Type, f.Autocomplete)
	}
	if f := fieldOf[oneTime](t, "new"); f.Autocomplete != "new-password" {
		t.Errorf("the tag does not count: %q", f.Autocomplete)
	}
}
