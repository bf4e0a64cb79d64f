// Command bench measures what one authenticated request costs, and one sign-in:
// ginauth and its peers through the same Gin engine, in the same run.
//
//	go run . -rounds 7                     a table, and exit status 1 if a limit is missed
//	go test .                              every case sees the right user; allocations within the limits
//	go test -bench . -cpu 1 -count 7       the same cases as plain benchmarks
//
// The figure that counts is the process's CPU time (user and system, garbage
// collection included) on one processor, as a ratio to a peer in the same
// round: only such ratios carry over from one machine to another. Rounds are
// interleaved, and the median of their ratios is reported.
//
// Every case has one request that is used again and again, a response writer
// that does nothing, and a handler that reads the user's id and role (or, where
// the session has no such thing, e-mail and name) and answers 200 without a
// body. The tokens were minted by the real next-auth and @auth/core, see
// testdata/mint.mjs; the peers get the same claims, byte for byte. A sign-in is
// two requests, fresh ones each time, with a provider in memory (signin.go).
package main
