package ginauth_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// Whatever a provider says, an account without an id is nobody, and what
// cannot be what it claims to be is left out.
func TestIdentify(t *testing.T) {
	long := strings.Repeat("x", 256)
	for name, tc := range map[string]struct {
		given    ginauth.User
		verified bool
		want     ginauth.User // the ID decides: empty is a refusal
		vouched  bool
	}{
		"whole":            {ginauth.User{ID: "7", Name: "Ann", Email: "ann@example.com", Image: "https://x/y.png"}, true, ginauth.User{ID: "remote:7", Name: "Ann", Email: "ann@example.com", Image: "https://x/y.png"}, true},
		"not vouched for":  {ginauth.User{ID: "7", Email: "ann@example.com"}, false, ginauth.User{ID: "remote:7", Email: "ann@example.com"}, false},
		"no id":            {ginauth.User{Name: "Ann"}, true, ginauth.User{}, false},
		"zero":             {ginauth.User{ID: "0"}, true, ginauth.User{}, false},
		"zeros":            {ginauth.User{ID: "000"}, true, ginauth.User{}, false},
		"nil UUID":         {ginauth.User{ID: "00000000-0000-0000-0000-000000000000"}, true, ginauth.User{}, false},
		"blank":            {ginauth.User{ID: "  "}, true, ginauth.User{}, false},
		"long id":          {ginauth.User{ID: long}, true, ginauth.User{}, false},
		"longest id":       {ginauth.User{ID: long[1:]}, true, ginauth.User{ID: "remote:" + long[1:]}, false},
		"id with newline":  {ginauth.User{ID: "7\n8"}, true, ginauth.User{}, false},
		"upper case mail":  {ginauth.User{ID: "7", Email: "Ann@Example.COM"}, true, ginauth.User{ID: "remote:7", Email: "ann@example.com"}, true},
		"two addresses":    {ginauth.User{ID: "7", Email: "a@evil.test,b@example.com"}, true, ginauth.User{ID: "remote:7"}, false},
		"two @":            {ginauth.User{ID: "7", Email: "a@evil.test@example.com"}, true, ginauth.User{ID: "remote:7"}, false},
		"quoted":           {ginauth.User{ID: "7", Email: `"a@evil.test"@example.com`}, true, ginauth.User{ID: "remote:7"}, false},
		"display name":     {ginauth.User{ID: "7", Email: "Ann <a@example.com>"}, true, ginauth.User{ID: "remote:7"}, false},
		"fullwidth @":      {ginauth.User{ID: "7", Email: "a＠example.com"}, true, ginauth.User{ID: "remote:7"}, false},
		"kelvin sign":      {ginauth.User{ID: "7", Email: "\u212aevin@e\u212aample.com"}, true, ginauth.User{ID: "remote:7"}, false},
		"javascript image": {ginauth.User{ID: "7", Image: "javascript:alert(1)"}, true, ginauth.User{ID: "remote:7"}, false},
		"data image":       {ginauth.User{ID: "7", Image: "data:image/png;base64,x"}, true, ginauth.User{ID: "remote:7"}, false},
		"huge image":       {ginauth.User{ID: "7", Image: "https://x/" + strings.Repeat("y", 3000)}, true, ginauth.User{ID: "remote:7"}, false},
		"huge name":        {ginauth.User{ID: "7", Name: strings.Repeat("ä", 300)}, true, ginauth.User{ID: "remote:7", Name: strings.Repeat("ä", 200)}, false},
		"name of controls": {ginauth.User{ID: "7", Name: " A\x00n\r\nn "}, true, ginauth.User{ID: "remote:7", Name: "Ann"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var seen *ginauth.SignInParams
			p := &remote{exchange: func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
				u := tc.given
				return ginauth.OAuthIdentity{User: &u, EmailVerified: tc.verified}, nil
			}}
			a := startOAuth(t, func(cfg *ginauth.Config) {
				cfg.Callbacks.SignIn = func(_ context.Context, in ginauth.SignInParams) error {
					seen = &in
					return ginauth.ErrAccessDenied
				}
			}, p)
			state, _ := a.leave("remote")
			res := a.back("remote", "code", "c", "state", state)
			if tc.want.ID == "" {
				if seen != nil || res.Header.Get("Location") != base+"/error?error=OAuthCallback" {
					t.Errorf("%v, to %q", seen, res.Header.Get("Location"))
				}
				return
			}
			if seen == nil {
				t.Fatalf("refused: %s", a.logs)
			}
			got := *ginauth.UserOf(seen.User)
			if got != tc.want || (tc.want.Email != "" && seen.EmailVerified != tc.vouched) || (tc.want.Email == "" && seen.EmailVerified) {
				t.Errorf("%+v %v, want %+v %v", got, seen.EmailVerified, tc.want, tc.vouched)
			}
		})
	}
}

// An id alone is not a user: two providers may have the same one for two
// people. DangerousBareUserID is NextAuth's way.
func TestUserIDsOfTwoProviders(t *testing.T) {
	ids := map[string]string{}
	bare := func(i *ginauth.ProviderInfo) { i.DangerousBareUserID = true }
	one, two, three := &remote{id: "one"}, &remote{id: "two"}, &remote{id: "three", info: bare}
	a := startOAuth(t, func(cfg *ginauth.Config) {
		cfg.Callbacks.SignIn = func(_ context.Context, in ginauth.SignInParams) error {
			ids[in.Account.Provider] = ginauth.UserOf(in.User).ID
			return nil
		}
	}, one, two, three)
	for _, id := range []string{"one", "two", "three"} {
		state, _ := a.leave(id)
		a.back(id, "code", "c", "state", state)
	}
	if ids["one"] != "one:248289761001" || ids["two"] != "two:248289761001" || ids["three"] != "248289761001" {
		t.Errorf("ids %v", ids)
	}
}

// A provider that returns nothing, or panics, signs nobody in.
func TestIdentityOfNobody(t *testing.T) {
	for name, exchange := range map[string]func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error){
		"nothing": func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
			return ginauth.OAuthIdentity{}, nil
		},
		"typed nil": func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
			return ginauth.OAuthIdentity{User: (*ginauth.User)(nil)}, nil
		},
		"panic": func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) { panic("canary") },
		"error": func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
			return aliceIdentity(), errors.New("canary")
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := startOAuth(t, nil, &remote{exchange: exchange})
			state, _ := a.leave("remote")
			res := a.back("remote", "code", "c", "state", state)
			failedSignIn(t, a, res)
			if res.Header.Get("Location") != base+"/error?error=OAuthCallback" {
				t.Errorf("to %q", res.Header.Get("Location"))
			}
		})
	}
}
