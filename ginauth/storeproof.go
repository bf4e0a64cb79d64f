package ginauth

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/securecookie"
	gsessions "github.com/gorilla/sessions"
	"golang.org/x/sync/errgroup"
)

// Some stores (gorm, mongo) return a new session for one that they could not
// look for: their database may be down. So what such a store does not know
// counts as unknown only after a proof. The store has been given a canary, a
// session that is nobody's, and is asked proofTosses times, by the toss of a
// coin either for the session or for the canary. If it always knows the canary
// and never the session, there is no session.
//
// A session that is there is lost only if every question for it fails and every
// one for the canary succeeds. Whatever the pattern in which a database fails,
// the coins do not know it: that is once in 2^proofTosses. A session that is
// really unknown costs so many look-ups, once, since its cookie is then cleared.
const (
	proofTosses = 20
	proofWidth  = 4 // look-ups at a time
	canaryName  = "ginauth-canary"
	canaryLife  = 24 * time.Hour
)

// canary is the session by which a store shows that it answers.
type canary struct {
	mu     sync.Mutex
	cookie string
	made   time.Time // by the real clock, which is the store's
}

func (c *canary) get() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.made) > canaryLife/2 {
		return ""
	}
	return c.cookie
}

func (c *canary) set(cookie string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cookie, c.made = cookie, time.Now()
}

func (c *canary) drop(cookie string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cookie == cookie {
		c.cookie = ""
	}
}

var (
	errFound = errors.New("the session is there after all")
	errDoubt = fmt.Errorf("%w: the store does not know what it was given to keep", ErrUnavailable)
)

// lookAgain returns the session if the store knows it after all, and a new one
// only if it proves that it does not.
func (t *storeStrategy) lookAgain(r *http.Request, name, id string, first *gsessions.Session) (*gsessions.Session, error) {
	if !t.signedByStore(name, id) { // whoever makes cookies up must not cost look-ups
		return nil, errNotSigned
	}
	cookie, err := t.canaryCookie(r)
	if err != nil {
		return nil, err
	}
	var random [8]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	coins := binary.NativeEndian.Uint64(random[:])
	var found atomic.Pointer[gsessions.Session]
	group, ctx := errgroup.WithContext(r.Context())
	group.SetLimit(proofWidth)
	for i := range proofTosses {
		own := r.WithContext(ctx)
		group.Go(func() error {
			return recovered(func() error {
				if coins>>i&1 == 0 {
					return t.seesCanary(own, cookie)
				}
				session, err := t.ask(own, name, id)
				if err == nil && !session.IsNew {
					found.Store(session)
					return errFound
				}
				return err
			})
		})
	}
	err = group.Wait()
	if session := found.Load(); session != nil {
		return session, nil
	}
	return first, err
}

func (t *storeStrategy) seesCanary(r *http.Request, cookie string) error {
	session, err := t.ask(r, canaryName, cookie)
	if err != nil && !errors.Is(err, errInvalidSession) {
		return err
	}
	if err != nil || session.IsNew || session.Values[storeKey] != canaryName {
		t.canary.drop(cookie) // it may have been deleted: the next proof has another
		return errDoubt
	}
	return nil
}

// canaryCookie names the canary. The first request that needs one makes it.
func (t *storeStrategy) canaryCookie(r *http.Request) (string, error) {
	unlock, err := t.lock(r, canaryName)
	if err != nil {
		return "", err
	}
	defer unlock()
	if cookie := t.canary.get(); cookie != "" {
		return cookie, nil
	}
	if err := late(r); err != nil {
		return "", err
	}
	own := r.WithContext(r.Context())
	own.Header = http.Header{}
	session, err := t.store.New(own, canaryName)
	if err != nil || session == nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	session.Values = map[any]any{storeKey: canaryName}
	session.Options = &gsessions.Options{Path: "/", MaxAge: int(canaryLife / time.Second)}
	var w discard
	if err := t.store.Save(own, &w, session); err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	cookie, ok := cookieIn(w.Header()["Set-Cookie"], canaryName)
	if !ok {
		return "", errNoCookie
	}
	t.canary.set(cookie.value)
	return cookie.value, nil
}

// signedByStore checks what the store itself would check first. It says yes if
// it cannot know.
func (t *storeStrategy) signedByStore(name, id string) bool {
	var raw []byte
	return len(t.signatures) == 0 || securecookie.DecodeMulti(name, id, &raw, t.signatures...) == nil
}

// signaturesOf are copies of a store's codecs that verify and decrypt a cookie
// and leave it at that; nil if its codecs are not to be had.
func signaturesOf(store gsessions.Store) []securecookie.Codec {
	model, ok := copiedFrom(backing(store))
	if !ok {
		return nil
	}
	var out []securecookie.Codec
	for _, field := range model.model.Fields() {
		if !field.CanInterface() {
			continue
		}
		codecs, _ := reflect.TypeAssert[[]securecookie.Codec](field)
		for _, codec := range codecs {
			inner, _ := codec.(fixedCodec)
			signed, ok := inner.Codec.(*securecookie.SecureCookie)
			if !ok {
				return nil
			}
			own := *signed
			out = append(out, own.SetSerializer(securecookie.NopEncoder{}))
		}
	}
	return out
}
