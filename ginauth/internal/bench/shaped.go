package main

import (
	"context"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// The types of the tutorial: what most applications look like.
type (
	appUser struct {
		ginauth.User
		Role, AccessToken string
	}
	appToken struct {
		ginauth.Token
		UID  string `json:"id"`
		Role string `json:"role"`
		JWT  string `json:"jwt"`
	}
	appSession struct {
		ginauth.Session
		Role string `json:"role"`
		UID  string `json:"uid"`
	}
)

func seedCallbacks() ginauth.Callbacks {
	return callbacks.Shape(
		func(_ context.Context, t *appToken, in callbacks.JWT[*appUser]) error {
			if in.User != nil {
				t.UID, t.Role, t.JWT = in.User.ID, in.User.Role, in.User.AccessToken
			}
			return nil
		},
		func(_ context.Context, s *appSession, t *appToken) error {
			s.UID, s.Role = t.UID, t.Role
			return nil
		},
	)
}

func buildShapedV4(m *minted) (*subject, error) {
	mw, err := middleware(m, m.V4, ginauth.NextAuth, seedCallbacks())
	if err != nil {
		return nil, err
	}
	return newSubject(seen{userID, role}, mw, readShaped).sendsToken(m.V4), nil
}

// readShaped is the handler for the application's session.
func readShaped(c *gin.Context, got *seen) {
	if s := c.MustGet("session").(*appSession); s != nil {
		got.id, got.role = s.UID, s.Role
	}
}

// bigClaims are the claims of the 4 KB token but the list.
type bigClaims struct {
	UID          string `json:"id"`
	Role         string `json:"role"`
	JWT          string `json:"jwt"`
	RefreshToken string `json:"refresh_token"`
	Tenant       string `json:"tenant"`
	Organisation string `json:"organisation"`
	Department   string `json:"department"`
	Locale       string `json:"locale"`
	Timezone     string `json:"timezone"`
	Plan         string `json:"plan"`
	Scope        string `json:"scope"`
}

// The types of an application with much to keep.
type (
	bigToken struct {
		ginauth.Token
		bigClaims
		Permissions []string `json:"permissions"`
	}
	bigFlatToken struct {
		ginauth.Token
		bigClaims
	}
	bigSession struct {
		ginauth.Session
		Role        string   `json:"role"`
		UID         string   `json:"uid"`
		Tenant      string   `json:"tenant"`
		Permissions []string `json:"permissions"`
	}
)

func (s *bigSession) fill(c *bigClaims, permissions []string) {
	s.UID, s.Role, s.Tenant, s.Permissions = c.UID, c.Role, c.Tenant, permissions
}

func buildShapedLong(m *minted) (*subject, error) {
	return shapedLong(m, callbacks.Shape(
		func(_ context.Context, t *bigToken, in callbacks.JWT[*appUser]) error {
			if in.User != nil {
				t.UID, t.Role, t.JWT = in.User.ID, in.User.Role, in.User.AccessToken
			}
			return nil
		},
		func(_ context.Context, s *bigSession, t *bigToken) error {
			s.fill(&t.bigClaims, t.Permissions)
			return nil
		},
	))
}

// buildShapedLongFlat shows what the list costs: the token has it, the type does
// not name it.
func buildShapedLongFlat(m *minted) (*subject, error) {
	return shapedLong(m, callbacks.Shape(
		func(_ context.Context, t *bigFlatToken, in callbacks.JWT[*appUser]) error {
			if in.User != nil {
				t.UID, t.Role, t.JWT = in.User.ID, in.User.Role, in.User.AccessToken
			}
			return nil
		},
		func(_ context.Context, s *bigSession, t *bigFlatToken) error {
			s.fill(&t.bigClaims, nil)
			return nil
		},
	))
}

func shapedLong(m *minted, cb ginauth.Callbacks) (*subject, error) {
	mw, err := middleware(m, m.V5Large, ginauth.AuthJS, cb)
	if err != nil {
		return nil, err
	}
	return newSubject(seen{userID, role}, mw, func(c *gin.Context, got *seen) {
		if s := c.MustGet("session").(*bigSession); s != nil {
			got.id, got.role = s.UID, s.Role
		}
	}).sendsToken(m.V5Large), nil
}
