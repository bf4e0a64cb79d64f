package ginauth

import (
	"fmt"
	"net/http"
	"reflect"

	"github.com/gorilla/securecookie"
	gsessions "github.com/gorilla/sessions"
)

// withoutRace makes a store safe for requests that come at the same time. Most
// stores are. Those of gorm and PostgreSQL set their own age, and that of their
// codecs, in each New. Each call of one of them gets a store of its own, which
// costs a small copy and holds nobody up. If such a store is within one that we
// do not know how to copy, its calls come one after the other.
func withoutRace(store gsessions.Store) gsessions.Store {
	if !writesItself(store) {
		return store
	}
	if copied, ok := copiedFrom(backing(store)); ok {
		return copied
	}
	return &serialStore{store: store, turn: make(chan struct{}, 1)}
}

// copiedStore uses a store once, and then the next copy of it.
type copiedStore struct {
	model   reflect.Value // a struct that nobody writes to
	options gsessions.Options
	field   int // of the options
}

// copiedFrom takes what v points to as a model, if it is a known kind of store
// and has the fields that matter: its codecs and one set of options.
func copiedFrom(v reflect.Value) (*copiedStore, bool) {
	if !isKnown(v) {
		return nil, false
	}
	c := &copiedStore{model: reflect.New(v.Type().Elem()).Elem(), field: -1}
	c.model.Set(v.Elem())
	codecs := -1
	for i := range c.model.NumField() {
		if !c.model.Field(i).CanSet() {
			continue
		}
		switch value := c.model.Field(i).Interface().(type) {
		case []securecookie.Codec:
			codecs = i
			c.model.Field(i).Set(reflect.ValueOf(fixed(value)))
		case *gsessions.Options:
			if value != nil {
				c.field, c.options = i, *value
			}
		}
	}
	return c, codecs >= 0 && c.field >= 0
}

func (c *copiedStore) once() gsessions.Store {
	own, options := reflect.New(c.model.Type()), c.options
	own.Elem().Set(c.model)
	own.Elem().Field(c.field).Set(reflect.ValueOf(&options))
	store, _ := reflect.TypeAssert[gsessions.Store](own) // it was one when it was found
	return store
}

// Get implements [gsessions.Store] as New does: there is no registry here.
func (c *copiedStore) Get(r *http.Request, name string) (*gsessions.Session, error) {
	return c.New(r, name)
}

// New implements [gsessions.Store].
func (c *copiedStore) New(r *http.Request, name string) (*gsessions.Session, error) {
	return c.once().New(r, name)
}

// Save implements [gsessions.Store].
func (c *copiedStore) Save(r *http.Request, w http.ResponseWriter, s *gsessions.Session) error {
	return c.once().Save(r, w, s)
}

// fixedCodec hides the type by which the stores find the codecs whose age they
// set: one codec serves all copies.
type fixedCodec struct{ securecookie.Codec }

func fixed(codecs []securecookie.Codec) []securecookie.Codec {
	out := make([]securecookie.Codec, len(codecs))
	for i, codec := range codecs {
		if signed, ok := codec.(*securecookie.SecureCookie); ok {
			own := *signed
			codec = &own
		}
		out[i] = fixedCodec{codec}
	}
	return out
}

// serialStore lets in one call at a time.
type serialStore struct {
	store gsessions.Store
	turn  chan struct{}
}

// Get implements [gsessions.Store] as New does.
func (s *serialStore) Get(r *http.Request, name string) (*gsessions.Session, error) {
	return s.New(r, name)
}

// New implements [gsessions.Store]. Its error may be that of the request's
// context.
func (s *serialStore) New(r *http.Request, name string) (session *gsessions.Session, err error) {
	err = s.inTurn(r, func() (err error) { session, err = s.store.New(r, name); return err })
	return session, err
}

// Save implements [gsessions.Store]. Its error may be that of the request's
// context.
func (s *serialStore) Save(r *http.Request, w http.ResponseWriter, session *gsessions.Session) error {
	return s.inTurn(r, func() error { return s.store.Save(r, w, session) })
}

func (s *serialStore) inTurn(r *http.Request, call func() error) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
		return call()
	case <-r.Context().Done():
		return fmt.Errorf("waiting for the store: %w", r.Context().Err())
	}
}
