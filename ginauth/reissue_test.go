package ginauth_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// rich is a token whose fields a callback can write through, without touching
// the struct itself.
type rich struct {
	ginauth.Token
	Map     map[string]int   `json:"map"`
	Maybe   map[string]int   `json:"maybe,omitempty"`
	Slice   []string         `json:"slice"`
	Pointer *struct{ N int } `json:"pointer"`
	At      time.Time        `json:"at"`
	Count   int              `json:"count"`
	Local   int              `json:"-"`
	cache   *int
}

func filled() rich {
	return rich{
		Map: map[string]int{"a": 1}, Slice: []string{"a", "b"}, Pointer: &struct{ N int }{1},
		At: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC),
	}
}

// shapeOf makes callbacks of one function that runs at every read.
func shapeOf[T any, PT interface {
	*T
	ginauth.TokenLike
}](signIn, read func(PT)) ginauth.Callbacks {
	return callbacks.Shape(
		func(_ context.Context, t PT, in callbacks.JWT[*User]) error {
			if in.Trigger == ginauth.TriggerSignIn {
				signIn(t)
			} else {
				read(t)
			}
			return nil
		},
		func(context.Context, *Session, PT) error { return nil },
	)
}

// A jwt callback that changes the token on a read causes one re-issue; one
// that comes to the same value causes none.
func TestCallbackThatChangesTheToken(t *testing.T) {
	for name, c := range map[string]struct {
		read     func(*rich)
		reissues int
	}{
		"nothing":                 {func(*rich) {}, 0},
		"same map":                {func(t *rich) { t.Map = maps.Clone(t.Map) }, 0},
		"same map value":          {func(t *rich) { t.Map["a"] = 1 }, 0},
		"same slice":              {func(t *rich) { t.Slice = append([]string(nil), t.Slice...) }, 0},
		"same pointer":            {func(t *rich) { t.Pointer = &struct{ N int }{1} }, 0},
		"same name":               {func(t *rich) { t.Name = "J Smith" }, 0},
		"the library's own":       {func(t *rich) { t.ExpiresAt, t.SessionID, t.AuthTime, t.ID = 1, "x", 1, "x" }, 0},
		"a field that is private": {func(t *rich) { n := 1; t.cache = &n }, 0},
		"a field that is unkept":  {func(t *rich) { t.Local++ }, 0},
		"an empty map":            {func(t *rich) { t.Maybe = map[string]int{} }, 0},
		"time in another form":    {func(t *rich) { t.At = t.At.UTC().Local().In(time.FixedZone("UTC", 0)).UTC() }, 0},
		"map in place":            {func(t *rich) { t.Map["b"] = 2 }, 1},
		"map key deleted":         {func(t *rich) { delete(t.Map, "a") }, 1},
		"slice in place":          {func(t *rich) { t.Slice[0] = "z" }, 1},
		"slice shorter":           {func(t *rich) { t.Slice = t.Slice[:1] }, 1},
		"pointer in place":        {func(t *rich) { t.Pointer.N = 2 }, 1},
		"pointer dropped":         {func(t *rich) { t.Pointer = nil }, 1},
		"name":                    {func(t *rich) { t.Name = "Other" }, 1},
		"count":                   {func(t *rich) { t.Count = 5 }, 1},
		"count at each read":      {func(t *rich) { t.Count++ }, 3},
	} {
		for strategy, store := range map[string]func(*ginauth.Config){"jwt": func(*ginauth.Config) {}, "store": withMemstore} {
			t.Run(strategy+"/"+name, func(t *testing.T) {
				a := start(t, withCallbacks(shapeOf(func(t *rich) { name := t.Token; *t = filled(); t.Token = name }, c.read)), store)
				a.signIn()
				got := 0
				for range 3 {
					a.clock.Advance(time.Second)
					if setsSession(a.get("/me")) {
						got++
					}
				}
				expect(t, "re-issues in three reads", got, c.reissues)
			})
		}
	}
}

// The same for a type without pointers, which is compared in another way.
func TestCallbackThatChangesAFlatToken(t *testing.T) {
	type flat struct {
		ginauth.Token
		Role  string `json:"role"`
		Local int    `json:"-"`
		cache int
	}
	for name, c := range map[string]struct {
		read     func(*flat)
		reissues int
	}{
		"nothing":           {func(*flat) {}, 0},
		"same":              {func(t *flat) { t.Role = "user" }, 0},
		"the library's own": {func(t *flat) { t.IssuedAt, t.SessionID = 1, "x" }, 0},
		"not kept":          {func(t *flat) { t.Local, t.cache = 1, 1 }, 0},
		"role":              {func(t *flat) { t.Role = "admin" }, 1},
		"picture":           {func(t *flat) { t.Picture = "/x.png" }, 1},
		"subject":           {func(t *flat) { t.Subject = "2" }, 1},
	} {
		a := start(t, withCallbacks(shapeOf(func(t *flat) { t.Role = "user" }, c.read)))
		a.signIn()
		sid := a.sessionClaims()["sid"]
		got := 0
		for range 3 {
			a.clock.Advance(time.Second)
			if setsSession(a.get("/me")) {
				got++
			}
		}
		expect(t, name+": re-issues in three reads", got, c.reissues)
		expect(t, name+": sid", a.sessionClaims()["sid"], sid)
		if a.sessionClaim("exp") < 1000 {
			t.Errorf("%s: the callback has set the library's own claims", name)
		}
	}
}
