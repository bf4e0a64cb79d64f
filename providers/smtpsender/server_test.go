package smtpsender_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// received is a mail as a server has taken it.
type received struct {
	from, user string
	to         []string
	encrypted  bool
	data       string
}

// testServer is a real SMTP server in this process.
type testServer struct {
	addr  string
	roots *x509.CertPool
	mails chan received
	// refuse is the answer to RCPT, stall holds DATA until it is closed, and
	// reached tells that it does.
	refuse         error
	stall, reached chan struct{}
}

// listen starts a server; it is gone when the test ends.
func listen(t *testing.T, implicit bool, change ...func(*testServer, *smtp.Server)) *testServer {
	t.Helper()
	certificate, roots := certify(t)
	ts := &testServer{mails: make(chan received, 10), roots: roots}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: ts, conn: c}, nil }))
	server.Domain = "localhost"
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	for _, f := range change {
		f(ts, server)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ts.addr = l.Addr().String()
	if implicit {
		l = tls.NewListener(l, server.TLSConfig)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		_ = l.Close()      // Serve may not have begun
		_ = server.Close() // which closes it again
		<-done
	})
	return ts
}

func certify(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// session is one connection.
type session struct {
	server *testServer
	conn   *smtp.Conn
	mail   received
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "us@er" || password != "pass:word" {
			return smtp.ErrAuthFailed
		}
		s.mail.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mail.from = from
	_, s.mail.encrypted = s.conn.TLSConnectionState()
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.to = append(s.mail.to, to)
	return s.server.refuse
}

func (s *session) Data(r io.Reader) error {
	if s.server.stall != nil {
		close(s.server.reached)
		<-s.server.stall
		return errors.New("too late")
	}
	data, err := io.ReadAll(r)
	s.mail.data = string(data)
	s.server.mails <- s.mail
	return err
}

func (s *session) Reset()        { s.mail.to = nil }
func (s *session) Logout() error { return nil }
