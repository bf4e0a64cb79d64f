// Package redisadapter keeps users, accounts, sessions, magic links and
// passkeys in Redis 6.0 or later, or Valkey: one server, a cluster, or servers
// behind Sentinel, over [github.com/redis/go-redis/v9]. It implements every
// interface of package adapter but PlainSessions, since Auth.js has no sessions
// in Redis to bring along.
//
//	store, err := redisadapter.Open(os.Getenv("REDIS_URL"))
//	if err != nil {
//		return err
//	}
//	defer store.Close()
//
// [Open] makes a client with the right settings; [New] takes one of yours and
// refuses it if its settings would make a sign-in hang or a session that was
// ended live on.
//
// # A Redis that may forget
//
// A Redis without a disk loses everybody who ever signed up when it restarts.
// If users are kept here, let it write an append-only file
// ("appendonly yes", "appendfsync everysec" or "always") and never evict
// ("maxmemory-policy noeviction"). Failing over to a replica loses the last
// writes that the replica had not seen; "min-replicas-to-write" makes that rare.
// A program that has an SQL database keeps its users there, and its sessions in
// Redis: see [NewSessions].
//
// What happens if it does forget: everybody is signed out, nobody is somebody
// else, and nothing fails. In a cluster that loses one of its nodes, the users
// of that node sign in again.
//
// # What is kept where
//
// Keys begin with [Options].Prefix. The directory has one hash tag, so that a
// user and their account appear in one step; it lives on one node of a cluster
// (about 1 KB a user).
//
//	ginauth:{ginauth}:user:<id>           hash: name, e-mail address, …
//	ginauth:{ginauth}:mail:<address>      the user's ID
//	ginauth:{ginauth}:accounts:<id>       hash: the user's accounts, tokens sealed
//	ginauth:{ginauth}:account:<name>      the user's ID
//	ginauth:{ginauth}:passkeys:<id>       hash: the user's authenticators
//	ginauth:{ginauth}:passkey:<id>        the user's ID
//	ginauth:{ginauth}:link:<name>         a verification token, hashed; expires
//
// Sessions are spread over the nodes by the first digits of their name, which
// are those of their user (see adapter.Shard):
//
//	ginauth:{ab12}:session:<token>        a session; expires
//	ginauth:{ab12}:state:<id>             hash: may the user be signed in, since when
//	ginauth:{ab12}:sessions:<id>          hash: the user's sessions by ID
//	ginauth:{ab12}:ends:<id>              the same by the time of their end
//	ginauth:{ab12}:revoked:<name>         a revoked session in a cookie; expires
//
// What has expired stays for an hour longer, so that clocks may differ; the
// caller looks at Expires.
//
// # One step
//
// Every write is one command or one script in one slot, sent at most once: if
// its answer is lost, the caller gets the error, and no second write. Reading
// may be retried, as the client is set up. Where something must change in the
// directory and in a shard, the shard comes first and says so: a user is
// deleted, disabled or claimed from that moment, and whoever meets the rest
// finishes it. A program that is killed in between leaves nobody in.
//
// A session ID is unique among the sessions of its user; tokens are unique.
package redisadapter
