// Package adapter is the contract between ginauth and a database: users,
// accounts, sessions, verification tokens and authenticators, in the concepts
// of Auth.js (https://authjs.dev/reference/core/adapters) and under its names.
//
// A store implements [Adapter], and of the other interfaces those that it can:
//
//	Adapter             users, and the accounts by which they sign in
//	Accounts            list and unlink accounts
//	Administration      disable and delete users
//	Sessions            sessions in the database (StrategyDatabase)
//	PlainSessions       sessions that Auth.js wrote before
//	InProcess           a store that keeps all in memory
//	Revocations         ending sessions that live in a cookie (StrategyJWT)
//	VerificationTokens  magic links
//	Authenticators      passkeys
//
// A program with OAuth and sessions in the cookie needs the six methods of
// Adapter. The stores of this project implement all: memoryadapter,
// sqladapter and redisadapter. adaptertest.Run proves a store, these and yours.
//
// What holds for every method:
//
//   - It is one atomic step. Where two callers compete, one wins; and a program
//     that is killed in the middle leaves all of it or nothing.
//   - It may be called by many goroutines at once, and returns soon after its
//     context ends.
//   - "There is none" is [ErrNotFound], an answer and not a failure. An error
//     that wraps none of this package's means that the store could not answer:
//     ginauth then says 503 and believes nothing.
//   - Strings are kept as they are, byte for byte; the caller has brought e-mail
//     addresses into their one form. Times are kept to the millisecond at least, in UTC.
//   - What is secret arrives hashed or sealed. Nothing here is to be logged.
package adapter

import (
	"context"
	"time"
)

// Adapter is what every store has: users, and the accounts by which they sign
// in.
type Adapter interface {
	// CreateUser keeps a new user and, unless it is nil, their first account:
	// both or neither. It returns the user with the ID that the store has given;
	// User.ID and Account.UserID are ignored. Errors: [ErrEmailTaken],
	// [ErrAccountTaken].
	CreateUser(ctx context.Context, u User, a *Account) (User, error)
	// GetUser returns the user of an ID, whatever string that is, or [ErrNotFound].
	GetUser(ctx context.Context, id string) (User, error)
	// GetUserByEmail returns the user whose address this is, or [ErrNotFound].
	GetUserByEmail(ctx context.Context, email string) (User, error)
	// GetUserByAccount returns the user who signs in with an account at a
	// provider, or [ErrNotFound].
	GetUserByAccount(ctx context.Context, provider, providerAccountID string) (User, error)
	// UpdateUser writes Name, Email, Image and EmailVerified of the user with
	// u.ID, and nothing else of them. Errors: [ErrNotFound], [ErrEmailTaken].
	UpdateUser(ctx context.Context, u User) error
	// LinkAccount gives the user a.UserID an account. If it is theirs already,
	// its tokens are replaced. Errors: [ErrNotFound] without such a user,
	// [ErrAccountTaken] if it is somebody else's.
	LinkAccount(ctx context.Context, a Account) error
}

// Accounts lists and unlinks the accounts of a user.
type Accounts interface {
	// ListAccounts returns the accounts of a user, oldest first where the store
	// knows; none, and no error, for an unknown user.
	ListAccounts(ctx context.Context, userID string) ([]Account, error)
	// UnlinkAccount takes an account away from a user, unless fewer than keep
	// would remain: then it is [ErrLastAccount]. [ErrNotFound] if it is not theirs.
	UnlinkAccount(ctx context.Context, userID, provider, providerAccountID string, keep int) error
}

// Administration disables and deletes users.
type Administration interface {
	// SetDisabled sets User.Disabled. Disabling deletes the user's sessions in
	// the same step, and CreateSession refuses new ones. [ErrNotFound] without
	// such a user.
	SetDisabled(ctx context.Context, userID string, disabled bool) error
	// DeleteUser deletes a user with all that is theirs; [ErrNotFound] if there
	// is none. Their revocations (see [Revocations]) answer Disabled from then on.
	DeleteUser(ctx context.Context, userID string) error
}

// Sessions keeps sessions in the database, for StrategyDatabase. A session has
// two names: SessionToken, which the browser's cookie leads to and which may
// change, and ID, which stays and is no secret.
type Sessions interface {
	// CreateSession keeps a new session, with Version as it is given. Errors:
	// [ErrNotFound] if the user does not exist or is disabled; [ErrExists] if
	// its ID or token is in use.
	CreateSession(ctx context.Context, s Session) error
	// GetSession returns the session of a token, or [ErrNotFound]: in one round
	// trip, since every guarded request asks. Whether it has expired is for the
	// caller to see; a store may forget it once it has. The caller does not
	// change the Data.
	GetSession(ctx context.Context, sessionToken string) (Session, error)
	// UpdateSession writes SessionToken (another one, to rotate it), Expires,
	// LastSeen, IP, UserAgent and Data of the session that is now named
	// sessionToken, if its version is still s.Version. Version is then one more,
	// and Stale false. Otherwise, and if there is no such session, it writes
	// nothing and returns [ErrSuperseded].
	UpdateSession(ctx context.Context, sessionToken string, s Session) error
	// TouchSession has nothing to do with ginauth.Auth.Touch. It notes LastSeen, IP and UserAgent of the session named
	// s.SessionToken, if it was last seen before a time, and reports whether it
	// did: of many requests at once, one writes. The version stays.
	TouchSession(ctx context.Context, s Session, before time.Time) (bool, error)
	// DeleteSession ends the session of a user by its ID; [ErrNotFound] if there
	// is none.
	DeleteSession(ctx context.Context, userID, id string) error
	// ListSessions returns the sessions of a user, the newest first. They need
	// not have Data.
	ListSessions(ctx context.Context, userID string) ([]Session, error)
	// DeleteSessions ends all sessions of a user but the one whose ID is except
	// ("" for all), and returns how many.
	DeleteSessions(ctx context.Context, userID, except string) (int, error)
	// MarkSessions makes all sessions of a user Stale, and their versions one
	// more.
	MarkSessions(ctx context.Context, userID string) error
}

