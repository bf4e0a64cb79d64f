package main

import "github.com/gin-gonic/gin"

// peerSession is what a middleware sets in the cases without ginauth.
type peerSession struct{ id, role string }

func buildBare(*minted) (*subject, error) {
	return newSubject(seen{}, nil, func(*gin.Context, *seen) {}), nil
}

// buildBareSet is the least that any middleware costs which tells the handler
// something: that nobody is signed in.
func buildBareSet(*minted) (*subject, error) {
	set := func(c *gin.Context) { c.Set("session", (*peerSession)(nil)) }
	return newSubject(seen{}, set, func(c *gin.Context, got *seen) {
		if s := c.MustGet("session").(*peerSession); s != nil {
			got.id, got.role = s.id, s.role
		}
	}), nil
}
