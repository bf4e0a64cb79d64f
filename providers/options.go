package providers

import (
	"errors"
	"fmt"

	"github.com/go-playground/validator/v10"
)

// CredentialsOption changes a provider of [Credentials].
type CredentialsOption interface {
	applyCredentials(*credentialsConfig)
}

// Option changes a provider of any kind.
type Option interface {
	CredentialsOption
	OAuthOption
	EmailOption
}

type credentialsConfig struct {
	common      commonConfig
	validations []validation
	// adapterUsers is the option AdapterUsers.
	adapterUsers bool
}

type credentialsOption func(*credentialsConfig)

func (o credentialsOption) applyCredentials(c *credentialsConfig) { o(c) }

// AdapterUsers says that the users whom authorize returns are those of
// Config.Adapter, with the IDs that they have there. Without it their ID names
// an account at this provider, for which a user of the Adapter is found or made.
// With links by mail or [ginauth.LinkVerifiedEmail], set Callbacks.ClaimUser, too.
func AdapterUsers() CredentialsOption {
	return credentialsOption(func(c *credentialsConfig) { c.adapterUsers = true })
}

// commonConfig is what every kind of provider has.
type commonConfig struct{ id, name string }

type validation struct {
	tag string
	fn  validator.Func
}

type commonOption func(*commonConfig)

func (o commonOption) applyCredentials(c *credentialsConfig) { o(&c.common) }

// ID names the provider in URLs: lower-case letters, digits, "-" and "_". Each
// provider of a program needs its own. Default for Credentials: "credentials", for Email: "email",
// else that of the catalogue.
func ID(id string) Option { return commonOption(func(c *commonConfig) { c.id = id }) }

// Name is what people read: "Sign in with Name". Default for Credentials:
// "Credentials", else that of the catalogue.
func Name(name string) Option { return commonOption(func(c *commonConfig) { c.name = name }) }

func (v validation) applyCredentials(c *credentialsConfig) {
	c.validations = append(c.validations, v)
}

// Validation adds a rule to the validate tags of one provider's form. The
// function is as for [validator.Validate.RegisterValidation]; it may also
// replace one of validator's own rules. It runs while the provider is made, with
// an empty form, and then for each sign-in, from many goroutines. What
// needs a database or the request's context belongs in authorize. The sentence
// for a rule of one's own comes from the message tag.
func Validation(tag string, fn validator.Func) CredentialsOption {
	return validation{tag: tag, fn: fn}
}

// credentialsConfigOf applies the options to the defaults.
func credentialsConfigOf(options []CredentialsOption) (credentialsConfig, error) {
	c := credentialsConfig{common: commonConfig{id: "credentials", name: "Credentials"}}
	for i, o := range options {
		if o == nil {
			return c, fmt.Errorf("option %d is nil", i)
		}
		o.applyCredentials(&c)
	}
	for _, v := range c.validations {
		if v.tag == maxBytes {
			return c, errors.New("option Validation: " + maxBytes + " is a rule of this package")
		}
	}
	return c, nil
}
