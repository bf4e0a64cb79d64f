package redisadapter

import (
	"context"
	"strconv"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// ClaimUser gives a user to the person who reads the mail of their address, as
// adapter.VerificationTokens has it; passkeys go with the accounts. It takes
// three steps: the shard notes the claim and ends the sessions, and from then
// on lets nobody in; the directory gives the address and deletes the ways in;
// the shard notes that it is over. Whoever finds a claim between them finishes
// it: the next that signs in, or the next request with a session in a cookie.
func (s *shards) ClaimUser(ctx context.Context, userID, email string, at time.Time) error {
	for range attempts {
		// The count is read before the address: a claim that ends between the two
		// is seen by the count, one before by the address.
		now, err := s.settle(ctx, userID)
		if err != nil {
			return err
		}
		if !now.known {
			return adapter.ErrNotFound
		}
		u, err := s.users.load(ctx, userID)
		switch {
		case err != nil:
			return err
		case email == "" || u.Email != email:
			return adapter.ErrNotFound
		case !u.EmailVerified.IsZero():
			return nil
		}
		claim := pack(strconv.FormatInt(at.UnixMilli(), 10), email)
		answer, _, err := s.sweep(ctx, userID, "claim", now.claims, claim)
		if err != nil {
			return err
		}
		if text(answer[0]) == "ok" {
			return s.finishClaim(ctx, userID, claim)
		}
	}
	return errUnsettled
}

// finishClaim does what is left of a claim, somebody else's too.
func (s *shards) finishClaim(ctx context.Context, userID, claim string) error {
	var millis, email string
	if err := unpack(claim, &millis, &email); err != nil {
		return err
	}
	at := fromMillis(millis)
	// The user may have another address or be gone by now. The claim is over
	// then too.
	moved := s.users.claim(ctx, userID, email, at)
	if moved != nil && !notFound(moved) {
		return moved
	}
	_, err := s.link.run(ctx, endClaim, []string{s.keys.of(userID).state}, claim, at.Unix())
	return err
}

var endClaim = newScript(luaLater, `
if redis.call('HGET', KEYS[1], 'claim') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'claim', 'except')
redis.call('HINCRBY', KEYS[1], 'claims', 1)
later('after', ARGV[2])
return 1`)
