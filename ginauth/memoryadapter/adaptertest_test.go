package memoryadapter_test

import (
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/adaptertest"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// The contract that all stores keep.
func TestContract(t *testing.T) {
	adaptertest.Run(t, func(*testing.T) adapter.Adapter {
		return memoryadapter.New(memoryadapter.Options{})
	})
}
