package providers

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/ginauth/gin-auth/ginauth"
)

// Credentials signs in with a form that the program checks by itself, as in
// https://authjs.dev/getting-started/authentication/credentials. In is the
// struct of the form, with tags as the package's documentation lists them; U is
// the program's user, a struct that embeds [ginauth.User]. Both are inferred.
//
// authorize gets a form that has passed its rules. It returns the user; or nil
// and no error if the credentials are wrong; or an error of [ginauth.Reject]
// with a message for the person; or any other error, which is logged and
// answered with a generic code. To take the same time whether or not the user
// exists is up to authorize.
//
// The defaults of [ID] and [Name] are "credentials" and "Credentials". Several
// providers need different ids:
//
//	providers.Credentials(local),
//	providers.Credentials(ldap, providers.ID("ldap"), providers.Name("LDAP")),
//
// What is wrong with authorize, the struct or the options, Describe returns and
// [ginauth.NewAuth] reports.
func Credentials[In any, U any, PU interface {
	*U
	ginauth.UserLike
}](authorize func(ctx context.Context, in In) (PU, error), options ...CredentialsOption) ginauth.Provider {
	p := &credentials[In]{user: reflect.TypeFor[PU]()}
	config, err := credentialsConfigOf(options)
	p.id, p.name, p.adapterUsers = config.common.id, config.common.name, config.adapterUsers
	if err == nil && authorize == nil {
		err = errors.New("authorize is nil")
	}
	if err == nil {
		p.form, err = compileForm(reflect.TypeFor[In](), config.validations)
	}
	if err != nil {
		p.err = fmt.Errorf("providers: Credentials %q: %w", p.id, err)
		return p
	}
	p.authorize = func(ctx context.Context, in In) (ginauth.UserLike, error) {
		user, err := authorize(ctx, in)
		if err != nil || user == nil { // a nil PU in an interface would not be nil
			return nil, err
		}
		return user, nil
	}
	return p
}

// credentials is the provider. It does not change once it is made.
type credentials[In any] struct {
	id, name     string
	adapterUsers bool
	user         reflect.Type
	form         *form
	authorize    func(context.Context, In) (ginauth.UserLike, error)
	// err is why the provider cannot work.
	err error
}

var _ ginauth.CredentialsProvider = (*credentials[struct{}])(nil)

// Describe implements [ginauth.Provider].
func (p *credentials[In]) Describe() (ginauth.ProviderInfo, error) {
	return ginauth.ProviderInfo{
		ID: p.id, Name: p.name, Type: ginauth.TypeCredentials, User: p.user, AdapterUsers: p.adapterUsers,
	}, p.err
}

// Form implements [ginauth.CredentialsProvider].
func (p *credentials[In]) Form() []ginauth.Field {
	if p.err != nil {
		return nil
	}
	return p.form.describe()
}

// Authorize implements [ginauth.CredentialsProvider].
func (p *credentials[In]) Authorize(ctx context.Context, body ginauth.Credentials) (ginauth.UserLike, error) {
	if p.err != nil {
		return nil, p.err
	}
	var in In
	wrong := p.form.decode(reflect.ValueOf(&in).Elem(), body)
	if err := p.form.check(ctx, &in, wrong); err != nil {
		return nil, err
	}
	return p.authorize(ctx, in)
}
