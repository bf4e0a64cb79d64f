package ginauth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/internal/jsonplan"
)

// shaper reads claims into the application's token and writes them back. A nil
// *shaper stands for the plain [Token] and [Session].
type shaper struct {
	*Shape
	plan *jsonplan.Plan
}

func newShaper(s *Shape) (*shaper, error) {
	if s == nil {
		return nil, nil
	}
	plan, err := jsonplan.Compile(s.Token, reflect.TypeFor[Token]())
	if err != nil {
		return nil, fmt.Errorf("the token type %v cannot be kept as JSON: %w", s.Token, err)
	}
	return &shaper{Shape: s, plan: plan}, nil
}

// token reads the claims into a new token of the application's type.
func (s *shaper) token(c *authjs.Claims) (TokenLike, error) {
	if s == nil {
		t := registered(c)
		return &t, nil
	}
	t := s.NewToken()
	if err := s.plan.Decode(c.Raw, reflect.ValueOf(t).Elem()); err != nil {
		return nil, fmt.Errorf("reading the claims into %v: %w", s.Token, err)
	}
	*t.token() = registered(c)
	return t, nil
}

// copyOf keeps a token as it was before the jwt callback, to see afterwards
// whether the callback changed it.
func (s *shaper) copyOf(t TokenLike, c *authjs.Claims) (TokenLike, error) {
	if s == nil {
		return nil, nil
	}
	if !s.plan.Copies() {
		return s.token(c) // the callback may write through pointers
	}
	cp := s.NewToken()
	s.plan.Copy(reflect.ValueOf(cp).Elem(), reflect.ValueOf(t).Elem())
	return cp, nil
}

func (s *shaper) changed(before, after TokenLike) bool {
	if s == nil {
		return false
	}
	a, b := reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem()
	if s.plan.Copies() {
		if s.plan.Equal(a, b) {
			return false
		}
	} else if reflect.DeepEqual(a.Interface(), b.Interface()) {
		return false
	}
	// A field that JSON leaves out (unexported, "-", empty) is not kept, so it
	// must not have the cookie written on every request.
	was, err := json.Marshal(before)
	is, err2 := json.Marshal(after)
	return err != nil || err2 != nil || !bytes.Equal(was, is)
}

// owned are the claims that the library sets at each issue.
var owned = [...]string{"iat", "exp", "jti", "sid", "auth_time", "nbf"}

// stamp is what one issue of a session writes into its claims. authTime is 0
// if nobody knows when the user signed in; began then says since when we know
// the session.
type stamp struct {
	issuedAt, expires, authTime, began int64
	id, sessionID                      string
}

// claims writes a token as a JSON object: its own fields, then the claims of
// raw (a former token, or "") that the type does not name, then the stamp.
func (s *shaper) claims(t TokenLike, raw string, st stamp) ([]byte, error) {
	own, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("writing %T: %w", t, err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(own, &members); err != nil || members == nil {
		return nil, fmt.Errorf("%T does not encode as a JSON object", t)
	}
	if raw != "" {
		var old map[string]json.RawMessage
		if err := json.Unmarshal([]byte(raw), &old); err != nil {
			return nil, fmt.Errorf("reading the former claims: %w", err)
		}
		for name, value := range old {
			if !s.owns(name) {
				members[name] = value
			}
		}
	}
	for _, name := range owned {
		delete(members, name)
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	buf := append(make([]byte, 0, len(own)+len(raw)+256), '{')
	for _, name := range names {
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		buf = append(append(append(append(buf, key...), ':'), members[name]...), ',')
	}
	sid, err := json.Marshal(st.sessionID) // another service may have chosen it
	if err != nil {
		return nil, err
	}
	since, seconds := "auth_time", st.authTime
	if seconds == 0 {
		since, seconds = "nbf", st.began
	}
	return fmt.Appendf(buf, `"sid":%s,%q:%d,"iat":%d,"exp":%d,"jti":%q}`,
		sid, since, seconds, st.issuedAt, st.expires, st.id), nil
}

func (s *shaper) owns(name string) bool {
	if s != nil {
		return s.plan.Owns(name)
	}
	switch strings.ToLower(name) {
	case "name", "email", "picture", "sub":
		return true
	}
	return slices.Contains(owned[:], name)
}
