package main

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed templates
var templates embed.FS

// admin is the guard for administrators.
var admin = ginauth.Require(ginauth.Role(func(s *Session) string { return s.Role }, "admin"))

func routes(r *gin.Engine) {
	r.SetHTMLTemplate(template.Must(template.ParseFS(templates, "templates/*.html")))

	r.GET("/", page("Home"))
	r.GET("/protected", ginauth.Require(), page("Protected"))
	r.GET("/admin", admin, page("Admin"))

	r.GET("/me", ginauth.Require(), func(c *gin.Context) {
		session := c.MustGet("session").(*Session)
		c.JSON(http.StatusOK, session)
	})

	r.POST("/rename", ginauth.Require(), ginauth.CSRF(), func(c *gin.Context) {
		if err := ginauth.Update(c, gin.H{"name": c.PostForm("name")}); err != nil {
			_ = c.AbortWithError(http.StatusInternalServerError, err)
			return
		}
		c.Redirect(http.StatusSeeOther, "/")
	})
}

func page(name string) gin.HandlerFunc {
	return func(c *gin.Context) {
		session := c.MustGet("session").(*Session)
		seen, err := json.MarshalIndent(session, "", "  ")
		if err != nil {
			_ = c.AbortWithError(http.StatusInternalServerError, err)
			return
		}
		status := "unauthenticated"
		if session != nil {
			status = "authenticated"
		}
		c.HTML(http.StatusOK, "page.html", gin.H{
			"Page": name, "Session": session, "Status": status, "Seen": string(seen),
			"CSRFToken": ginauth.CSRFToken(c), "Debug": gin.IsDebugging(), "Demo": demo,
		})
	}
}
