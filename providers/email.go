package providers

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// Email signs in by a link that is sent by mail, as in
// https://authjs.dev/getting-started/authentication/email. It needs an Adapter
// that keeps verification tokens. The link opens a page with a button, so that
// a mail scanner that follows it does not use it up; it works once.
//
//	sender, err := smtpsender.New(smtpsender.Config{URL: os.Getenv("SMTP_URL"), From: "Example <no-reply@example.com>"})
//	…
//	providers.Email(sender, providers.WithCode())
//
// Mails are sent after the answer, and tried three times. Call
// [ginauth.Auth.Shutdown] before the program ends. Without a sender (nil) the
// links are in the log, as with [LogSender], but only in Gin's debug mode. The
// defaults of [ID] and [Name] are "email" and "Email".
//
// What is wrong with the options, Describe returns and [ginauth.NewAuth]
// reports.
func Email(sender Sender, options ...EmailOption) ginauth.EmailProvider {
	config, err := emailConfigOf(options)
	p := &email{id: config.common.id, name: config.common.name, options: config.options, sender: sender}
	if err == nil {
		p.bodies, err = compileBodies(config.templates)
	}
	if p.sender == nil {
		p.sender, p.debugOnly = LogSender(nil), true
	}
	if err != nil {
		p.err = fmt.Errorf("providers: Email %q: %w", p.id, err)
	}
	return p
}

// email is the provider. It does not change once it is made.
type email struct {
	id, name  string
	options   ginauth.EmailOptions
	sender    Sender
	debugOnly bool // nobody has chosen the sender
	bodies    bodies
	// err is why the provider cannot work.
	err error
}

// Describe implements [ginauth.Provider].
func (p *email) Describe() (ginauth.ProviderInfo, error) {
	info := ginauth.ProviderInfo{ID: p.id, Name: p.name, Type: ginauth.TypeEmail, User: reflect.TypeFor[*ginauth.User]()}
	err := p.err
	_, logs := p.sender.(logSender)
	switch {
	case err != nil:
	case p.debugOnly && gin.Mode() != gin.DebugMode:
		err = errors.New("there is no sender: give one to providers.Email, as smtpsender.New makes it")
	case logs && gin.Mode() == gin.ReleaseMode:
		err = errors.New("LogSender writes links into the log that let anybody in: use another sender in release mode")
	}
	if err != nil && p.err == nil {
		err = fmt.Errorf("providers: Email %q: %w", p.id, err)
	}
	return info, err
}

// Email implements [ginauth.EmailProvider].
func (p *email) Email() ginauth.EmailOptions { return p.options }

// SendVerificationRequest implements [ginauth.EmailProvider].
func (p *email) SendVerificationRequest(ctx context.Context, m ginauth.VerificationRequest) error {
	if p.err != nil {
		return p.err
	}
	mail, err := p.bodies.mail(ginauth.Now(ctx), m)
	if err != nil {
		return err
	}
	return p.sender.Send(ctx, mail)
}
