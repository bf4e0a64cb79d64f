package ginauth_test

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// Tokens that open, but whose times cannot stand: none of them signs anyone
// in, all of them are cleared, and none is an error of the server.
func TestClaimTimes(t *testing.T) {
	for dialect, protocol := range protocols {
		a := start(t, func(cfg *ginauth.Config) { cfg.Protocol = protocol })
		now := a.clock.Now().Unix()
		for name, c := range map[string]struct {
			iat, exp, nbf, auth any
			alive               bool
		}{
			"plain":                    {iat: now, exp: now + 60, alive: true},
			"no exp":                   {iat: now},
			"exp null":                 {iat: now, exp: nil},
			"exp text":                 {iat: now, exp: "9999999999"},
			"exp true":                 {iat: now, exp: true},
			"exp 0":                    {iat: now, exp: 0},
			"exp negative":             {iat: now, exp: -1},
			"exp lowest":               {iat: now, exp: int64(math.MinInt64)},
			"exp fraction":             {iat: now, exp: float64(now) + 60.5, alive: true},
			"exp within tolerance":     {iat: now - 60, exp: now - 14, alive: true},
			"exp at tolerance":         {iat: now - 60, exp: now - 15},
			"exp beyond tolerance":     {iat: now - 60, exp: now - 16},
			"no iat":                   {exp: now + 60},
			"iat null":                 {iat: nil, exp: now + 60},
			"iat text":                 {iat: "1", exp: now + 60},
			"iat 0":                    {iat: 0, exp: now + 60},
			"iat negative":             {iat: -5, exp: now + 60},
			"iat within tolerance":     {iat: now + 15, exp: now + 60, alive: true},
			"iat in the future":        {iat: now + 16, exp: now + 60},
			"iat highest":              {iat: int64(math.MaxInt64), exp: int64(math.MaxInt64)},
			"iat 1e300":                {iat: 1e300, exp: 1e300},
			"nbf within tolerance":     {iat: now, exp: now + 60, nbf: now + 15, alive: true},
			"nbf in the future":        {iat: now, exp: now + 60, nbf: now + 16},
			"nbf text":                 {iat: now, exp: now + 60, nbf: "x"},
			"auth_time in the future":  {iat: now, exp: now + 60, auth: now + 16},
			"auth_time highest":        {iat: now, exp: now + 60, auth: int64(math.MaxInt64)},
			"auth_time long ago":       {iat: now, exp: now + 60, auth: 1},
			"auth_time within a month": {iat: now, exp: now + 60, auth: now - 29*86400, alive: true},
		} {
			t.Run(dialect+"/"+name, func(t *testing.T) {
				a.t = t
				claims := map[string]any{"sub": "1", "sid": "s"}
				for key, v := range map[string]any{"iat": c.iat, "exp": c.exp, "nbf": c.nbf, "auth_time": c.auth} {
					if v != nil {
						claims[key] = v
					}
				}
				a.plantClaims(claims)
				res := a.get("/me")
				expect(t, "status", res.StatusCode, http.StatusOK)
				expect(t, "signed in", text(t, res) != "null", c.alive)
				if !c.alive && !clearsSession(res) {
					t.Error("the cookie was not cleared")
				}
			})
		}
	}
}

// A token that lasts for ever by itself ends with MaxAge, and its session can
// be read by a browser's Date.
func TestExpiryOfTokensWithoutEnd(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour}))
	now := a.clock.Now()
	for name, exp := range map[string]any{"highest": int64(math.MaxInt64), "1e18": 1e18, "year 10000": 253402300800} {
		a.plantClaims(map[string]any{"sub": "1", "iat": now.Unix(), "exp": exp})
		var session struct{ Expires time.Time }
		decode(t, a.get("/api/auth/session"), &session)
		if limit := now.Add(hour); session.Expires.After(limit) {
			t.Errorf("%s: the session says it expires at %v, but ends at %v", name, session.Expires, limit.UTC())
		}
		a.plantClaims(map[string]any{"sub": "1", "iat": now.Unix() - 3616, "exp": exp})
		if a.isSignedIn() {
			t.Errorf("%s: unused for longer than MaxAge, and still signed in", name)
		}
	}
}

// A clock that is set back ends no session within the tolerance, and lengthens
// none.
func TestClockGoingBackwards(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: -1, AbsoluteMaxAge: 2 * hour}))
	a.signIn()
	exp, token := a.sessionClaim("exp"), a.sessionToken()
	a.clock.Advance(-10 * time.Second)
	if res := a.get("/me"); setsSession(res) || text(t, res) == "null" {
		t.Error("within the tolerance, the session must just be read")
	}
	a.clock.Advance(-10 * minute)
	res := a.get("/me")
	if text(t, res) != "null" || setsSession(res) {
		t.Error("a session from the future counts")
	}
	a.clock.Advance(10*minute + 11*time.Second) // a second after the sign-in
	a.setCookie(sessionCookie, token)
	if !a.isSignedIn() {
		t.Error("the session does not count any more")
	}
	if got := a.sessionClaim("exp"); got > exp+1 {
		t.Errorf("exp has grown from %d to %d in one second", exp, got)
	}
}
