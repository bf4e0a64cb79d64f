package smtpsender

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Config says which server sends, and in whose name. It does not print itself:
// the URL has a password.
type Config struct {
	// URL is the server: "smtp://user:password@mail.example.com:587", which is
	// encrypted by STARTTLS, or "smtps://user:password@mail.example.com:465", which
	// is from the start. 587 and 465 are the default ports. User name and password
	// are percent-encoded; without them the server has to take mail from anybody.
	URL string
	// From is the sender of all mails: an address, with a name or without.
	From string
	// TLSConfig is for a server with a certificate that is not publicly trusted.
	// Default: the system's roots, and TLS 1.2 or later.
	TLSConfig *tls.Config
	// Timeout bounds the sending of one mail, if the context does not end before.
	// Default: 30 seconds.
	Timeout time.Duration
	// DangerousPlaintext sends without encryption to a server that offers none, so
	// that whoever is on the way reads the links. On loopback addresses it is not
	// needed.
	DangerousPlaintext bool
}

// LogValue hides the password from slog.
func (Config) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format hides the password from every verb of fmt.
func (Config) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, redacted) // fmt has no use for an error
}

const redacted = "[redacted]"

const defaultTimeout = 30 * time.Second

// server is a parsed URL.
type server struct {
	host           string
	port           int
	user, password string
	implicit       bool // TLS from the start
	loopback       bool
}

// parse reads a URL. No error repeats it: it has a password.
func parse(raw string) (server, error) {
	if raw == "" {
		return server{}, errors.New("URL is empty: set it, as smtp://user:password@mail.example.com:587")
	}
	u, err := url.Parse(raw)
	if err != nil {
		return server{}, errors.New("URL cannot be read: percent-encode user name and password")
	}
	s := server{host: u.Hostname(), implicit: u.Scheme == "smtps", port: 587}
	if s.implicit {
		s.port = 465
	}
	switch {
	case u.Scheme != "smtp" && u.Scheme != "smtps":
		return server{}, fmt.Errorf("URL has the scheme %q; use smtp:// or smtps://", u.Scheme)
	case s.host == "":
		return server{}, errors.New("URL names no host")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return server{}, errors.New("URL has a path, a query or a fragment; percent-encode user name and password")
	}
	if p := u.Port(); p != "" {
		if s.port, err = strconv.Atoi(p); err != nil || s.port < 1 || s.port > 65535 {
			return server{}, errors.New("URL has no usable port")
		}
	}
	s.user = u.User.Username()
	s.password, _ = u.User.Password()
	if (s.user == "") != (s.password == "") {
		return server{}, errors.New("URL needs both a user name and a password, or neither")
	}
	ip := net.ParseIP(s.host)
	s.loopback = s.host == "localhost" || ip != nil && ip.IsLoopback()
	return s, nil
}

// sender reads From.
func sender(from string) (*mail.Address, error) {
	address, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("the sender (From) is %q; it must be an address, as \"Example <no-reply@example.com>\": %w", from, err)
	}
	return address, nil
}
