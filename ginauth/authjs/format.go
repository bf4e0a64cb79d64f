package authjs

import "time"

// Format is the dialect of the tokens and the names of the cookies.
type Format uint8

const (
	// V4 is NextAuth 4: tokens sealed with A256GCM in the cookie next-auth.session-token. It is the zero value.
	V4 Format = iota
	// V5 is Auth.js, also known as NextAuth 5: tokens sealed with A256CBC-HS512, marked with the id of their key, in the
	// cookie authjs.session-token. Tokens sealed with A256GCM are read as well.
	V5
)

const (
	// Tolerance is how far the clocks of two servers may differ: a token counts until exp plus Tolerance, and from
	// nbf minus Tolerance on. Auth.js uses the same.
	Tolerance = 15 * time.Second

	// DefaultMaxAge is how long a session of Auth.js lasts when nothing else is set.
	DefaultMaxAge = 30 * 24 * time.Hour

	// MaxToken is the longest token, in bytes, that is read or written.
	MaxToken = 32 << 10

	// MaxChunks is the largest number of cookies that one token is spread over.
	MaxChunks = 10
)

// SessionCookie is the name of the cookie that holds the session token. With secure, for sites on https, browsers are
// told by its prefix to take it over https only.
func (f Format) SessionCookie(secure bool) string {
	name := "next-auth.session-token"
	if f == V5 {
		name = "authjs.session-token"
	}
	if secure {
		return "__Secure-" + name
	}
	return name
}

// ChunkSize is the number of characters of a token that one cookie takes: 4096, which every browser stores, less what
// Auth.js sets aside for the name and the attributes.
func (f Format) ChunkSize() int {
	if f == V5 {
		return 4096 - 160
	}
	return 4096 - 163
}

// String returns "v4" or "v5".
func (f Format) String() string {
	switch f {
	case V4:
		return "v4"
	case V5:
		return "v5"
	}
	return "unknown format"
}

// defaultSalt is the salt of the session token in the cookie of the given name.
func (f Format) defaultSalt(cookie string) string {
	if f == V5 {
		return cookie
	}
	return ""
}
