package memoryadapter

import (
	"bytes"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// own replaces strings by copies. What is kept may have been cut out of a whole
// request, which would stay in memory with it.
func own(all ...*string) {
	for _, s := range all {
		*s = strings.Clone(*s)
	}
}

// moment is a time as it is kept: in UTC, and without the clock of the process.
func moment(t time.Time) time.Time { return t.Round(0).UTC() }

func ownUser(u adapter.User) adapter.User {
	own(&u.Name, &u.Email, &u.Image)
	u.EmailVerified = moment(u.EmailVerified)
	return u
}

func ownAccount(a adapter.Account, userID string) adapter.Account {
	a.UserID = userID
	own(&a.Type, &a.Provider, &a.ProviderAccountID, &a.RefreshToken, &a.AccessToken, &a.IDToken,
		&a.TokenType, &a.Scope, &a.SessionState)
	return a
}

func ownAuthenticator(a adapter.Authenticator, userID string) adapter.Authenticator {
	a.UserID = userID
	own(&a.CredentialID, &a.ProviderAccountID, &a.CredentialPublicKey, &a.CredentialDeviceType, &a.Transports)
	return a
}

func ownSession(s adapter.Session, userID string) adapter.Session {
	s.UserID = userID
	own(&s.ID, &s.SessionToken, &s.IP, &s.UserAgent)
	s.Expires, s.CreatedAt, s.LastSeen = moment(s.Expires), moment(s.CreatedAt), moment(s.LastSeen)
	s.Data = bytes.Clone(s.Data)
	return s
}
