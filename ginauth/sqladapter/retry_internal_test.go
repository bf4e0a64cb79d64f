package sqladapter

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// stateError is an error of pgx or lib/pq, as far as we look.
type stateError string

func (e stateError) Error() string    { return "secret" }
func (e stateError) SQLState() string { return string(e) }

// MySQLError is called and built like the driver's.
type MySQLError struct{ Number uint16 }

// Error has a value in it, as some of the server's have.
func (e *MySQLError) Error() string { return "secret" }

// codeError is an error of modernc.org/sqlite.
type codeError int

func (e codeError) Error() string { return "secret" }
func (e codeError) Code() int     { return int(e) }

func TestRetry(t *testing.T) {
	for _, tt := range []struct {
		err   error
		tries int
	}{
		{nil, 1},
		{adapter.ErrNotFound, 1},
		{errors.New("secret"), 1},
		{stateError("23505"), 1},
		{stateError("40001"), triesServer},
		{fmt.Errorf("wrapped: %w", stateError("40P01")), triesServer},
		{&MySQLError{1062}, 1},
		{fmt.Errorf("wrapped: %w", &MySQLError{1213}), triesServer},
		{&MySQLError{1205}, triesServer},
		{&MySQLError{1020}, triesServer},
		{stateError("22P02"), 1}, // invalid input syntax for type …: "…"
		{&MySQLError{1366}, 1},   // Incorrect string value: '…'
		{codeError(5), triesServer},
		{codeError(517), triesServer},
		{codeError(6), triesServer},
		{errRaced, triesServer},
	} {
		t.Run(fmt.Sprintf("%T %v", tt.err, faultOf(tt.err)), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := &Adapter{o: Options{Dialect: PostgreSQL}}
				n := 0
				err := a.retry(t.Context(), "op", func() error { n++; return tt.err })
				if n != tt.tries || (err == nil) != (tt.err == nil) {
					t.Errorf("%d tries, %v", n, err)
				}
				if tt.tries == 1 && err != nil && strings.Contains(err.Error(), "secret") {
					t.Errorf("it tells: %v", err)
				}
			})
		})
	}
}

// TestRetryWithinContext ends with the context, and succeeds in the end.
func TestRetryWithinContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &Adapter{o: Options{Dialect: SQLite}}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		began := time.Now()
		err := a.retry(ctx, "op", func() error { return codeError(5) })
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took != 500*time.Millisecond {
			t.Errorf("%v after %v", err, took)
		}
		n := 0
		if err := a.retry(t.Context(), "op", func() error {
			if n++; n < 5 {
				return codeError(5)
			}
			return nil
		}); err != nil || n != 5 {
			t.Errorf("%d tries: %v", n, err)
		}
	})
}

func TestUnique(t *testing.T) {
	for err, want := range map[error]bool{
		stateError("23505"): true, stateError("23503"): false, codeError(2067): true, codeError(1555): true, codeError(1299): false,
		errors.New("Duplicate entry"): false,
	} {
		if got := faultOf(err).duplicate(); got != want {
			t.Errorf("%v: %v", err, got)
		}
	}
}
