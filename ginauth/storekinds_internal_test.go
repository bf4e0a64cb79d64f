package ginauth

import (
	"testing"

	ginsessions "github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/cookie"
	"github.com/gin-contrib/sessions/memstore"
	gsessions "github.com/gorilla/sessions"
)

type (
	embedding struct{ ginsessions.Store }
	// holding has stores in fields, too.
	holding struct {
		embedding
		second  ginsessions.Store
		pointer *embedding
		self    *holding
	}
	own struct{ gsessions.Store }
)

// Options implements a store of gin-contrib/sessions.
func (own) Options(ginsessions.Options) {}

func TestKindsOfStores(t *testing.T) {
	key := []byte("a key of a store, made for tests only")
	inCookie, inMemory := cookie.NewStore(key), memstore.NewStore(key)
	circle := &holding{embedding: embedding{own{}}}
	circle.self = circle
	deep := inCookie
	for range maxStoreDepth + 1 {
		deep = embedding{deep}
	}
	for name, test := range map[string]struct {
		store            ginsessions.Store
		cookie, reported bool
	}{
		"nil":                 {nil, false, false},
		"nil pointer":         {(*embedding)(nil), false, false},
		"cookie":              {inCookie, true, true},
		"gorilla's cookie":    {own{gsessions.NewCookieStore(key)}, true, true},
		"embedded":            {embedding{inCookie}, true, true},
		"embedded, pointer":   {&embedding{&embedding{inCookie}}, true, true},
		"in a field":          {&holding{embedding: embedding{inMemory}, second: inCookie}, true, true},
		"in a pointer":        {&holding{embedding: embedding{inMemory}, pointer: &embedding{inCookie}}, true, true},
		"memory":              {inMemory, false, true},
		"memory, embedded":    {embedding{inMemory}, false, true},
		"somebody's own":      {own{}, false, false},
		"around itself":       {circle, false, false},
		"deeper than we look": {deep, false, false},
	} {
		if got := isCookieStore(test.store); got != test.cookie {
			t.Errorf("%s: isCookieStore is %v", name, got)
		}
		if got := reports(test.store); got != test.reported {
			t.Errorf("%s: reports is %v", name, got)
		}
		if writesItself(test.store) {
			t.Errorf("%s is said to race", name)
		}
	}
}
