package providers

import (
	"fmt"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// EmailOption changes a provider of [Email].
type EmailOption interface {
	applyEmail(*emailConfig)
}

type emailConfig struct {
	common    commonConfig
	options   ginauth.EmailOptions
	templates MailTemplates
}

type emailOption func(*emailConfig)

func (o emailOption) applyEmail(c *emailConfig) { o(c) }

func (o commonOption) applyEmail(c *emailConfig) { o(&c.common) }

// LinkMaxAge is how long a link works: a minute at least, a week at most.
// Default: 24 hours, as in Auth.js.
func LinkMaxAge(age time.Duration) EmailOption {
	return emailOption(func(c *emailConfig) { c.options.MaxAge = age })
}

// WithCode adds a code of six digits to each mail, for those who read it on
// another device. It works for 15 minutes, five tries long, and only in the
// browser that asked for the mail.
func WithCode() EmailOption { return emailOption(func(c *emailConfig) { c.options.Code = true }) }

// SameBrowser has a link work only in the browser that asked for it. By
// default another one may use it, too, and first shows where it was asked for.
func SameBrowser() EmailOption {
	return emailOption(func(c *emailConfig) { c.options.SameBrowser = true })
}

// Templates replaces the text of the mails; what is nil in it stays as it is.
func Templates(t MailTemplates) EmailOption {
	return emailOption(func(c *emailConfig) { c.templates = t })
}

// emailConfigOf applies the options to the defaults.
func emailConfigOf(options []EmailOption) (emailConfig, error) {
	c := emailConfig{common: commonConfig{id: "email", name: "Email"}}
	for i, o := range options {
		if o == nil {
			return c, fmt.Errorf("option %d is nil", i)
		}
		o.applyEmail(&c)
	}
	return c, nil
}
