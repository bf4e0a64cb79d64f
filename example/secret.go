package main

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// secretFile is where debug mode keeps the secret.
const secretFile = "example.key"

// secret is empty if the environment has one, which ginauth finds by itself. A
// database outlives the program, and so must the key to what is in it: in debug
// mode the first run makes one, and the others take it.
func secret() (ginauth.Secret, error) {
	for _, name := range []string{"AUTH_SECRET", "AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3", "NEXTAUTH_SECRET"} {
		if os.Getenv(name) != "" {
			return "", nil
		}
	}
	if !gin.IsDebugging() {
		return "", nil // and ginauth says what is missing
	}
	file, err := os.OpenFile(secretFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		kept, err := os.ReadFile(secretFile)
		return ginauth.Secret(kept), err
	}
	if err != nil {
		return "", err
	}
	made := rand.Text() + rand.Text()
	_, err = file.WriteString(made)
	return ginauth.Secret(made), errors.Join(err, file.Close())
}
