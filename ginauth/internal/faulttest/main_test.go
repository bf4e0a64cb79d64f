package faulttest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/go-sql-driver/mysql"
	"github.com/redis/go-redis/v9"
)

// doomedVariable holds, in the environment, what a program is to do that will
// be killed: the test binary is that program, too.
const doomedVariable = "FAULTTEST_DOOMED"

func TestMain(m *testing.M) {
	gin.SetMode(gin.TestMode)
	redis.SetLogger(quiet{})
	if err := mysql.SetLogger(quiet{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitFailed)
	}
	orders := os.Getenv(doomedVariable)
	if orders == "" {
		os.Exit(m.Run())
	}
	var d doomed
	err := json.Unmarshal([]byte(orders), &d)
	if err == nil {
		err = d.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitFailed)
	}
	os.Exit(exitNoSuchStep)
}

// quiet keeps drivers from writing that connections break: here they do.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

func (quiet) Print(...any) {}
