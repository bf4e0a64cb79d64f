package ginauth_test

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// steps is a handler that does one thing after the other and answers with the
// session.
func (a *app) steps(steps ...func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		for i, step := range steps {
			if err := step(c); err != nil {
				a.t.Errorf("%s, step %d: %v", c.FullPath(), i, err)
			}
		}
		c.JSON(http.StatusOK, c.MustGet("session"))
	}
}

func ginauthSignIn(user ginauth.UserLike) func(*gin.Context) error {
	return func(c *gin.Context) error { return ginauth.SignIn(c, user) }
}

func ginauthUpdate(name string) func(*gin.Context) error {
	return func(c *gin.Context) error { return ginauth.Update(c, gin.H{"name": name}) }
}
