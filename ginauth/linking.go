package ginauth

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// LinkPolicy says when a new account becomes another way in for a user.
type LinkPolicy uint8

const (
	// LinkWhileSignedIn links an account of an OAuth provider when the user is
	// signed in and goes to the provider from there. The default.
	LinkWhileSignedIn LinkPolicy = iota
	// LinkNever links nothing by itself: an unknown account is a new user, or is
	// refused if its address is somebody's.
	LinkNever
	// LinkVerifiedEmail also links, without a session, an account of a provider
	// in TrustEmailFrom to the user with the same address, if the provider vouches
	// for it and the user's address has been verified here. An address that was
	// not has no owner yet: the account gets the user, and whoever registered the
	// address before loses it, with all accounts and sessions.
	LinkVerifiedEmail
)

// Linking says when accounts are linked; see
// https://authjs.dev/concepts#account-linking.
type Linking struct {
	// Policy is the rule. Default: [LinkWhileSignedIn].
	Policy LinkPolicy
	// TrustEmailFrom are the ids of providers that make sure that an address is
	// its owner's, now and not once upon a time: what they vouch for is verified.
	// Default: none.
	TrustEmailFrom []string
	// SignedInWithin is how long ago a user may have signed in to link an account
	// (see [LinkWhileSignedIn]). Default: one hour.
	SignedInWithin time.Duration
}

// The refusals of a sign-in that the database knows another owner for.
var (
	errNotLinked   = errors.New("the account or its address belongs to another user")
	errSignInAgain = errors.New("linking an account needs a fresh sign-in")
)

func (a *Auth) compileLinking(cfg *Config) error {
	a.linking = cfg.Linking
	if a.linking.Policy > LinkVerifiedEmail {
		return fmt.Errorf("the field Linking.Policy is %d; use LinkWhileSignedIn, LinkNever or LinkVerifiedEmail", a.linking.Policy)
	}
	if a.db == nil && (a.linking.Policy != LinkWhileSignedIn || len(a.linking.TrustEmailFrom) > 0 || a.linking.SignedInWithin != 0) {
		return errors.New("the field Linking is for users of an Adapter; set Config.Adapter")
	}
	if a.linking.SignedInWithin <= 0 {
		a.linking.SignedInWithin = time.Hour
	}
	for _, id := range a.linking.TrustEmailFrom {
		if a.provider(id) == nil {
			return fmt.Errorf("the field Linking.TrustEmailFrom names %q, which is no provider's ID", id)
		}
	}
	if a.linking.Policy == LinkVerifiedEmail && len(a.linking.TrustEmailFrom) == 0 {
		return errors.New("the field Linking.Policy is LinkVerifiedEmail; name the providers whose word counts in Linking.TrustEmailFrom")
	}
	claims := a.linking.Policy == LinkVerifiedEmail || a.sendsLinks()
	for _, p := range a.providers {
		if p.info.AdapterUsers && claims && a.callbacks.ClaimUser == nil {
			a.logger.Warn("ginauth", slog.String("code", "NO_CLAIM_USER"),
				slog.String("message", fmt.Sprintf("who registered an address at the provider %q without proof keeps their password when its owner comes: delete it in Callbacks.ClaimUser", p.info.ID)))
		}
		if p.info.DangerousEmailAccountLinking {
			a.logger.Warn("ginauth", slog.String("code", "DANGEROUS_EMAIL_ACCOUNT_LINKING"),
				slog.String("message", fmt.Sprintf("whoever can name an address at the provider %q can sign in as the user who has it", p.info.ID)))
		}
		if a.linking.Policy == LinkNever && p.info.DangerousEmailAccountLinking {
			return fmt.Errorf("provider %q has DangerousEmailAccountLinking, and Linking.Policy is LinkNever; drop one of them", p.info.ID)
		}
		if a.db == nil && (p.info.AdapterUsers || p.info.DangerousEmailAccountLinking) {
			return fmt.Errorf("provider %q has an option for users of an Adapter (AdapterUsers, DangerousEmailAccountLinking); set Config.Adapter", p.info.ID)
		}
	}
	return nil
}

// vouched tells whether the address of an identity counts as verified.
func (a *Auth) vouched(id *identity) bool {
	return id.emailVerified && (id.account.Type == TypeEmail || slices.Contains(a.linking.TrustEmailFrom, id.account.Provider))
}

// byEmail decides about an unknown account whose address a user has.
func (a *Auth) byEmail(id *identity, owner adapter.User) (settlement, error) {
	switch {
	case a.linking.Policy == LinkVerifiedEmail && a.vouched(id) && !owner.EmailVerified.IsZero():
		return settlement{user: owner, link: true}, nil
	case a.linking.Policy == LinkVerifiedEmail && a.vouched(id) && a.db.tokens != nil:
		return settlement{user: owner, claim: true, link: true}, nil
	case id.dangerousLinking:
		return settlement{user: owner, link: true}, nil
	}
	return settlement{}, errNotLinked
}

// present is the session that a request has now; without one its claims are
// empty.
func (a *Auth) present(r *http.Request, s *site) (record, error) {
	cred := credential{cookies: authjs.FindCookies(r.Header, s.session.name)}
	if !cred.cookies.Present() {
		return record{}, nil
	}
	var rec record
	now := a.now()
	err := a.strategy.read(r, s, &cred, now, &rec)
	if errors.Is(err, ErrUnavailable) {
		return record{}, err
	}
	if err == nil {
		err = a.life.check(&rec.claims, now.Unix())
	}
	if err != nil { // it counts for nothing
		rec = record{}
	}
	return rec, nil
}

// linkFrom lets an account be linked to the user of the session from which the
// browser went to the provider, if it still has that session.
func (a *Auth) linkFrom(r *http.Request, s *site, sid string, id *identity) error {
	rec, err := a.present(r, s)
	if err != nil || sessionName(&rec.claims) != sid {
		return err
	}
	id.linkTo = rec.userID()
	age := a.now().Unix() - rec.claims.AuthTime
	id.linkStale = rec.claims.AuthTime == 0 || age > int64(a.linking.SignedInWithin/time.Second)
	return nil
}
