package ginauth_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// Types that take the place of something of ours, one way each.
type (
	hidesGoName struct {
		ginauth.Token
		Subject string `json:"-"`
	}
	claimName struct {
		ginauth.Token
		Full string `json:"name"`
	}
	claimEmail struct {
		ginauth.Token
		Mail string `json:"EMAIL,omitempty"`
	}
	claimPicture struct {
		ginauth.Token
		Avatar string `json:"Picture"`
	}
	claimSub struct {
		ginauth.Token
		Sub string
	}
	claimIat struct {
		ginauth.Token
		Iat int64
	}
	claimExp struct {
		ginauth.Token
		Until int64 `json:"exp"`
	}
	claimJti struct {
		ginauth.Token
		JTI string
	}
	claimSid struct {
		ginauth.Token
		SID string `json:",omitempty"`
	}
	claimAuthTime struct {
		ginauth.Token
		At int64 `json:"Auth_Time"`
	}
	claimNbf struct {
		ginauth.Token
		From int64 `json:"nbf"`
	}
	pointerToken struct{ *ginauth.Token }
	taggedToken  struct {
		ginauth.Token `json:"token"`
	}
	marshalsJSON   struct{ ginauth.Token }
	unmarshalsJSON struct{ ginauth.Token }
	marshalsText   struct{ ginauth.Token }
	unmarshalsText struct{ ginauth.Token }

	sessionUser struct {
		ginauth.Session
		Me string `json:"User"`
	}
	sessionExpires struct {
		ginauth.Session
		End string `json:"expires"`
	}
	sessionGoName struct {
		ginauth.Session
		User string `json:"me"`
	}
	pointerSession struct{ *ginauth.Session }
	taggedSession  struct {
		ginauth.Session `json:"session"`
	}

	userGoName struct {
		ginauth.User
		ID int
	}
	pointerUser struct{ *ginauth.User }
	taggedUser  struct {
		ginauth.User `json:"user"`
	}
)

func (marshalsJSON) MarshalJSON() ([]byte, error)       { return []byte("{}"), nil }
func (*unmarshalsJSON) UnmarshalJSON([]byte) error      { return nil }
func (*unmarshalsText) UnmarshalText([]byte) error      { return nil }
func (marshalsText) MarshalText() (out []byte, _ error) { return out, nil }

// The same one level down, and in a struct beside ours that JSON finds first.
type (
	mailbox struct {
		Address string `json:"email"`
	}
	besideClaim struct {
		goodBase
		mailbox
	}
	deepClaim   struct{ claimName }
	deepPointer struct{ *goodBase }
	deepTagged  struct {
		goodBase `json:"base"`
	}
	expiry struct {
		Until string `json:"expires"`
	}
	besideExpires struct {
		goodSessionBase
		expiry
	}
)

// Types that are as they should be.
type (
	goodBase struct {
		ginauth.Token
		Tenant string `json:"tenant"`
	}
	goodDeep struct {
		goodBase
		Role string `json:"role"`
	}
	goodMixin struct{ Locale, Theme string }
	goodToken struct {
		ginauth.Token
		goodMixin
		Role, Username, Subs string
		email                string
		Skipped              string `json:"-"`
	}
	goodSessionBase struct{ ginauth.Session }
	goodSession     struct {
		goodSessionBase
		Role  string `json:"role"`
		Users int
	}
	goodUserBase struct{ ginauth.User }
	goodUser     struct {
		goodUserBase
		Role, Sub, Picture string
	}
)

func (t *goodToken) address() string { return t.email } // unexported: JSON does not see it

func emptyShape[T, S, U any, PT interface {
	*T
	ginauth.TokenLike
}, PS interface {
	*S
	ginauth.SessionLike
}, PU interface {
	*U
	ginauth.UserLike
}]() ginauth.Callbacks {
	return callbacks.Shape[T, S, U, PT, PS, PU](nil, nil)
}

func tokenShape[T any, PT interface {
	*T
	ginauth.TokenLike
}]() ginauth.Callbacks {
	return emptyShape[T, ginauth.Session, ginauth.User, PT, *ginauth.Session, *ginauth.User]()
}

