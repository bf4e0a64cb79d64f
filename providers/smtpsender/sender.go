package smtpsender

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"

	"github.com/ginauth/gin-auth/providers"
)

// Sender sends mails through one server. It is safe for concurrent use.
type Sender struct {
	server  server
	from    *netmail.Address
	tls     *tls.Config
	policy  mail.TLSPolicy
	timeout time.Duration
}

var _ providers.Sender = (*Sender)(nil)

// New makes a sender. It does not connect: an error says what is wrong with
// the Config, without the password.
func New(cfg Config) (*Sender, error) {
	s := &Sender{policy: mail.TLSMandatory, timeout: cfg.Timeout, tls: &tls.Config{MinVersion: tls.VersionTLS12}}
	var err, fromErr error
	s.server, err = parse(cfg.URL)
	s.from, fromErr = sender(cfg.From)
	if err = errors.Join(err, fromErr); err != nil {
		return nil, fmt.Errorf("smtpsender: %w", err)
	}
	if cfg.TLSConfig != nil {
		s.tls = cfg.TLSConfig.Clone()
	}
	if s.tls.ServerName == "" {
		s.tls.ServerName = s.server.host
	}
	if cfg.DangerousPlaintext || s.server.loopback {
		s.policy = mail.TLSOpportunistic
	}
	if s.server.implicit {
		s.policy = mail.NoTLS // it is encrypted already
	}
	if s.timeout <= 0 {
		s.timeout = defaultTimeout
	}
	return s, nil
}

// Send implements [providers.Sender]. Each mail has a connection of its own.
func (s *Sender) Send(ctx context.Context, m providers.Mail) error {
	message, err := s.message(m)
	if err != nil {
		return fmt.Errorf("smtpsender: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	client, err := s.client(ctx)
	if err == nil {
		err = client.DialAndSendWithContext(ctx, message)
	}
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err) // the connection was closed for it
	}
	return fmt.Errorf("smtpsender: %w", err)
}

// client is for one connection, which is closed when the context ends: go-mail
// looks at the context only until it is made.
func (s *Sender) client(ctx context.Context) (*mail.Client, error) {
	dial := func(dialCtx context.Context, network, address string) (net.Conn, error) {
		raw, err := new(net.Dialer).DialContext(dialCtx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = raw.Close() }) // Send says why
		if !s.server.implicit {
			return raw, nil
		}
		secure := tls.Client(raw, s.tls)
		if err := secure.HandshakeContext(dialCtx); err != nil {
			_ = raw.Close() // the handshake is the error that counts
			return nil, err
		}
		return secure, nil
	}
	options := []mail.Option{
		mail.WithPort(s.server.port), mail.WithTLSConfig(s.tls), mail.WithTLSPolicy(s.policy),
		mail.WithTimeout(s.timeout), mail.WithDialContextFunc(dial), mail.WithoutNoop(),
	}
	if s.server.user != "" {
		options = append(options, mail.WithUsername(s.server.user), mail.WithPassword(s.server.password),
			mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin))
	}
	return mail.NewClient(s.server.host, options...)
}

// message is the mail as it goes out.
func (s *Sender) message(m providers.Mail) (*mail.Msg, error) {
	to, err := netmail.ParseAddress(m.To)
	if err != nil || to.Address != m.To {
		return nil, errors.New("the recipient is not one plain address")
	}
	if strings.ContainsFunc(m.Subject, unicode.IsControl) {
		return nil, errors.New("the subject has a line break or another control character")
	}
	message := mail.NewMsg()
	message.FromMailAddress(s.from)
	message.ToMailAddress(to)
	message.Subject(m.Subject)
	message.SetDate()
	_, domain, _ := strings.Cut(s.from.Address, "@")
	message.SetMessageIDWithValue(rand.Text() + "@" + domain) // and not this machine's name
	message.SetGenHeader("Auto-Submitted", "auto-generated")  // RFC 3834: nobody is away
	if m.Text != "" || m.HTML == "" {
		message.SetBodyString(mail.TypeTextPlain, m.Text)
	}
	switch {
	case m.HTML != "" && m.Text != "":
		message.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	case m.HTML != "":
		message.SetBodyString(mail.TypeTextHTML, m.HTML)
	}
	return message, nil
}
