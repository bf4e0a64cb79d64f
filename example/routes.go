package main

import (
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"maps"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

//go:embed templates
var templates embed.FS

// app is what the handlers work with.
type app struct {
	auth      *ginauth.Auth
	store     adapter.Adapter
	people    *people
	providers []ginauth.Provider
}

// admin is the guard for administrators.
var admin = ginauth.Require(ginauth.Role(func(s *Session) string { return s.Role }, "admin"))

func (a *app) routes(r *gin.Engine) {
	r.SetHTMLTemplate(template.Must(template.New("").Funcs(template.FuncMap{"ago": ago}).ParseFS(templates, "templates/*.html")))

	r.GET("/", page("Home"))
	r.GET("/protected", ginauth.Require(), page("Protected"))

	r.GET("/me", ginauth.Require(), func(c *gin.Context) {
		session := c.MustGet("session").(*Session)
		c.JSON(http.StatusOK, session)
	})

	r.POST("/rename", ginauth.Require(), ginauth.CSRF(), func(c *gin.Context) {
		if err := ginauth.Update(c, gin.H{"name": c.PostForm("name")}); err != nil {
			fail(c, err)
			return
		}
		c.Redirect(http.StatusSeeOther, "/")
	})

	sessions := r.Group("/sessions", ginauth.Require())
	sessions.GET("", a.listSessions)
	sessions.POST("/end", ginauth.CSRF(), a.endSession)
	sessions.POST("/end-others", ginauth.CSRF(), a.endOtherSessions)
	sessions.POST("/unlink", ginauth.CSRF(), a.unlink)

	r.GET("/admin", admin, a.showUser)
	r.POST("/admin", admin, ginauth.CSRF(), a.changeUser)
}

func page(name string) gin.HandlerFunc {
	return func(c *gin.Context) {
		show(c, http.StatusOK, "page.html", name, gin.H{"Demo": demo})
	}
}

// show answers with a page: its own data, and what all of them need.
func show(c *gin.Context, status int, file, name string, data gin.H) {
	session := c.MustGet("session").(*Session)
	seen, err := json.MarshalIndent(session, "", "  ")
	if err != nil {
		_ = c.AbortWithError(http.StatusInternalServerError, err)
		return
	}
	all := gin.H{
		"Page": name, "Session": session, "Status": "unauthenticated", "Seen": string(seen),
		"CSRFToken": ginauth.CSRFToken(c), "Debug": gin.IsDebugging(),
	}
	if session != nil {
		all["Status"] = "authenticated"
	}
	maps.Copy(all, data)
	c.Header("Cache-Control", "no-store")
	c.HTML(status, file, all)
}

// fail says what went wrong, as far as it is the visitor's business.
func fail(c *gin.Context, err error) {
	status, message := http.StatusInternalServerError, "Something went wrong. It is in the log."
	switch {
	case errors.Is(err, ginauth.ErrUnavailable):
		status, message = http.StatusServiceUnavailable, "The database does not answer. Try again in a moment."
	case errors.Is(err, adapter.ErrNotFound):
		status, message = http.StatusNotFound, "That is gone already."
	case errors.Is(err, adapter.ErrLastAccount):
		status, message = http.StatusConflict, "This is your last way in: without it you could not sign in again. Link another one first."
	}
	_ = c.Error(err)
	show(c, status, "problem.html", "Problem", gin.H{"Message": message, "Back": c.Request.Referer()})
	c.Abort()
}
