package adaptertest_test

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func verificationMutants() []mutant {
	return []mutant{
		{"gets a token, then deletes it", "VerificationTokens/RaceUseVerificationToken", getThenDelete},
		{"deletes the token for a wrong guess", "VerificationTokens/UseVerificationTokenWrong", func(s store) adapter.Adapter {
			last := map[string]string{}
			return mails{
				store: s,
				create: func(ctx context.Context, tokens ...adapter.VerificationToken) error {
					for _, v := range tokens {
						last[v.Identifier] = v.Token
					}
					return s.CreateVerificationTokens(ctx, tokens...)
				},
				use: func(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
					v, err := s.UseVerificationToken(ctx, identifier, token)
					if err != nil {
						_, _ = s.UseVerificationToken(ctx, identifier, last[identifier])
					}
					return v, err
				},
			}
		}},
		{"looks at the token and not at whose it is", "VerificationTokens/UseVerificationTokenWrong", func(s store) adapter.Adapter {
			whose := map[string]string{}
			return mails{
				store: s,
				create: func(ctx context.Context, tokens ...adapter.VerificationToken) error {
					for _, v := range tokens {
						whose[v.Token] = v.Identifier
					}
					return s.CreateVerificationTokens(ctx, tokens...)
				},
				use: func(ctx context.Context, _, token string) (adapter.VerificationToken, error) {
					return s.UseVerificationToken(ctx, whose[token], token)
				},
			}
		}},
		{"keeps tokens one after the other", "VerificationTokens/CreateVerificationTokensAllOrNone", func(s store) adapter.Adapter {
			return mails{store: s, create: func(ctx context.Context, tokens ...adapter.VerificationToken) error {
				for _, v := range tokens {
					if err := s.CreateVerificationTokens(ctx, v); err != nil {
						return err
					}
				}
				return nil
			}}
		}},
		{"overwrites a token", "VerificationTokens/CreateVerificationTokensAllOrNone", func(s store) adapter.Adapter {
			return mails{store: s, create: func(ctx context.Context, tokens ...adapter.VerificationToken) error {
				for _, v := range tokens {
					_, _ = s.UseVerificationToken(ctx, v.Identifier, v.Token)
				}
				return s.CreateVerificationTokens(ctx, tokens...)
			}}
		}},
		{"folds the case of identifiers", "VerificationTokens/ByteForByte", func(s store) adapter.Adapter {
			return mails{store: s, create: func(ctx context.Context, tokens ...adapter.VerificationToken) error {
				for i := range tokens {
					tokens[i].Identifier = strings.ToLower(tokens[i].Identifier)
				}
				return s.CreateVerificationTokens(ctx, tokens...)
			}}
		}},
		{"claims what was verified", "VerificationTokens/ClaimUserVerified", func(s store) adapter.Adapter {
			return mails{store: s, claim: func(ctx context.Context, userID, email string, at time.Time) error {
				u, err := s.GetUserByEmail(ctx, email)
				if err == nil && u.ID == userID {
					u.EmailVerified = time.Time{}
					_ = s.UpdateUser(ctx, u)
				}
				return s.ClaimUser(ctx, userID, email, at)
			}}
		}},
		{"leaves the accounts of a squatter", "VerificationTokens/ClaimUserUnverified", func(s store) adapter.Adapter {
			return mails{store: s, claim: func(ctx context.Context, userID, email string, at time.Time) error {
				list, _ := s.ListAccounts(ctx, userID)
				err := s.ClaimUser(ctx, userID, email, at)
				for _, a := range list {
					_ = s.LinkAccount(ctx, a)
				}
				return err
			}}
		}},
		{"leaves the sessions of a squatter", "VerificationTokens/ClaimUserUnverified", func(s store) adapter.Adapter {
			return mails{store: s, claim: func(ctx context.Context, userID, email string, at time.Time) error {
				list, _ := s.ListSessions(ctx, userID)
				err := s.ClaimUser(ctx, userID, email, at)
				for _, row := range list {
					_ = s.CreateSession(ctx, row)
				}
				return err
			}}
		}},
		{"ends the sessions of a squatter by a list", "VerificationTokens/RaceClaimUserRotate", func(s store) adapter.Adapter {
			var between gap
			return mails{store: s, claim: func(ctx context.Context, userID, email string, at time.Time) error {
				list, _ := s.ListSessions(ctx, userID)
				between.wait()
				for _, row := range list {
					if _, err := s.GetSession(ctx, row.SessionToken); err == nil {
						_ = s.DeleteSession(ctx, userID, row.ID)
					}
				}
				u, _ := s.GetUser(ctx, userID)
				u.EmailVerified = at
				return s.UpdateUser(ctx, u)
			}}
		}},
		{"revokes nothing of a squatter", "VerificationTokens/ClaimUserRevokes", func(s store) adapter.Adapter {
			return struct {
				adapter.Adapter
				adapter.Revocations
				adapter.VerificationTokens
			}{s, revokes{store: s, get: func(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
				r, err := s.GetRevocation(ctx, userID, sessionID)
				r.ValidAfter = time.Time{}
				return r, err
			}}, s}
		}},
		{"claims for whoever has the address", "VerificationTokens/ClaimUserNotFound", func(s store) adapter.Adapter {
			return mails{store: s, claim: func(ctx context.Context, userID, email string, at time.Time) error {
				if u, err := s.GetUserByEmail(ctx, email); err == nil {
					userID = u.ID
				}
				return s.ClaimUser(ctx, userID, email, at)
			}}
		}},
	}
}

// getThenDelete reads a token, and deletes it in a second step.
func getThenDelete(s store) adapter.Adapter {
	var between gap
	var reading sync.Mutex
	read := func(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
		reading.Lock()
		defer reading.Unlock()
		v, err := s.UseVerificationToken(ctx, identifier, token)
		if err == nil {
			err = s.CreateVerificationTokens(ctx, v)
		}
		return v, err
	}
	return mails{store: s, use: func(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
		v, err := read(ctx, identifier, token)
		if err != nil {
			return adapter.VerificationToken{}, err
		}
		between.wait()
		reading.Lock()
		defer reading.Unlock()
		_, _ = s.UseVerificationToken(ctx, identifier, token)
		return v, nil
	}}
}
