package redisadapter

import (
	"strconv"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// keys builds the names of what is in Redis. Between { and } stands what keeps
// keys together in a cluster; the prefix has no braces, so the first one counts.
// IDs and addresses may be any bytes: they come last, or with their length.
type keys struct{ prefix string }

// directory is a key of users and their ways in: all in one slot.
func (k keys) directory(kind, name string) string {
	return k.prefix + ":{" + k.prefix + "}:" + kind + ":" + name
}

func (k keys) user(id string) string     { return k.directory("user", id) }
func (k keys) mail(email string) string  { return k.directory("mail", email) }
func (k keys) accounts(id string) string { return k.directory("accounts", id) }
func (k keys) passkeys(id string) string { return k.directory("passkeys", id) }
func (k keys) passkey(id string) string  { return k.directory("passkey", id) }

// account is the key of the account whose packed name (see accountName) this is.
func (k keys) account(name string) string { return k.directory("account", name) }

func (k keys) verificationToken(identifier, token string) string {
	return k.directory("link", pair(identifier, token))
}

// shard is a key of a user's sessions.
func (k keys) shard(shard, kind, name string) string {
	return k.prefix + ":{" + shard + "}:" + kind + ":" + name
}

// session is the key of a session's token, which begins with the shard.
func (k keys) session(token string) string { return k.shard(token[:shardDigits], "session", token) }

// shardDigits are the digits of a session's token that name its shard.
const shardDigits = 4

// shardOf is the shard of a session's token. ok is false if the token has none,
// and cannot be the name of a session here.
func shardOf(token string) (shard string, ok bool) {
	if len(token) < shardDigits {
		return "", false
	}
	for i := range shardDigits {
		if c := token[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", false
		}
	}
	return token[:shardDigits], true
}

// userKeys are the keys of one user's sessions: all in one slot.
type userKeys struct {
	keys
	id, tag               string
	state, sessions, ends string
}

func (k keys) of(userID string) userKeys {
	tag := adapter.Shard(userID)
	return userKeys{
		keys: k, id: userID, tag: tag,
		state:    k.shard(tag, "state", userID),
		sessions: k.shard(tag, "sessions", userID),
		ends:     k.shard(tag, "ends", userID),
	}
}

func (u userKeys) revoked(sessionID string) string {
	return u.shard(u.tag, "revoked", pair(u.id, sessionID))
}

// pair joins two strings of any bytes so that no other two give the same.
func pair(a, b string) string { return strconv.Itoa(len(a)) + ":" + a + b }