func sessionShape[S any, PS interface {
	*S
	ginauth.SessionLike
}]() ginauth.Callbacks {
	return emptyShape[ginauth.Token, S, ginauth.User, *ginauth.Token, PS, *ginauth.User]()
}

func userShape[U any, PU interface {
	*U
	ginauth.UserLike
}]() ginauth.Callbacks {
	return emptyShape[ginauth.Token, ginauth.Session, U, *ginauth.Token, *ginauth.Session, PU]()
}

// New refuses types with which a sign-in would seem to work and not last.
func TestShapeIsChecked(t *testing.T) {
	for name, tc := range map[string]struct {
		callbacks ginauth.Callbacks
		says      string // "" for a good one
	}{
		"plain":         {emptyShape[ginauth.Token, ginauth.Session, ginauth.User](), ""},
		"the kit's":     {seed(), ""},
		"extra fields":  {tokenShape[goodToken](), ""},
		"token, deep":   {tokenShape[goodDeep](), ""},
		"session, deep": {sessionShape[goodSession](), ""},
		"user, deep":    {userShape[goodUser](), ""},

		"Go name":        {tokenShape[hidesGoName](), "hidesGoName.Subject hides"},
		"name":           {tokenShape[claimName](), `"name"`},
		"email":          {tokenShape[claimEmail](), `"EMAIL"`},
		"picture":        {tokenShape[claimPicture](), `"Picture"`},
		"sub":            {tokenShape[claimSub](), `"Sub"`},
		"iat":            {tokenShape[claimIat](), `"Iat"`},
		"exp":            {tokenShape[claimExp](), `"exp"`},
		"jti":            {tokenShape[claimJti](), `"JTI"`},
		"sid":            {tokenShape[claimSid](), `"SID"`},
		"auth_time":      {tokenShape[claimAuthTime](), `"Auth_Time"`},
		"nbf":            {tokenShape[claimNbf](), `"nbf"`},
		"pointer":        {tokenShape[pointerToken](), "without the star"},
		"tag":            {tokenShape[taggedToken](), "drop the tag"},
		"MarshalJSON":    {tokenShape[marshalsJSON](), "drop the method"},
		"UnmarshalJSON":  {tokenShape[unmarshalsJSON](), "drop the method"},
		"MarshalText":    {tokenShape[marshalsText](), "drop the method"},
		"UnmarshalText":  {tokenShape[unmarshalsText](), "drop the method"},
		"session user":   {sessionShape[sessionUser](), `"User"`},
		"expires":        {sessionShape[sessionExpires](), `"expires"`},
		"session field":  {sessionShape[sessionGoName](), "sessionGoName.User hides"},
		"session star":   {sessionShape[pointerSession](), "without the star"},
		"session tag":    {sessionShape[taggedSession](), "drop the tag"},
		"user field":     {userShape[userGoName](), "userGoName.ID hides"},
		"user star":      {userShape[pointerUser](), "without the star"},
		"user tag":       {userShape[taggedUser](), "drop the tag"},
		"beside, claim":  {tokenShape[besideClaim](), "besideClaim"},
		"beside, expiry": {sessionShape[besideExpires](), "besideExpires"},
		"deep claim":     {tokenShape[deepClaim](), "name"},
		"deep pointer":   {tokenShape[deepPointer](), "deepPointer"},
		"deep tag":       {tokenShape[deepTagged](), "deepTagged"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{Callbacks: tc.callbacks}))
			switch {
			case tc.says == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tc.says != "" && !errors.Is(err, ginauth.ErrConfig):
				t.Errorf("not refused: %v", err)
			case tc.says != "" && !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(tc.says)):
				t.Errorf("%q does not say %q", err, tc.says)
			}
		})
	}
}

// A token that embeds ours through another struct lasts over reads and renewals.
func TestDeepTokenLasts(t *testing.T) {
	expect(t, "an unexported field", (&goodToken{email: "x"}).address(), "x")
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}),
		withCallbacks(emptyShape[goodDeep, goodSession, User]()))
	a.signIn()
	for range 3 {
		a.clock.Advance(2 * minute)
		var out struct{ User ginauth.User }
		if err := json.Unmarshal([]byte(text(t, a.get("/me"))), &out); err != nil || out.User.Email != jsmith.Email {
			t.Fatalf("%+v, %v\n%s", out, err, a.logs)
		}
	}
}
