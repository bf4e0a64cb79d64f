package main

import (
	"encoding/json"

	"github.com/ginauth/gin-auth/ginauth"
)

type person struct {
	User
	password string
}

// people are the users of oracle/app.mjs.
var people = map[string]person{
	"jsmith":    {newUser("1", "J Smith", "jsmith@example.com", "admin", "123456890"), "hunter2"},
	"guest":     {newUser("2", "Guest", "guest@example.com", "user", "guest-access"), "guest123"},
	"blocked":   {newUser("3", "Blocked", "blocked@example.com", "user", "blocked-access"), "blocked"},
	"elsewhere": {newUser("4", "Elsewhere", "elsewhere@example.com", "user", "elsewhere-access"), "elsewhere"},
}

func newUser(id, name, email, role, accessToken string) User {
	return User{User: ginauth.User{ID: id, Name: name, Email: email}, Role: role, AccessToken: accessToken}
}

// rename is what the clients' update({name}) does. Other data is ignored, as
// the reference does.
func rename(t *Token, data json.RawMessage) error {
	var wanted struct{ Name any }
	if len(data) > 0 && json.Unmarshal(data, &wanted) == nil {
		if name, ok := wanted.Name.(string); ok && name != "" {
			t.Name = name
		}
	}
	return nil
}
