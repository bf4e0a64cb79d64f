package adaptertest

import (
	"errors"
	"slices"
	"sync"
)

// Racers is how many goroutines call a store at once.
const Racers = 50

// race calls f from many goroutines at once, and returns what each got.
func race(f func(i int) error) []error {
	errs := make([]error, Racers)
	start := make(chan struct{})
	var running sync.WaitGroup
	for i := range errs {
		running.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	running.Wait()
	return errs
}

// oneWins wants one call of many to have worked, and the others to have got one
// of the given answers. It returns the winner, or -1.
func (x *trial) oneWins(errs, losers []error, rule, call string) int {
	x.Helper()
	winner, won := -1, 0
	for i, err := range errs {
		switch {
		case err == nil:
			winner, won = i, won+1
		case !slices.ContainsFunc(losers, func(answer error) bool { return errors.Is(err, answer) }):
			x.brokenf(rule, "of %d calls of %s at once, one answers %s", len(errs), call, shown(err))
			return -1
		}
	}
	if won != 1 {
		x.brokenf(rule, "of %d calls of %s at once, %d have won, not 1", len(errs), call, won)
		return -1
	}
	return winner
}

// allWork wants all calls of many to have worked, or to have got one of the
// given answers.
func (x *trial) allWork(errs, answers []error, rule, call string) {
	x.Helper()
	for _, err := range errs {
		if err != nil && !slices.ContainsFunc(answers, func(answer error) bool { return errors.Is(err, answer) }) {
			x.brokenf(rule, "of %d calls of %s at once, one answers %s", len(errs), call, shown(err))
			return
		}
	}
}
