package redisadapter

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// An authenticator in Redis is its place in the list (eight bytes), its counter
// (four bytes, big-endian) and its packed fields.

func encodeAuthenticator(n adapter.Authenticator) string {
	return string(counterBytes(n.Counter)) + pack(n.CredentialID, n.ProviderAccountID, n.CredentialPublicKey,
		n.CredentialDeviceType, flag(n.CredentialBackedUp), n.Transports)
}

// decodeAuthenticator reads what is behind the place.
func decodeAuthenticator(userID, v string) (adapter.Authenticator, error) {
	if len(v) < 4 {
		return adapter.Authenticator{}, errCorrupt
	}
	n, backedUp := adapter.Authenticator{UserID: userID, Counter: binary.BigEndian.Uint32([]byte(v[:4]))}, ""
	err := unpack(v[4:], &n.CredentialID, &n.ProviderAccountID, &n.CredentialPublicKey,
		&n.CredentialDeviceType, &backedUp, &n.Transports)
	n.CredentialBackedUp = backedUp != ""
	return n, err
}

// CreateAuthenticator keeps a new authenticator. [adapter.ErrExists] if its
// credential ID is in use, [adapter.ErrNotFound] without such a user.
func (a *Adapter) CreateAuthenticator(ctx context.Context, n adapter.Authenticator) error {
	if err := a.known(ctx, n.UserID); err != nil {
		return err
	}
	keys := []string{a.keys.user(n.UserID), a.keys.passkeys(n.UserID), a.keys.passkey(n.CredentialID)}
	return a.despite(ctx, func() (string, error) {
		return holds(a.link.runList(ctx, createAuthenticator, keys, n.UserID, n.CredentialID, encodeAuthenticator(n)))
	})
}

var createAuthenticator = newScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then return {0} end
local holder = redis.call('GET', KEYS[3])
if holder then return {4, holder} end
redis.call('SET', KEYS[3], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[2], struct.pack('>i8', redis.call('HINCRBY', KEYS[1], 'places', 1)) .. ARGV[3])
return {1}`)

// GetAuthenticator returns the authenticator of a credential ID, or
// [adapter.ErrNotFound].
func (a *Adapter) GetAuthenticator(ctx context.Context, credentialID string) (adapter.Authenticator, error) {
	userID, err := a.holder(ctx, credentialID)
	if err != nil {
		return adapter.Authenticator{}, err
	}
	v, err := a.link.client.HGet(ctx, a.keys.passkeys(userID), credentialID).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return adapter.Authenticator{}, adapter.ErrNotFound
	case err != nil:
		return adapter.Authenticator{}, failure(err)
	case len(v) < 8:
		return adapter.Authenticator{}, errCorrupt
	}
	return decodeAuthenticator(userID, v[8:])
}

// holder returns the ID of the user who has a credential.
func (a *Adapter) holder(ctx context.Context, credentialID string) (string, error) {
	for range attempts {
		userID, err := a.link.client.Get(ctx, a.keys.passkey(credentialID)).Result()
		if errors.Is(err, redis.Nil) {
			return "", adapter.ErrNotFound
		}
		if err != nil {
			return "", failure(err)
		}
		now, err := a.settle(ctx, userID)
		switch {
		case err != nil:
			return "", err
		case now.changed:
			continue
		case !now.known:
			return "", adapter.ErrNotFound
		}
		return userID, nil
	}
	return "", errUnsettled
}

// ListAuthenticatorsByUserID returns those of a user, the oldest first.
func (a *Adapter) ListAuthenticatorsByUserID(ctx context.Context, userID string) ([]adapter.Authenticator, error) {
	values, err := a.placed(ctx, userID, a.keys.passkeys(userID))
	if err != nil {
		return nil, err
	}
	all := make([]adapter.Authenticator, len(values))
	for i, v := range values {
		if all[i], err = decodeAuthenticator(userID, v); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// UpdateAuthenticatorCounter sets the counter, if the new one is greater or
// both are 0; otherwise it is [adapter.ErrSuperseded]. [adapter.ErrNotFound] if
// there is no such authenticator.
func (a *Adapter) UpdateAuthenticatorCounter(ctx context.Context, credentialID string, counter uint32) error {
	userID, err := a.holder(ctx, credentialID)
	if err != nil {
		return err
	}
	answer, err := a.link.runInt(ctx, updateCounter, []string{a.keys.passkeys(userID)}, credentialID, counter, counterBytes(counter))
	switch {
	case err != nil:
		return err
	case answer == done:
		return nil
	case answer == inUse:
		return adapter.ErrSuperseded
	}
	return adapter.ErrNotFound
}

var updateCounter = newScript(`
local v = redis.call('HGET', KEYS[1], ARGV[1])
if not v then return 0 end
local was, new = struct.unpack('>I4', v, 9), tonumber(ARGV[2])
if new <= was and (new ~= 0 or was ~= 0) then return 2 end
redis.call('HSET', KEYS[1], ARGV[1], string.sub(v, 1, 8) .. ARGV[3] .. string.sub(v, 13))
return 1`)

// DeleteAuthenticator deletes an authenticator of a user; [adapter.ErrNotFound]
// if there is none.
func (a *Adapter) DeleteAuthenticator(ctx context.Context, userID, credentialID string) error {
	answer, err := a.link.runInt(ctx, deleteAuthenticator,
		[]string{a.keys.passkeys(userID), a.keys.passkey(credentialID)}, credentialID)
	if err == nil && answer != done {
		err = adapter.ErrNotFound
	}
	return err
}

var deleteAuthenticator = newScript(`
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('DEL', KEYS[2])
return 1`)
