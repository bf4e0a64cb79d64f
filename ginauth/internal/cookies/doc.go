// Package cookies reads and writes HTTP cookies the way Auth.js does, byte for byte.
//
// net/http cannot be used for this: it quotes and drops characters where Auth.js percent-encodes, writes the
// attributes in another order, and allocates for every cookie of a request.
package cookies
