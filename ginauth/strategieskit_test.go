package ginauth_test

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

func isUnsupported(err error) bool { return errors.Is(err, errors.ErrUnsupported) }

// routerOf is a program of its own.
func routerOf(auth *ginauth.Auth) *gin.Engine {
	r := gin.New()
	r.Use(auth.Middleware())
	return r
}

// roleOf keeps a role that is read at sign-in, and again when the user was
// touched.
func roleOf(role *string, touched *atomic.Int32) ginauth.Callbacks {
	return callbacks.Shape(
		func(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
			if in.User != nil {
				t.UID, t.Role = in.User.ID, *role
			}
			if in.Trigger == ginauth.TriggerTouch {
				t.Role = *role
				touched.Add(1)
			}
			return nil
		},
		func(_ context.Context, s *Session, t *Token) error { s.UID, s.Role = t.UID, t.Role; return nil },
	)
}
