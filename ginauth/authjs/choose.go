package authjs

import (
	"errors"
	"time"
)

// Choose decodes every token that the cookies hold and returns the claims of the one that counts.
//
// Usually that is the only one. If several are genuine and belong to one session (the same sid, or, without it, the
// same sub), the youngest counts: a browser may send what was set for two paths. If they belong to different sessions,
// one was planted to have the visitor act in another's name, and none counts.
//
// It fails with ErrNoToken when there is nothing to try, ErrAmbiguous as above, ErrTooLarge, and when no token is
// genuine with the error of Decode. One token in one cookie costs one allocation, the copy of its content.
func (c *Codec) Choose(found *Cookies, now time.Time) (Claims, error) {
	if found.Len() == 1 {
		return c.Decode(found.At(0), now)
	}
	return found.Choose(func(token string) (Claims, error) { return c.Decode(token, now) })
}

// Choose is Codec.Choose for tokens of another format, which decode reads.
func (c *Cookies) Choose(decode func(token string) (Claims, error)) (Claims, error) {
	if c.Len() == 0 {
		return Claims{}, c.absent()
	}
	var chosen Claims
	var reason error = ErrInvalidToken
	genuine := false
	for i := range c.Len() {
		claims, err := decode(c.At(i))
		switch {
		case err != nil:
			if errors.Is(reason, ErrInvalidToken) {
				reason = err // expired says more than invalid
			}
		case !genuine:
			genuine, chosen = true, claims
		case !sameSession(&chosen, &claims):
			return Claims{}, ErrAmbiguous
		case claims.IssuedAt > chosen.IssuedAt:
			chosen = claims
		}
	}
	if !genuine {
		return Claims{}, reason
	}
	return chosen, nil
}

// sameSession reports whether two genuine tokens are of one session. Two without sid and sub cannot be told apart, so
// they are not, unless they are the same.
func sameSession(a, b *Claims) bool {
	if a.Raw == b.Raw {
		return true
	}
	if a.SessionID != "" || b.SessionID != "" {
		return a.SessionID == b.SessionID
	}
	return a.Subject != "" && a.Subject == b.Subject
}
