package main

import (
	"html/template"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// routes are the application's own pages: one for everyone, one for those
// signed in, one for admins, and the built client page.
func routes(router *gin.Engine) {
	router.GET("/", page("Home"))
	router.GET("/protected", ginauth.Require(), page("Protected"))
	router.GET("/admin", ginauth.Require(ginauth.Role(func(s *Session) string { return s.Role }, "admin")), page("Admin"))
	router.GET("/me", ginauth.Require(), func(c *gin.Context) {
		c.JSON(http.StatusOK, c.MustGet("session").(*Session))
	})
	if folder := os.Getenv("CLIENT_DIST"); folder != "" {
		// next-auth/react must work under a policy as strict as this.
		client := router.Group("/client", func(c *gin.Context) {
			c.Header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
		})
		client.Static("/", folder)
	}
}

func page(title string) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Type", "text/html; charset=utf-8")
		data := map[string]any{"Title": title, "Session": c.MustGet("session")}
		if err := pageTemplate.Execute(c.Writer, data); err != nil {
			_ = c.Error(err)
		}
	}
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<link rel="icon" href="data:,">
<main>
<h1>{{.Title}}</h1>
{{with .Session}}<p>{{.User.Name}}, {{.Role}}</p>{{else}}<p><a href="/api/auth/signin">Sign in</a></p>{{end}}
</main>
</html>
`))
