package ginauth

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// errCredentials is a sign-in with wrong credentials.
var errCredentials = errors.New("wrong credentials")

// identity is where every provider's work ends, and the sign-in road begins.
type identity struct {
	user        UserLike
	account     Account
	profile     json.RawMessage
	credentials Credentials
	// emailVerified says that the provider vouches for the user's address.
	emailVerified bool
	// linkTo is the ID of the user who is signed in and has gone to the provider
	// from there, or ""; linkStale says that they signed in too long ago.
	linkTo    string
	linkStale bool
	// asks says that they only ask for a mail: nothing is proven yet.
	asks bool
	// adapterUser and dangerousLinking are the provider's options.
	adapterUser, dangerousLinking bool
	// keep are claims that the session has besides the application's, as a JSON
	// object, or "".
	keep string
}

// signIn is the one road into a session, whatever the provider: who are they,
// may they, what does the token keep, a fresh session, and the news of it.
// The cookies are in jar, and count only if the error is nil.
func (a *Auth) signIn(c *gin.Context, s *site, id identity, jar *jar) (*state, error) {
	if u := UserOf(id.user); u == nil || (u.ID == "" && id.account.Type != TypeEmail) {
		return nil, fmt.Errorf("the user has no ID (provider %q)", id.account.Provider)
	}
	isNew, err := a.admit(c, &id)
	if err != nil {
		return nil, err
	}
	st, err := a.begin(c, s, id, isNew, jar)
	if err != nil {
		return nil, err
	}
	st.isNew = isNew
	if err := a.stillTheirs(a.callbackContext(c.Request), &id); err != nil {
		// Nobody has its cookie; neither does it stay in a list.
		if ended := a.EndSession(c.Request.Context(), UserOf(id.user).ID, sessionName(&st.rec.claims)); ended != nil {
			a.log(c, slog.LevelWarn, "SIGNOUT_ERROR", ended)
		}
		return nil, err
	}
	if hook := a.events.SignIn; hook != nil {
		ctx := a.callbackContext(c.Request)
		a.event(c, func() { hook(ctx, SignInEvent{User: id.user, Account: id.account, IsNewUser: isNew}) })
	}
	return st, nil
}

// admit asks the signIn callback, and finds or makes the user in the database.
func (a *Auth) admit(c *gin.Context, id *identity) (isNew bool, err error) {
	if a.db == nil {
		return false, a.mayFollow(c, *id)
	}
	for range 3 {
		found, err := a.recognise(a.callbackContext(c.Request), id)
		if err != nil {
			return false, err
		}
		if err := a.mayFollow(c, *id); err != nil {
			return false, err
		}
		err = a.enrol(c, id, &found)
		if errors.Is(err, adapter.ErrEmailTaken) || errors.Is(err, adapter.ErrAccountTaken) {
			continue // they sign in twice at once: the other one has made the user
		}
		return found.create, err
	}
	return false, errNotLinked
}

// mayFollow asks the signIn callback. What it says by an error of its own is
// no; why stays in the log.
func (a *Auth) mayFollow(c *gin.Context, id identity) error {
	if a.callbacks.SignIn == nil {
		return nil
	}
	ctx := a.callbackContext(c.Request)
	err := recovered(func() error {
		return a.callbacks.SignIn(ctx, SignInParams{
			User: id.user, Account: id.account, Profile: id.profile, Credentials: id.credentials,
			EmailVerified: id.emailVerified, VerificationRequest: id.asks,
		})
	})
	var rejected *RejectError
	var elsewhere *redirectError
	if err == nil || errors.Is(err, ErrAccessDenied) || errors.As(err, &rejected) || errors.As(err, &elsewhere) {
		return err
	}
	a.log(c, slog.LevelError, "SIGNIN_CALLBACK_ERROR", err)
	return ErrAccessDenied
}