// PlainSessions is for a store whose sessions Auth.js wrote before: their
// token is in the database as it is in the cookie.
type PlainSessions interface {
	// AdoptSession gives the session whose token is plain the name sessionToken
	// and the given ID, so that what is in the database no longer opens it, and
	// returns it; its Data is nil. [ErrNotFound] if there is none, or if plain is
	// a name that ginauth has given (see [IsSessionToken]): a stolen copy of the
	// database must not open sessions.
	AdoptSession(ctx context.Context, plain, sessionToken, id string) (Session, error)
}

// InProcess is for a store in the memory of the program itself. What ginauth
// gives it is not encrypted: the key would be in the same memory.
type InProcess interface {
	// InProcess reports that nothing leaves the program, and that the bytes of
	// the Data that GetSession returns never change.
	InProcess() bool
}

// Revocations ends sessions that live in the browser's cookie: by name, or all
// of a user that began up to some second.
type Revocations interface {
	// GetRevocation says what has been revoked, of one session and of its user,
	// in one round trip. For a user who is not in the store or is disabled,
	// Disabled is true.
	GetRevocation(ctx context.Context, userID, sessionID string) (Revocation, error)
	// RevokeSession revokes one session; after until it may be forgotten.
	RevokeSession(ctx context.Context, userID, sessionID string, until time.Time) error
	// RevokeSessions revokes the sessions of a user that began at or before a
	// time, but for the one with the ID except ("" for none). ValidAfter becomes
	// that time in whole seconds or, if that is not later than it was, one second
	// more than it was. [ErrNotFound] without such a user.
	RevokeSessions(ctx context.Context, userID string, at time.Time, except string) error
	// MarkUser sets Touched by the same rule. [ErrNotFound] without such a user.
	MarkUser(ctx context.Context, userID string, at time.Time) error
}

// VerificationTokens keeps what is sent by mail, hashed.
type VerificationTokens interface {
	// CreateVerificationTokens keeps all of them or, if there is one of the same
	// identifier and token already, none: [ErrExists].
	CreateVerificationTokens(ctx context.Context, tokens ...VerificationToken) error
	// UseVerificationToken deletes a token and returns it: to one caller. The
	// others, and those whose identifier or token is wrong, get [ErrNotFound]
	// and delete nothing. Whether it has expired is for the caller to see.
	UseVerificationToken(ctx context.Context, identifier, token string) (VerificationToken, error)
	// ClaimUser gives a user to the person who has proven that they read the
	// mail of the address. If it was not verified before, EmailVerified becomes
	// at, and the accounts and sessions of whoever used the address until then
	// are deleted, and those that Revocations knows revoked, in the same step. If it was verified, nothing
	// changes. [ErrNotFound] if no user of this ID has the address.
	ClaimUser(ctx context.Context, userID, email string, at time.Time) error
}

// Authenticators keeps passkeys, as Auth.js v5 does.
type Authenticators interface {
	// CreateAuthenticator keeps a new authenticator. [ErrExists] if its
	// credential ID is in use, [ErrNotFound] without such a user.
	CreateAuthenticator(ctx context.Context, a Authenticator) error
	// GetAuthenticator returns the authenticator of a credential ID, or
	// [ErrNotFound].
	GetAuthenticator(ctx context.Context, credentialID string) (Authenticator, error)
	// ListAuthenticatorsByUserID returns those of a user.
	ListAuthenticatorsByUserID(ctx context.Context, userID string) ([]Authenticator, error)
	// UpdateAuthenticatorCounter sets the counter, if the new one is greater or
	// both are 0. Otherwise it is [ErrSuperseded]: a sign of a cloned
	// authenticator (WebAuthn Level 3 section 6.1.1). [ErrNotFound] if there is
	// no such authenticator.
	UpdateAuthenticatorCounter(ctx context.Context, credentialID string, counter uint32) error
	// DeleteAuthenticator deletes an authenticator of a user; [ErrNotFound] if
	// there is none.
	DeleteAuthenticator(ctx context.Context, userID, credentialID string) error
}
