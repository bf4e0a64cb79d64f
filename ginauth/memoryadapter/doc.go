// Package memoryadapter keeps users, accounts, sessions, magic links and
// passkeys in the memory of one process: for development and tests. It
// implements every interface of package adapter but PlainSessions, as Auth.js
// has left no sessions in it.
//
//	r.Use(ginauth.New(ginauth.Config{
//		Adapter: memoryadapter.New(memoryadapter.Options{}),
//		…
//	}))
//
// When the process ends, everything is gone; a second process knows nothing of
// it. For all else there are sqladapter and redisadapter.
//
// # When it is full
//
// It is bounded, see [Options]. What has expired is dropped when its place is
// needed. If that does not help, the call that wanted to keep something new
// fails with [ErrFull], which ginauth answers with 503: whoever floods the store
// keeps newcomers out, and takes nothing from those who are in. Two bounds end
// something instead, and reach whoever fills them:
//
//   - A user who has [Options].MaxSessionsPerUser sessions and signs in again
//     loses the one that has not been seen for the longest time.
//   - When [Options].MaxSessions single sessions have been revoked (see
//     adapter.Revocations), all sessions in a cookie of the user who has the most
//     of these are revoked by their time instead of by their names. So a sign-out
//     is neither refused nor forgotten.
//
// # Speed
//
// GetSession and GetRevocation take a lock for reading, look into maps, and
// allocate nothing. The store starts no goroutine.
package memoryadapter
