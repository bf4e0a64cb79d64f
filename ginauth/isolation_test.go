package ginauth_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// Many users at once, through one program: each sees their own session only.
func TestEveryUserSeesTheirOwnSession(t *testing.T) {
	const users, workers = 50, 8
	for kind, option := range kinds {
		t.Run(kind, func(t *testing.T) {
			a := start(t, option, func(cfg *ginauth.Config) { cfg.Session.UpdateAge = -1 })
			a.router.GET("/update", func(c *gin.Context) {
				if err := ginauth.Update(c, gin.H{"name": c.MustGet("session").(*Session).UID + " renamed"}); err != nil {
					t.Error(err)
				}
				c.JSON(http.StatusOK, c.MustGet("session"))
			})
			cookies := make([][]*http.Cookie, users)
			for i := range cookies {
				id := fmt.Sprint("user", i)
				cookies[i] = ginauthtest.Cookies(t, a.cfg, &User{User: ginauth.User{ID: id, Name: id}, Role: id})
			}
			var running sync.WaitGroup
			for w := range workers {
				running.Go(func() {
					for n := range users {
						i := (n*7 + w*13) % users
						for _, path := range []string{"/me", "/api/auth/session", "/update"} {
							if err := sees(a.router, path, cookies[i], fmt.Sprint("user", i)); err != nil {
								t.Errorf("%s: %v", path, err)
							}
						}
					}
				})
			}
			running.Wait()
		})
	}
}

func sees(router http.Handler, path string, cookies []*http.Cookie, id string) error {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	router.ServeHTTP(w, r)
	var session struct{ Role, UID string }
	if err := json.Unmarshal(w.Body.Bytes(), &session); err != nil {
		return fmt.Errorf("%d %s: %w", w.Code, w.Body, err)
	}
	if session.Role != id || session.UID != id {
		return fmt.Errorf("%s sees the session of %s", id, session.UID)
	}
	return nil
}
