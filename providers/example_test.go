package providers_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// User is what authorize returns.
type User struct {
	ginauth.User
	Role, AccessToken string
}

// Login is the sign-in form.
type Login struct {
	Username string `json:"username" validate:"required" label:"Username" placeholder:"jsmith"`
	Password string `json:"password" validate:"required" label:"Password" input:"password"`
}

func authorize(_ context.Context, in Login) (*User, error) {
	if in.Username == "mallory" {
		return nil, ginauth.Reject(http.StatusForbidden, "Credentials not working")
	}
	if in.Username != "jsmith" || in.Password != "hunter2" {
		return nil, nil
	}
	return &User{User: ginauth.User{ID: "1", Name: "J Smith"}, Role: "admin"}, nil
}

func ExampleCredentials() {
	provider := providers.Credentials(authorize)

	_, err := ginauth.NewAuth(ginauth.Config{
		Secret:    "an example needs 32 characters, too",
		BaseURL:   "http://app.test",
		Providers: []ginauth.Provider{provider},
	})
	fmt.Println(err)
	// Output: <nil>
}

func ExampleCredentials_several() {
	ldap := func(ctx context.Context, in Login) (*User, error) { return nil, errors.New("the directory is down") }

	for _, p := range []ginauth.Provider{
		providers.Credentials(authorize),
		providers.Credentials(ldap, providers.ID("ldap"), providers.Name("LDAP")),
	} {
		info, err := p.Describe()
		fmt.Println(info.ID, info.Name, err)
	}
	// Output:
	// credentials Credentials <nil>
	// ldap LDAP <nil>
}

func ExampleValidation() {
	type StaffLogin struct {
		Badge string `json:"badge" validate:"required,badge" message:"Your badge number begins with B-."`
	}
	provider := providers.Credentials(
		func(ctx context.Context, in StaffLogin) (*ginauth.User, error) { return nil, nil },
		providers.Validation("badge", func(fl validator.FieldLevel) bool {
			return strings.HasPrefix(fl.Field().String(), "B-")
		}),
	)
	body := ginauth.Credentials{Form: map[string][]string{"badge": {"17"}}}

	_, err := provider.(ginauth.CredentialsProvider).Authorize(context.Background(), body)
	if invalid, ok := errors.AsType[ginauth.FieldErrors](err); ok {
		fmt.Println(invalid[0].Field, invalid[0].Rule, invalid[0].Message)
	}
	// Output: badge badge Your badge number begins with B-.
}

// What is missing is an error of New that names the variable.
func ExampleGitHub() {
	_, err := ginauth.NewAuth(ginauth.Config{
		BaseURL: "https://app.example.com", Secret: "9f2c6d0b7e41a85c3d90e2f7b6a41c58",
		Providers: []ginauth.Provider{providers.GitHub()},
	})
	fmt.Println(strings.Contains(err.Error(), "AUTH_GITHUB_ID"), strings.Contains(err.Error(), "AUTH_GITHUB_SECRET"))
	// Output: true true
}

// A provider that is not in the catalogue: data, and one pure function.
func ExampleOAuth() {
	acme := providers.OAuth(providers.Config{
		ID: "acme", Name: "Acme",
		AuthorizationURL: "https://acme.example/oauth/authorize",
		TokenURL:         "https://acme.example/oauth/token",
		UserInfoURL:      "https://api.acme.example/v1/me",
		Scopes:           []string{"profile"},
		Profile: func(a providers.Answer) providers.Profile {
			return providers.Profile{
				User:          ginauth.User{ID: a.Text("data.id"), Name: a.Text("data.display_name"), Email: a.Text("data.email")},
				EmailVerified: a.Bool("data.email_confirmed"),
			}
		},
	}, providers.ClientID("app"), providers.ClientSecret("a secret of Acme's"))
	info, err := acme.Describe()
	fmt.Println(info.ID, info.Name, info.Type, err)
	// Output: acme Acme oauth <nil>
}

// With OpenID Connect the issuer is all there is to know.
func ExampleOIDC() {
	acme := providers.OIDC(providers.Config{ID: "acme", Name: "Acme", Issuer: "https://id.acme.example"},
		providers.ClientID("app"), providers.ClientSecret("a secret of Acme's"), providers.Logout())
	info, err := acme.Describe()
	fmt.Println(info.ID, info.Type, info.Logout, err)
	// Output: acme oidc true <nil>
}

// A document is read by paths; an id is the same as a number and as text.
func ExampleDocument() {
	doc, err := providers.ParseDocument([]byte(`{"data":{"id":7,"names":["Ann"],"email_confirmed":"true"}}`))
	fmt.Println(doc.Text("data.id"), doc.Text("data.nick", "data.names.0"), doc.Bool("data.email_confirmed"), err)
	// Output: 7 Ann true <nil>
}
