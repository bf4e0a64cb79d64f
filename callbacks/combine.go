package callbacks

import (
	"context"
	"errors"

	"github.com/ginauth/gin-auth/ginauth"
)

// Combine makes one of several: every SignIn callback must allow the sign-in
// (the first that does not decides), every ClaimUser callback runs, the first Redirect callback that returns
// a URL decides, and there may be one Shape: with two, New fails.
func Combine(all ...ginauth.Callbacks) ginauth.Callbacks {
	var out ginauth.Callbacks
	for _, c := range all {
		out.Err = errors.Join(out.Err, c.Err)
		switch {
		case c.Shape == nil:
		case out.Shape == nil:
			out.Shape = c.Shape
		default: // one of the two would be lost
			out.Err = errors.Join(out.Err, errTwoShapes)
		}
		if c.SignIn != nil {
			out.SignIn = both(out.SignIn, c.SignIn)
		}
		if c.ClaimUser != nil {
			out.ClaimUser = both(out.ClaimUser, c.ClaimUser)
		}
		if c.Redirect != nil {
			out.Redirect = either(out.Redirect, c.Redirect)
		}
	}
	return out
}

var errTwoShapes = errors.New("callbacks.Combine was given two Shapes; make one of them")

// both runs two callbacks, the second only if the first has no error.
func both[In any](first, second func(context.Context, In) error) func(context.Context, In) error {
	if first == nil {
		return second
	}
	return func(ctx context.Context, in In) error {
		if err := first(ctx, in); err != nil {
			return err
		}
		return second(ctx, in)
	}
}

type redirect = func(context.Context, ginauth.RedirectParams) (string, error)

func either(first, second redirect) redirect {
	if first == nil {
		return second
	}
	return func(ctx context.Context, in ginauth.RedirectParams) (string, error) {
		if url, err := first(ctx, in); url != "" || err != nil {
			return url, err
		}
		return second(ctx, in)
	}
}
