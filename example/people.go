package main

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Login is the sign-in form: validator tags check it, the others draw it.
type Login struct {
	Username string `json:"username" validate:"required" label:"Username" placeholder:"jsmith"`
	Password string `json:"password" validate:"required" label:"Password" input:"password"`
}

// demo are the users of this example. A real program keeps hashes, made with
// argon2id or bcrypt, and never the passwords.
var demo = map[string]struct {
	Password, Role string
	User           User
}{
	"jsmith": {"hunter2", "admin", User{ginauth.User{ID: "1", Name: "J Smith", Email: "jsmith@example.com"}, "123456890"}},
	"guest":  {"guest123", "user", User{ginauth.User{ID: "2", Name: "Guest", Email: "guest@example.com"}, "987654321"}},
}

func authorize(_ context.Context, in Login) (*User, error) {
	account, known := demo[in.Username]
	if !known || subtle.ConstantTimeCompare([]byte(account.Password), []byte(in.Password)) != 1 {
		return nil, ginauth.Reject(http.StatusForbidden, "Credentials not working")
	}
	return &account.User, nil
}

// people are the roles of the users, by their IDs in the database. This example
// keeps them until it ends; a real program has a column for them.
type people struct {
	mu    sync.RWMutex
	roles map[string]string
}

// role is that of a user of whom nothing is known, too.
func (p *people) role(userID string) string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if role, ok := p.roles[userID]; ok {
		return role
	}
	return "user"
}

// setRole takes effect with [ginauth.Auth.Touch]: until then sessions have the
// role that they began with.
func (p *people) setRole(userID, role string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.roles[userID] = role
}

// enrol sees to it that the demo users are in the database, with their roles.
// Other users need no such thing: the first sign-in makes them.
func enrol(ctx context.Context, store adapter.Adapter) (*people, error) {
	everyone := &people{roles: map[string]string{}}
	for _, one := range demo {
		u := one.User
		row := adapter.User{Name: u.Name, Email: u.Email, EmailVerified: time.Now().UTC()}
		account := adapter.Account{Type: string(ginauth.TypeCredentials), Provider: "credentials", ProviderAccountID: u.ID}
		user, err := store.CreateUser(ctx, row, &account)
		if errors.Is(err, adapter.ErrEmailTaken) || errors.Is(err, adapter.ErrAccountTaken) {
			user, err = store.GetUserByEmail(ctx, u.Email) // of an earlier run
			if err == nil {
				account.UserID = user.ID // who unlinked it gets it back: that is only a demo
				err = store.LinkAccount(ctx, account)
			}
		}
		if err != nil {
			return nil, err
		}
		everyone.setRole(user.ID, one.Role)
	}
	return everyone, nil
}
