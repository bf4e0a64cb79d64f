package adapter

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// shardDigits give 65,536 shards: four for each slot of a Redis cluster.
const shardDigits = 4

// Shard is four hexadecimal digits of a user's ID. A store that spreads over
// several machines keeps together what has the same shard: all that is one
// user's, so that it can be changed in one step.
func Shard(userID string) string {
	sum := sha256.Sum256([]byte(userID))
	return hex.EncodeToString(sum[:shardDigits/2])
}

// SessionToken is the name under which the session of a cookie's value is
// kept: the shard with which such a value begins, a dot, and the SHA-256 of the
// whole in hexadecimal digits. A copy of the store opens no session.
func SessionToken(cookie string) string {
	var room [64]byte // of ours they fit
	sum := sha256.Sum256(append(room[:0], cookie...))
	var name [shardDigits + 1 + 2*sha256.Size]byte
	copy(name[:], "0000")
	if len(cookie) >= shardDigits && isHex(cookie[:shardDigits]) {
		copy(name[:], cookie[:shardDigits])
	}
	name[shardDigits] = '.'
	hex.Encode(name[shardDigits+1:], sum[:])
	return string(name[:])
}

// IsSessionToken tells whether s has the form of what SessionToken makes.
func IsSessionToken(s string) bool {
	shard, sum, found := strings.Cut(strings.ToLower(s), ".") // some databases fold case
	return found && len(shard) == shardDigits && len(sum) == 2*sha256.Size && isHex(shard) && isHex(sum)
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
