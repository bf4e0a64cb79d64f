package adaptertest

import (
	"encoding/base64"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// user makes a user with an address, and without if it is "".
func (x *trial) user(email string) adapter.User {
	x.Helper()
	u, err := x.CreateUser(x.Context(), adapter.User{Name: "Name of " + email, Email: email}, nil)
	x.must(err, "CreateUser")
	if u.ID == "" {
		x.Fatal("the contract says: CreateUser returns the user with the ID that the store has given\n    but: User.ID is empty")
	}
	return u
}

// account is an account with everything in it.
func account(userID, provider, id string) adapter.Account {
	return adapter.Account{
		UserID: userID, Type: "oidc", Provider: provider, ProviderAccountID: id,
		RefreshToken: "refresh of " + id, AccessToken: "access of " + id, IDToken: "id of " + id,
		TokenType: "bearer", Scope: "openid email", SessionState: "state of " + id, ExpiresAt: 4_102_444_800,
	}
}

// link gives a user an account.
func (x *trial) link(userID, provider, id string) adapter.Account {
	x.Helper()
	a := account(userID, provider, id)
	x.must(x.LinkAccount(x.Context(), a), "LinkAccount")
	return a
}

// token is a session's name as ginauth makes it for a user.
func (x *trial) token(userID string) string {
	return adapter.SessionToken(adapter.Shard(userID) + x.unique())
}

// newSession is a session of a user with everything in it, not yet kept.
func (x *trial) newSession(userID string) adapter.Session {
	return adapter.Session{
		ID: x.unique()[:32], SessionToken: x.token(userID), UserID: userID,
		Expires: x.now.Add(time.Hour), CreatedAt: x.now.Add(-time.Hour), LastSeen: x.now.Add(-time.Minute),
		IP: "2001:db8::1", UserAgent: "Agent/1.0 (of a test)", Data: []byte("sealed " + x.unique()), Version: 1,
	}
}

// session makes a session of a user.
func (x *trial) session(userID string) adapter.Session {
	x.Helper()
	s := x.newSession(userID)
	x.must(x.sessions.CreateSession(x.Context(), s), "CreateSession")
	return s
}

// got is the session of a token; the subtest ends if there is none.
func (x *trial) got(token string) adapter.Session {
	x.Helper()
	s, err := x.sessions.GetSession(x.Context(), token)
	x.must(err, "GetSession")
	return s
}

// gone wants that there is no session of some tokens.
func (x *trial) gone(rule string, tokens ...string) {
	x.Helper()
	for _, token := range tokens {
		_, err := x.sessions.GetSession(x.Context(), token)
		x.isf(err, adapter.ErrNotFound, rule, "GetSession of its token")
	}
}

// alive wants that the sessions are as they were.
func (x *trial) alive(rule string, sessions ...adapter.Session) {
	x.Helper()
	for _, want := range sessions {
		s, err := x.sessions.GetSession(x.Context(), want.SessionToken)
		if err != nil {
			x.brokenf(rule, "GetSession of a session that should be there answers %s", shown(err))
			continue
		}
		x.equalf(s, want, rule, "a session that should be as it was")
	}
}

// revocation asks for what has been revoked.
func (x *trial) revocation(userID, sessionID string) adapter.Revocation {
	x.Helper()
	r, err := x.revocations.GetRevocation(x.Context(), userID, sessionID)
	x.must(err, "GetRevocation")
	return r
}

// verification is a token for an identifier, not yet kept.
func (x *trial) verification(identifier string) adapter.VerificationToken {
	return adapter.VerificationToken{Identifier: identifier, Token: x.unique(), Expires: x.now.Add(time.Hour)}
}

// newPasskey is an authenticator of a user with everything in it but a counter,
// not yet kept.
func newPasskey(userID, credentialID string) adapter.Authenticator {
	return adapter.Authenticator{
		CredentialID: credentialID, UserID: userID, ProviderAccountID: "account of " + credentialID,
		CredentialPublicKey:  base64.StdEncoding.EncodeToString([]byte("key of " + credentialID)),
		CredentialDeviceType: "multiDevice", CredentialBackedUp: true, Transports: "internal,hybrid",
	}
}

// passkey makes an authenticator of a user.
func (x *trial) passkey(userID, credentialID string, counter uint32) adapter.Authenticator {
	x.Helper()
	a := newPasskey(userID, credentialID)
	a.Counter = counter
	x.must(x.authenticators.CreateAuthenticator(x.Context(), a), "CreateAuthenticator")
	return a
}
