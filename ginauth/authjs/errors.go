package authjs

import "errors"

// The reasons for which a token is not taken. They come wrapped: test with errors.Is.
var (
	// ErrNoToken: the request or the text holds no token at all. The visitor is simply not signed in.
	ErrNoToken = errors.New("authjs: no session token")

	// ErrInvalidToken: not a token, not one of ours, altered, or sealed with another secret or for another purpose.
	// Which of these it was is not told, lest somebody could learn from it (RFC 7516 section 11.5). A token that opens
	// but whose content cannot stand (no exp, not a JSON object) is invalid too.
	ErrInvalidToken = errors.New("authjs: invalid session token")

	// ErrExpired: the token is genuine, but its exp has passed.
	ErrExpired = errors.New("authjs: session token expired")

	// ErrNotYetValid: the token is genuine, but its nbf lies in the future.
	ErrNotYetValid = errors.New("authjs: session token not valid yet")

	// ErrTooLarge: the token, or the cookies that carry it, exceed MaxToken or MaxChunks.
	ErrTooLarge = errors.New("authjs: session token too large")

	// ErrAmbiguous: several cookies of one name hold genuine tokens of different sessions, so one was planted, for
	// instance by a neighbouring subdomain. None of them should be believed.
	ErrAmbiguous = errors.New("authjs: several different sessions in one request")
)
