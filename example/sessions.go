package main

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// way is a way in that a user has, or could link.
type way struct {
	Provider, Name, AccountID string
}

// listSessions is GET /sessions: where one is signed in, and how one can be.
func (a *app) listSessions(c *gin.Context) {
	sessions, err := ginauth.Sessions(c)
	if err != nil {
		fail(c, err)
		return
	}
	linked, others, err := a.ways(c)
	if err != nil {
		fail(c, err)
		return
	}
	show(c, http.StatusOK, "sessions.html", "Sessions", gin.H{"Sessions": sessions, "Linked": linked, "Others": others})
}

// ways are the accounts of the user who is signed in, and the providers at
// which they have none. Going to one of those from here links it.
func (a *app) ways(c *gin.Context) (linked, others []way, err error) {
	accounts, err := ginauth.Accounts(c)
	if err != nil {
		return nil, nil, err
	}
	names := map[string]string{}
	for _, p := range a.providers {
		info, err := p.Describe()
		if err != nil {
			return nil, nil, err
		}
		names[info.ID] = info.Name
		elsewhere := info.Type == ginauth.TypeOAuth || info.Type == ginauth.TypeOIDC
		has := slices.ContainsFunc(accounts, func(a ginauth.Account) bool { return a.Provider == info.ID })
		if elsewhere && !has {
			others = append(others, way{Provider: info.ID, Name: info.Name})
		}
	}
	for _, one := range accounts {
		name := names[one.Provider]
		if name == "" { // of an earlier run
			name = one.Provider
		}
		linked = append(linked, way{one.Provider, name, one.ProviderAccountID})
	}
	return linked, others, nil
}

// endSession is POST /sessions/end: it ends at its next request, wherever it is.
func (a *app) endSession(c *gin.Context) {
	back(c, ginauth.EndSession(c, c.PostForm("id")))
}

// endOtherSessions is POST /sessions/end-others.
func (a *app) endOtherSessions(c *gin.Context) {
	back(c, ginauth.EndOtherSessions(c))
}

// unlink is POST /sessions/unlink: it takes a way in away, but not the last.
func (a *app) unlink(c *gin.Context) {
	back(c, ginauth.UnlinkAccount(c, c.PostForm("provider"), c.PostForm("account")))
}

func back(c *gin.Context, err error) {
	if err != nil {
		fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/sessions")
}

// ago is how long ago something was, as people say it. When a session was last
// seen is known to five minutes.
func ago(then ginauth.Time) string {
	d := time.Since(then.Time)
	switch {
	case d < 6*time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d minutes ago", int(d.Minutes()))
	case d < 2*time.Hour:
		return "an hour ago"
	case d < 24*time.Hour:
		return fmt.Sprintf("%d hours ago", int(d.Hours()))
	case d < 48*time.Hour:
		return "yesterday"
	}
	return fmt.Sprintf("%d days ago", int(d.Hours()/24))
}
