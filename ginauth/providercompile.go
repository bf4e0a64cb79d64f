package ginauth

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"regexp"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// provider is a compiled Provider.
type provider struct {
	info ProviderInfo
	form []Field
	// oauth is set for a provider that the browser leaves for.
	oauth OAuthProvider
	// email is set for a provider that sends links; link says how they work.
	email    EmailProvider
	link     EmailOptions
	logoPath string
	logoURL  template.URL
	// authorize ends in an identity, or in the error of the sign-in.
	authorize func(*exchange) (identity, error)
}

var providerID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

func (a *Auth) compileProviders(cfg *Config) error {
	var problems []error
	for i, p := range cfg.Providers {
		if p == nil {
			problems = append(problems, fmt.Errorf("there is no provider in Providers[%d]: it is nil", i))
			continue
		}
		compiled, err := a.compileProvider(p)
		if err != nil {
			problems = append(problems, fmt.Errorf("in Providers[%d]: %w", i, err))
			continue
		}
		if a.provider(compiled.info.ID) != nil {
			problems = append(problems, fmt.Errorf("in Providers[%d]: the id %q is taken; give one of the two another ID", i, compiled.info.ID))
			continue
		}
		a.providers = append(a.providers, compiled)
	}
	return errors.Join(problems...)
}

func (a *Auth) compileProvider(p Provider) (*provider, error) {
	var info ProviderInfo
	err := recovered(func() (err error) { // options run in it
		info, err = p.Describe()
		return err
	})
	if err != nil {
		return nil, err
	}
	if !providerID.MatchString(info.ID) || info.ID == "undefined" {
		return nil, fmt.Errorf("the id %q may have only a-z, 0-9, - and _", info.ID)
	}
	if info.Name == "" {
		info.Name = info.ID
	}
	if err := a.fits(info); err != nil {
		return nil, err
	}
	if p, ok := p.(CredentialsProvider); ok {
		info.Type = TypeCredentials
		return &provider{info: info, form: p.Form(), authorize: withCredentials(p, info)}, nil
	}
	if p, ok := p.(OAuthProvider); ok {
		return a.compileOAuth(p, info)
	}
	if p, ok := p.(EmailProvider); ok {
		return a.compileEmail(p, info)
	}
	return nil, fmt.Errorf("%T has the type %q, but implements no interface of a provider type (CredentialsProvider, OAuthProvider, EmailProvider)", p, info.Type)
}

func (a *Auth) compileOAuth(p OAuthProvider, info ProviderInfo) (*provider, error) {
	if info.Type != TypeOIDC || a.dialect.bareOAuth {
		info.Type = TypeOAuth
	}
	if info.FormPost && a.base != nil && !a.base.Secure && !origin.Loopback(a.base.Host) {
		return nil, fmt.Errorf("provider %q answers with a POST from its own site (form_post): the cookies for that need https, and the base URL is %s", info.ID, a.base.Origin)
	}
	if info.Logout && a.readable {
		return nil, fmt.Errorf("provider %q keeps its ID token in the session (Logout), and with Session.Signed whoever holds the session can read it; drop one of them", info.ID)
	}
	if err := pages.CheckLogo(info.Style.Logo); err != nil {
		return nil, fmt.Errorf("provider %q: %w", info.ID, err)
	}
	path, image := pages.SplitLogo(info.Style.Logo)
	return &provider{info: info, oauth: p, logoPath: path, logoURL: image}, nil
}

// fits compares the user type of a provider with the one of the callbacks.
func (a *Auth) fits(info ProviderInfo) error {
	if info.User == nil || info.User.Kind() != reflect.Pointer || !info.User.Implements(reflect.TypeFor[UserLike]()) {
		return fmt.Errorf("provider %q returns %v; it must return a pointer to a struct that embeds ginauth.User", info.ID, info.User)
	}
	if a.shaper == nil || info.User == reflect.TypeFor[*User]() || info.User.Elem() == a.shaper.User {
		return nil
	}
	return fmt.Errorf("provider %q returns %v, but the jwt callback takes callbacks.JWT[*%v]; make them the same type", info.ID, info.User, a.shaper.User)
}

func (a *Auth) provider(id string) *provider {
	for _, p := range a.providers {
		if p.info.ID == id {
			return p
		}
	}
	return nil
}

func withCredentials(p CredentialsProvider, info ProviderInfo) func(*exchange) (identity, error) {
	return func(x *exchange) (identity, error) {
		in := Credentials{Form: x.body.Form, JSON: x.body.JSON}
		var user UserLike
		ctx := x.a.callbackContext(x.r)
		err := recovered(func() (err error) {
			user, err = p.Authorize(ctx, in)
			return err
		})
		if err == nil && isNil(user) {
			err = errCredentials
		}
		if err != nil {
			return identity{}, err
		}
		id := identity{
			user: user, credentials: in, account: Account{Provider: info.ID, Type: TypeCredentials},
			adapterUser: info.AdapterUsers, dangerousLinking: info.DangerousEmailAccountLinking,
		}
		if u := UserOf(user); u != nil {
			id.account.ProviderAccountID = u.ID
		}
		return id, nil
	}
}
