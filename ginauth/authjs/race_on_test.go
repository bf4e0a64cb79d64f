//go:build race

package authjs_test

// Under the race detector sync.Pool forgets at random, so allocations cannot be counted.
const raceDetector = true
