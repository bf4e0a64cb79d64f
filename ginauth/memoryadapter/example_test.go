package memoryadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// A program for development: its users are there when it starts, and their
// sessions are gone when it ends.
func Example() {
	ctx := context.Background()
	store := memoryadapter.New(memoryadapter.Options{})
	ada, err := store.CreateUser(ctx, adapter.User{Name: "Ada", Email: "ada@example.com"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	auth, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{Adapter: store}))
	if err != nil {
		fmt.Println(err)
		return
	}
	r := gin.New()
	r.Use(auth.Middleware())
	r.POST("/as-ada", func(c *gin.Context) {
		if err := ginauth.SignIn(c, &ginauth.User{ID: ada.ID}); err != nil {
			_ = c.AbortWithError(http.StatusInternalServerError, err)
		}
	})
	r.GET("/me", ginauth.Require(), func(c *gin.Context) {
		c.String(http.StatusOK, c.MustGet("session").(*ginauth.Session).User.Name)
	})

	signedIn := httptest.NewRecorder()
	r.ServeHTTP(signedIn, httptest.NewRequest(http.MethodPost, "/as-ada", nil))
	me := func() {
		req := httptest.NewRequest(http.MethodGet, "/me", nil)
		for _, cookie := range signedIn.Result().Cookies() {
			req.AddCookie(cookie)
		}
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		fmt.Println(w.Code, w.Body)
	}
	me()
	sessions, err := auth.Sessions(ctx, ada.ID)
	fmt.Println(len(sessions), err)

	fmt.Println(store.SetDisabled(ctx, ada.ID, true))
	me()
	// Output:
	// 200 Ada
	// 1 <nil>
	// <nil>
	// 401 {"error":"unauthorized"}
}