// begin makes the session of a user who may sign in.
func (a *Auth) begin(c *gin.Context, s *site, id identity, isNew bool, jar *jar) (*state, error) {
	u := UserOf(id.user)
	now := a.now().Unix()
	began, err := a.revoker.beginning(c.Request.Context(), u.ID, now)
	if err != nil {
		return nil, err
	}
	sid, err := newSessionID(a.random)
	if err != nil {
		return nil, err
	}
	mark, err := a.stamp(now, began, began, sid)
	if err != nil {
		return nil, err
	}
	claims := authjs.Claims{
		Name: u.Name, Email: u.Email, Picture: u.Image, Subject: u.ID, SessionID: sid, ID: mark.id,
		AuthTime: mark.authTime, IssuedAt: mark.issuedAt, ExpiresAt: mark.expires,
	}
	st := &state{auth: a, site: s, session: a.noSession, rec: record{claims: claims}}
	token, ctx := st.tokenFor(), a.callbackContext(c.Request)
	if a.shaper != nil {
		token = a.shaper.NewToken()
		*token.token() = registered(&claims)
		user := a.widen(id.user)
		if reflect.TypeOf(user) != reflect.PointerTo(a.shaper.User) {
			return nil, fmt.Errorf("%w: provider %q returned %T and had described another type", ErrUserType, id.account.Provider, user)
		}
		in := JWTParams{
			User: user, Account: &id.account, Profile: id.profile, EmailVerified: id.emailVerified,
			IsNewUser: isNew, Trigger: TriggerSignIn,
		}
		if isNew {
			in.Trigger = TriggerSignUp
		}
		if err := a.callJWT(ctx, token, in); err != nil {
			if errors.Is(err, ErrEndSession) {
				return nil, ErrAccessDenied
			}
			return nil, err
		}
		a.keepSubject(token, u.ID)
	}
	if err := a.fill(ctx, st, token, mark.expires); err != nil {
		return nil, err
	}
	return st, a.create(c, st, token, id.keep, mark, jar)
}

// widen gives the callbacks a user of the type they expect.
func (a *Auth) widen(u UserLike) UserLike {
	if plain, ok := u.(*User); ok && a.shaper.User != reflect.TypeFor[User]() {
		return a.shaper.WidenUser(plain)
	}
	return u
}

// signOut ends the session of a request. It returns nil if there was none, and
// else the state without it and what it was, if that could be read.
func (a *Auth) signOut(c *gin.Context, s *site, jar *jar) (*state, *record, error) {
	cred := credential{cookies: authjs.FindCookies(c.Request.Header, s.session.name)}
	if !cred.cookies.Present() {
		return nil, nil, nil
	}
	var rec record
	now := a.now()
	err := a.strategy.read(c.Request, s, &cred, now, &rec)
	if errors.Is(err, ErrUnavailable) {
		return nil, nil, err
	}
	if err := a.strategy.end(c.Request, s, jar); err != nil {
		return nil, nil, err
	}
	out := &state{auth: a, site: s, session: a.noSession}
	if valid := err == nil && a.life.check(&rec.claims, now.Unix()) == nil; !valid {
		return out, nil, nil
	}
	a.tellSignOut(c, &rec)
	return out, &rec, nil
}

func (a *Auth) tellSignOut(c *gin.Context, rec *record) {
	hook := a.events.SignOut
	if hook == nil {
		return
	}
	token, err := a.shaper.token(&rec.claims)
	if err != nil {
		a.log(c, slog.LevelError, "SIGNOUT_ERROR", err)
		return
	}
	ctx := a.callbackContext(c.Request)
	a.event(c, func() { hook(ctx, SignOutEvent{Token: token}) })
}

// update is session for requests that write: if somebody else wrote in
// between, it does so again on what they wrote.
func (a *Auth) update(c *gin.Context, s *site, in JWTParams, jar *jar) *state {
	v := &visit{cred: credential{cookies: authjs.FindCookies(c.Request.Header, s.session.name)}}
	for range 10 { // more writers at once than a user has tabs
		if a.session(c, s, v, in); !errors.Is(v.st.err, errSuperseded) {
			break
		}
	}
	for _, set := range v.jar.lines {
		jar.put(set)
	}
	return &v.st
}

// event runs an event's function, which cannot change the outcome.
func (a *Auth) event(c *gin.Context, f func()) {
	if err := recovered(func() error { f(); return nil }); err != nil {
		a.log(c, slog.LevelError, "EVENT_ERROR", err)
	}
}
