package ginauth

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// renew writes the session of st again, with its sid and auth_time.
func (a *Auth) renew(c *gin.Context, st *state, now int64, jar *jar) error {
	old := &st.rec.claims
	sid := sessionName(old)
	if sid == "" {
		var err error
		if sid, err = newSessionID(a.random); err != nil {
			return err
		}
	}
	mark, err := a.stamp(max(now, st.rec.touched+1), old.AuthTime, since(old), sid)
	if err != nil {
		return err
	}
	raw, err := a.shaper.claims(st.tokenFor(), old.Raw, mark)
	if err != nil {
		return err
	}
	if err := a.strategy.renew(c.Request, st.site, jar, &st.rec, raw, mark); err != nil {
		return err
	}
	return st.adopt(raw)
}

// create keeps a token, and further claims, as a new session; the former
// session of the browser is dead.
func (a *Auth) create(c *gin.Context, st *state, token TokenLike, further string, mark stamp, jar *jar) error {
	raw, err := a.shaper.claims(token, further, mark)
	if err != nil {
		return err
	}
	if err := a.strategy.create(c.Request, st.site, jar, raw, mark); err != nil {
		return err
	}
	st.found = true
	return st.adopt(raw)
}

// adopt makes written claims those of the state.
func (st *state) adopt(raw []byte) error {
	claims, err := authjs.ParseClaims(string(raw))
	if err != nil {
		return fmt.Errorf("reading back the claims: %w", err)
	}
	st.rec.claims = claims
	if st.token != nil {
		st.token.token().restore(&claims)
	}
	return nil
}

// tokenFor is the session's token, made now if no callback has asked for it.
func (st *state) tokenFor() TokenLike {
	if st.token != nil {
		return st.token
	}
	t := registered(&st.rec.claims)
	return &t
}

func (a *Auth) stamp(now, authTime, began int64, sid string) (stamp, error) {
	id, err := uuid.NewRandomFromReader(a.random)
	if err != nil {
		return stamp{}, fmt.Errorf("making a token id: %w", err)
	}
	return stamp{
		issuedAt: now, expires: a.life.expiry(now, began), authTime: authTime, began: began,
		id: id.String(), sessionID: sid,
	}, nil
}

// sessionName is the sid of a session. Auth.js's own tokens have none: they are
// named by their jti, so that ending what was made of one ends it, too.
func sessionName(c *authjs.Claims) string {
	if c.SessionID != "" || c.ID == "" {
		return c.SessionID
	}
	sum := sha256.Sum256([]byte("jti:" + c.ID))
	return hex.EncodeToString(sum[:])
}

// newSessionID is 256 bits of random.
func newSessionID(random io.Reader) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("making a session id: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}
