package ginauth

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/internal/atrest"
)

const (
	defaultLinkAge = 24 * time.Hour
	maxLinkAge     = 7 * 24 * time.Hour
)

// emails is what the providers of links share; nil in [Auth] if there are none.
type emails struct {
	// secrets make the hashes of tokens: the first one of new ones.
	secrets []string
	// origins seals where a link was asked for.
	origins *atrest.Keyring
	floods  *floods
	outbox  outbox
	theme   Theme
}

// compileEmails makes what the providers of links share.
func (a *Auth) compileEmails(cfg *Config) error {
	i := slices.IndexFunc(a.providers, func(p *provider) bool { return p.email != nil })
	if i < 0 || cfg.Secret == "" {
		return nil // there is none, or it has been said
	}
	id := a.providers[i].info.ID
	if a.db == nil || a.db.tokens == nil {
		return fmt.Errorf("provider %q sends links by mail: set Config.Adapter to one that implements adapter.VerificationTokens, as memoryadapter, sqladapter and redisadapter do", id)
	}
	secrets := cfg.secrets()
	keyring, err := atrest.New("ginauth email link v1", secrets...)
	if err != nil {
		return err
	}
	if a.dialect.joinSecrets && len(secrets) > 1 {
		secrets = append(secrets, strings.Join(secrets, ",")) // as Auth.js v5 hashes with several
	}
	a.emails = &emails{secrets: secrets, origins: keyring, floods: newFloods(), theme: cfg.Theme}
	return nil
}

// compileEmail compiles one provider of links.
func (a *Auth) compileEmail(p EmailProvider, info ProviderInfo) (*provider, error) {
	info.Type = TypeEmail
	if info.User != reflect.TypeFor[*User]() {
		return nil, fmt.Errorf("provider %q returns %v; a provider of links returns *ginauth.User", info.ID, info.User)
	}
	var options EmailOptions
	if err := recovered(func() error { options = p.Email(); return nil }); err != nil {
		return nil, err
	}
	switch {
	case options.MaxAge <= 0:
		options.MaxAge = defaultLinkAge
	case options.MaxAge > maxLinkAge:
		return nil, fmt.Errorf("provider %q has links that work for %v; a week is the most", info.ID, options.MaxAge)
	case options.MaxAge < time.Minute:
		return nil, fmt.Errorf("provider %q has links that work for %v, less than a mail may take; a minute is the least", info.ID, options.MaxAge)
	}
	field := Field{
		Name: "email", Label: "Email", Type: "email", Placeholder: "email@example.com", Autocomplete: "email",
		Required: true, MaxLength: maxMailbox,
	}
	return &provider{info: info, email: p, link: options, form: []Field{field}}, nil
}
