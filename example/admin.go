package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// showUser is GET /admin?email=…: one user, and what an administrator can do.
func (a *app) showUser(c *gin.Context) {
	email := strings.ToLower(strings.TrimSpace(c.Query("email")))
	data := gin.H{"Email": email, "Demo": demo}
	if email == "" {
		show(c, http.StatusOK, "admin.html", "Admin", data)
		return
	}
	user, err := a.find(c.Request.Context(), email)
	if errors.Is(err, adapter.ErrNotFound) {
		show(c, http.StatusNotFound, "admin.html", "Admin", data)
		return
	}
	if err != nil {
		fail(c, err)
		return
	}
	sessions, err := a.auth.Sessions(c.Request.Context(), user.ID)
	if err != nil {
		fail(c, err)
		return
	}
	data["User"], data["Role"], data["Sessions"] = user, a.people.role(user.ID), sessions
	data["Self"] = user.ID == c.MustGet("session").(*Session).UID
	show(c, http.StatusOK, "admin.html", "Admin", data)
}

// changeUser is POST /admin: whatever it does, every session of the user knows
// at its next request.
func (a *app) changeUser(c *gin.Context) {
	ctx := c.Request.Context()
	user, err := a.find(ctx, c.PostForm("email"))
	if err != nil {
		fail(c, err)
		return
	}
	switch c.PostForm("do") {
	case "end":
		err = a.auth.EndSessions(ctx, user.ID)
	case "disable":
		err = a.auth.DisableUser(ctx, user.ID)
	case "enable":
		err = a.auth.EnableUser(ctx, user.ID)
	case "promote":
		a.people.setRole(user.ID, "admin")
		err = a.auth.Touch(ctx, user.ID)
	case "demote":
		a.people.setRole(user.ID, "user")
		err = a.auth.Touch(ctx, user.ID)
	default:
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	if err != nil {
		fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin?"+url.Values{"email": {user.Email}}.Encode())
}

// find asks the store itself, which has no time limit of its own.
func (a *app) find(ctx context.Context, email string) (adapter.User, error) {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	user, err := a.store.GetUserByEmail(ctx, email)
	if err != nil && !errors.Is(err, adapter.ErrNotFound) {
		err = fmt.Errorf("%w: %w", ginauth.ErrUnavailable, err)
	}
	return user, err
}
