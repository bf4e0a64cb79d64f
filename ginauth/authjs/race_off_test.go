//go:build !race

package authjs_test

const raceDetector = false
