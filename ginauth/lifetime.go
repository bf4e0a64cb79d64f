package ginauth

import (
	"errors"
	"fmt"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

const (
	defaultMaxAge    = 30 * 24 * time.Hour
	defaultUpdateAge = 24 * time.Hour
	longestAge       = 10 * 365 * 24 * time.Hour
)

var errLifetime = errors.New("session past its lifetime")

// lifetime is the ages of a session, in seconds.
type lifetime struct{ maxAge, updateAge, idle, absolute int64 }

func newLifetime(c SessionConfig) (lifetime, error) {
	for name, d := range map[string]time.Duration{
		"MaxAge": c.MaxAge, "IdleTimeout": c.IdleTimeout, "AbsoluteMaxAge": c.AbsoluteMaxAge,
	} {
		if d != 0 && (d < time.Minute || d > longestAge) {
			return lifetime{}, fmt.Errorf("the field Session.%s is %v; it must be between a minute and ten years", name, d)
		}
	}
	if c.MaxAge == 0 {
		c.MaxAge = defaultMaxAge
	}
	if c.IdleTimeout == 0 || c.IdleTimeout > c.MaxAge {
		c.IdleTimeout = c.MaxAge
	}
	if c.AbsoluteMaxAge == 0 {
		c.AbsoluteMaxAge = max(defaultMaxAge, c.MaxAge)
	}
	if c.UpdateAge == 0 {
		c.UpdateAge = min(defaultUpdateAge, c.IdleTimeout/10)
	}
	if lasts := min(c.MaxAge, c.IdleTimeout); c.UpdateAge >= lasts {
		return lifetime{}, fmt.Errorf("Session.UpdateAge is %v; it must be less than the %v that a session lasts, or use never extends it", c.UpdateAge, lasts)
	}
	return lifetime{
		maxAge: int64(c.MaxAge / time.Second), updateAge: max(0, int64(c.UpdateAge/time.Second)),
		idle: int64(c.IdleTimeout / time.Second), absolute: int64(c.AbsoluteMaxAge / time.Second),
	}, nil
}

// expiry is when a session that is issued now ends if it is not used.
func (l lifetime) expiry(now, authTime int64) int64 {
	return min(now+min(l.maxAge, l.idle), authTime+l.absolute)
}

// check refuses what the token's own "exp" does not: a session past its
// absolute lifetime or its idle timeout under the present configuration, and
// one from the future.
func (l lifetime) check(c *authjs.Claims, now int64) error {
	const tolerance = int64(authjs.Tolerance / time.Second)
	switch {
	case c.IssuedAt <= 0:
		return fmt.Errorf("%w: no iat", errLifetime)
	case c.IssuedAt > now+tolerance || c.AuthTime > now+tolerance:
		return fmt.Errorf("%w: issued in the future", errLifetime)
	case now > c.IssuedAt+l.idle+tolerance:
		return fmt.Errorf("%w: idle too long", errLifetime)
	case now >= since(c)+l.absolute:
		return fmt.Errorf("%w: signed in too long ago", errLifetime)
	}
	return nil
}

// end is when a session ends if it is not used from now on: at its token's own
// expiry, or earlier under the present configuration.
func (l lifetime) end(c *authjs.Claims) int64 {
	return min(c.ExpiresAt, c.IssuedAt+l.idle, since(c)+l.absolute)
}

// due tells whether use should extend the session now.
func (l lifetime) due(c *authjs.Claims, now int64) bool {
	return now-c.IssuedAt >= l.updateAge && l.expiry(now, since(c)) > l.end(c)
}

// since is when the session began: when the user signed in or, for a session
// that another service made and that does not say, when we first saw it. We
// then note that as "nbf": it is no sign-in that anybody has vouched for.
func since(c *authjs.Claims) int64 {
	switch {
	case c.AuthTime > 0:
		return c.AuthTime
	case c.NotBefore > 0:
		return min(c.NotBefore, c.IssuedAt)
	}
	return c.IssuedAt
}
