package ginauth_test

import (
	"os"
	"testing"

	"github.com/gin-gonic/gin"
)

// TestMain takes the tests out of Gin's debug mode, in which secrets and hosts
// are not asked for, and away from the environment of whoever runs them.
func TestMain(m *testing.M) {
	gin.SetMode(gin.TestMode)
	for _, name := range []string{"AUTH_URL", "NEXTAUTH_URL", "AUTH_SECRET", "AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3", "NEXTAUTH_SECRET", "AUTH_TRUST_HOST"} {
		os.Unsetenv(name)
	}
	os.Exit(m.Run())
}
