package adaptertest

import (
	"strconv"
	"sync/atomic"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func raceCreateSession(x *trial) {
	u := x.user("ada@example.com")
	made := make([]adapter.Session, Racers)
	token := x.token(u.ID)
	for i := range made {
		made[i] = x.newSession(u.ID)
		made[i].SessionToken = token
	}
	errs := race(func(i int) error { return x.sessions.CreateSession(x.Context(), made[i]) })
	winner := x.oneWins(errs, []error{adapter.ErrExists}, ruleInUse, "CreateSession with one token")
	if winner >= 0 {
		x.alive(ruleInUse, made[winner])
		x.listed(u.ID, ruleInUse, made[winner])
	}
}

func raceUpdateSession(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	writes := make([]adapter.Session, Racers)
	for i := range writes {
		writes[i] = x.changed(s)
	}
	errs := race(func(i int) error { return x.sessions.UpdateSession(x.Context(), s.SessionToken, writes[i]) })
	winner := x.oneWins(errs, []error{adapter.ErrSuperseded}, ruleSuperseded, "UpdateSession at one version")
	if winner < 0 {
		return
	}
	writes[winner].Version++
	x.alive(ruleSuperseded, writes[winner])
}

func raceRotate(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	writes := make([]adapter.Session, Racers)
	for i := range writes {
		writes[i] = x.changed(s)
		writes[i].SessionToken = x.token(u.ID)
	}
	errs := race(func(i int) error { return x.sessions.UpdateSession(x.Context(), s.SessionToken, writes[i]) })
	winner := x.oneWins(errs, []error{adapter.ErrSuperseded}, ruleRotate, "UpdateSession with a new token each")
	if winner < 0 {
		return
	}
	writes[winner].Version++
	x.gone(ruleRotate, s.SessionToken)
	for i, w := range writes {
		if i == winner {
			x.alive(ruleRotate, w)
		} else {
			x.gone(ruleRotate, w.SessionToken)
		}
	}
	x.listed(u.ID, ruleRotate, writes[winner])
}

func raceTouchSession(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	touch := x.changed(s)
	var wrote atomic.Int64
	errs := race(func(int) error {
		did, err := x.sessions.TouchSession(x.Context(), touch, x.now.Add(-time.Second))
		if did {
			wrote.Add(1)
		}
		return err
	})
	x.allWork(errs, nil, ruleTouch, "TouchSession")
	x.holdsf(wrote.Load() == 1, "of many requests at once, one TouchSession writes", "%d of %d say that they did", wrote.Load(), Racers)
	s.LastSeen, s.IP, s.UserAgent = touch.LastSeen, touch.IP, touch.UserAgent
	x.alive(ruleTouch, s)
}

func raceDeleteSession(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	errs := race(func(int) error { return x.sessions.DeleteSession(x.Context(), u.ID, s.ID) })
	x.oneWins(errs, []error{adapter.ErrNotFound}, ruleDeleteSession, "DeleteSession")
	x.gone(ruleDeleteSession, s.SessionToken)
}

func raceDeleteSessionUpdate(x *trial) {
	const rule = "a write does not bring back a session that has ended, under no token"
	for range 3 {
		u := x.user("")
		s := x.session(u.ID)
		writes := make([]adapter.Session, Racers)
		for i := range writes {
			writes[i] = x.changed(s)
			if i%2 == 0 {
				writes[i].SessionToken = x.token(u.ID)
			}
		}
		errs := race(func(i int) error {
			switch {
			case i == Racers/2:
				return x.sessions.DeleteSession(x.Context(), u.ID, s.ID)
			case i%5 == 0:
				_, err := x.sessions.TouchSession(x.Context(), writes[i], x.now)
				return err
			}
			return x.sessions.UpdateSession(x.Context(), s.SessionToken, writes[i])
		})
		x.isf(errs[Racers/2], nil, ruleDeleteSession, "DeleteSession, against UpdateSession")
		x.allWork(errs, []error{adapter.ErrSuperseded, adapter.ErrNotFound}, rule, "UpdateSession, TouchSession and DeleteSession")
		x.gone(rule, s.SessionToken)
		for _, w := range writes {
			x.gone(rule, w.SessionToken)
		}
		x.listed(u.ID, rule)
	}
}

func raceDeleteSessions(x *trial) {
	u := x.user("ada@example.com")
	const n = 10
	for range n {
		x.session(u.ID)
	}
	var ended atomic.Int64
	errs := race(func(int) error {
		n, err := x.sessions.DeleteSessions(x.Context(), u.ID, "")
		ended.Add(int64(n))
		return err
	})
	x.allWork(errs, nil, ruleDeleteSessions, "DeleteSessions")
	x.holdsf(ended.Load() == n, ruleDeleteSessions, "%d calls at once say to have ended %d of %d sessions", Racers, ended.Load(), n)
	x.listed(u.ID, ruleDeleteSessions)
}

func raceDeleteSessionsRotate(x *trial) {
	x.endWhileRotating("DeleteSessions", func(u adapter.User) error {
		_, err := x.sessions.DeleteSessions(x.Context(), u.ID, "")
		return err
	})
}

// endWhileRotating ends all sessions of a user while each of them gets a new
// token, and wants none to be left.
func (x *trial) endWhileRotating(name string, end func(adapter.User) error) {
	x.Helper()
	const rule = "what ends all sessions of a user is one step: it ends each under whatever token it has by then"
	for i := range 3 {
		u := x.user(name + strconv.Itoa(i) + "@example.com")
		old, rotated := make([]adapter.Session, Racers), make([]adapter.Session, Racers)
		for i := range old {
			old[i] = x.session(u.ID)
			rotated[i] = x.changed(old[i])
			rotated[i].SessionToken = x.token(u.ID)
		}
		errs := race(func(i int) error {
			if i == Racers/2 {
				return end(u)
			}
			return x.sessions.UpdateSession(x.Context(), old[i].SessionToken, rotated[i])
		})
		x.isf(errs[Racers/2], nil, rule, "%s, against UpdateSession", name)
		x.allWork(errs, []error{adapter.ErrSuperseded}, rule, "UpdateSession and "+name)
		for i := range old {
			x.gone(rule, old[i].SessionToken, rotated[i].SessionToken)
		}
		x.listed(u.ID, rule)
	}
}

func raceMarkSessions(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	write := x.changed(s)
	errs := race(func(i int) error {
		if i%10 == 0 {
			return x.sessions.UpdateSession(x.Context(), s.SessionToken, write)
		}
		return x.sessions.MarkSessions(x.Context(), u.ID)
	})
	x.allWork(errs, []error{adapter.ErrSuperseded}, ruleMark, "MarkSessions and UpdateSession")
	want := s.Version
	for _, err := range errs {
		if err == nil {
			want++
		}
	}
	got := x.got(s.SessionToken)
	x.holdsf(got.Version == want, "Version counts the writes of UpdateSession and MarkSessions", "after %d writes at once the version is %d more", want-s.Version, got.Version-s.Version)
	x.holdsf(got.Stale, ruleMark, "after MarkSessions and UpdateSession of the version before it, the session is not Stale")
}
