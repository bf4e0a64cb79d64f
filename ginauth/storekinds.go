package ginauth

import (
	"reflect"
	"slices"
	"strings"

	gsessions "github.com/gorilla/sessions"
)

// storeKind is how a store behaves where stores differ. The zero value is for
// those that nobody here has read.
type storeKind struct {
	// holdsNothing says that the whole session is in the cookie.
	holdsNothing bool
	// reports says that New returns the error of a store that does not answer,
	// where others return a new session, as for one that they do not know.
	reports bool
	// writesItself says that New sets fields of the store, which is a data race
	// between two requests.
	writesItself bool
}

// storeKinds are what gin-contrib's stores are made of. They are told by name:
// an import would bring every database there is into our go.mod.
var storeKinds = map[string]storeKind{
	"github.com/gorilla/sessions.CookieStore":          {holdsNothing: true, reports: true},
	"github.com/quasoft/memstore.MemStore":             {reports: true},
	"github.com/boj/redistore.RediStore":               {reports: true},
	"github.com/antonlindstrom/pgstore.PGStore":        {reports: true, writesItself: true},
	"github.com/wader/gormstore/v2.Store":              {writesItself: true},
	"github.com/laziness-coders/mongostore.MongoStore": {},
}

// isCookieStore tells whether sessions would be in the cookie, where nobody can
// end them: gin-contrib's cookie store, or a store around it.
func isCookieStore(store gsessions.Store) bool {
	return slices.ContainsFunc(kindsOf(store), func(k storeKind) bool { return k.holdsNothing })
}

// writesItself tells whether a store, or one that it is made of, races with
// itself.
func writesItself(store gsessions.Store) bool {
	return slices.ContainsFunc(kindsOf(store), func(k storeKind) bool { return k.writesItself })
}

// reports tells whether a store is known to return the errors of its reads. One
// around another is believed to hand its errors on.
func reports(store gsessions.Store) bool {
	kinds := kindsOf(store)
	return len(kinds) > 0 && !slices.ContainsFunc(kinds, func(k storeKind) bool { return !k.reports })
}

// maxStoreDepth is how many stores within each other are looked through.
const maxStoreDepth = 8

var storeType = reflect.TypeFor[gsessions.Store]()

// kindsOf are the known stores that a store is or is made of.
func kindsOf(store gsessions.Store) []storeKind {
	return kindsWithin(reflect.ValueOf(store), maxStoreDepth)
}

// kindsWithin looks at every field that is a store itself.
func kindsWithin(v reflect.Value, depth int) []storeKind {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || depth == 0 {
		return nil
	}
	if kind, ok := storeKinds[typeName(v.Type())]; ok {
		return []storeKind{kind}
	}
	var kinds []storeKind
	for _, field := range v.Fields() {
		if t := field.Type(); t.Implements(storeType) || reflect.PointerTo(t).Implements(storeType) {
			kinds = append(kinds, kindsWithin(field, depth-1)...)
		}
	}
	return kinds
}

// backing is the store itself, or the pointer that it is if it is one of
// gin-contrib's, which add one method to it.
func backing(store gsessions.Store) reflect.Value {
	v := reflect.ValueOf(store)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return v
	}
	if t := v.Elem().Type(); strings.HasPrefix(t.PkgPath(), "github.com/gin-contrib/sessions/") && t.NumField() == 1 && t.Field(0).Anonymous {
		return v.Elem().Field(0)
	}
	return v
}

// isKnown tells whether v points to a store of which we know how it is made.
func isKnown(v reflect.Value) bool {
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return false
	}
	_, known := storeKinds[typeName(v.Type().Elem())]
	return known
}

func typeName(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }
