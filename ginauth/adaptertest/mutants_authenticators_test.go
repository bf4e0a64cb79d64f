package adaptertest_test

import (
	"context"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func authenticatorMutants() []mutant {
	return []mutant{
		{"sets any counter", "Authenticators/UpdateAuthenticatorCounter", func(s store) adapter.Adapter {
			return mails{store: s, counter: func(ctx context.Context, id string, counter uint32) error {
				if err := s.UpdateAuthenticatorCounter(ctx, id, counter); err != nil {
					_, err = s.GetAuthenticator(ctx, id)
					return err
				}
				return nil
			}}
		}},
		{"reads the counter, then sets it", "Authenticators/RaceUpdateAuthenticatorCounter", func(s store) adapter.Adapter {
			var between gap
			return mails{store: s, counter: func(ctx context.Context, id string, counter uint32) error {
				a, err := s.GetAuthenticator(ctx, id)
				if err != nil {
					return err
				}
				if counter <= a.Counter && counter|a.Counter != 0 {
					return adapter.ErrSuperseded
				}
				between.wait()
				_ = s.UpdateAuthenticatorCounter(ctx, id, counter)
				return nil
			}}
		}},
		{"has counters of 31 bits", "Authenticators/CreateAuthenticator", func(s store) adapter.Adapter {
			return mails{store: s, getKey: func(ctx context.Context, id string) (adapter.Authenticator, error) {
				a, err := s.GetAuthenticator(ctx, id)
				a.Counter &= 1<<31 - 1
				return a, err
			}}
		}},
		{"folds the case of credential IDs", "Authenticators/ByteForByte", func(s store) adapter.Adapter {
			return mails{store: s, passkey: func(ctx context.Context, a adapter.Authenticator) error {
				a.CredentialID = strings.ToLower(a.CredentialID)
				return s.CreateAuthenticator(ctx, a)
			}}
		}},
	}
}
