package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// errNoService says that a case needs a server which is not there. That skips
// the case, except in CI.
var errNoService = errors.New("the server it needs is not there")

// skips tells whether a case that cannot be built is to be left out.
func skips(err error) bool { return errors.Is(err, errNoService) && os.Getenv("CI") != "true" }

// serviceTimeout bounds what is done to a server outside of the measurement.
const serviceTimeout = 10 * time.Second

func serviceContext() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), serviceTimeout)
}

// wire is the way to a server. It counts what is written to it: commands that
// go together, with one wait for all their answers, are one write.
type wire struct{ writes atomic.Int64 }

func (w *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err //nolint:wrapcheck // it stands where the net.Dialer would
	}
	file, ok := conn.(descriptor) // by which go-redis asks whether it is still open
	if !ok {
		return nil, errors.Join(fmt.Errorf("%T has no file", conn), conn.Close())
	}
	return &countingConn{conn, file, w}, nil
}

// descriptor is the file of a connection.
type descriptor interface{ syscall.Conn }

type countingConn struct {
	net.Conn
	descriptor

	wire *wire
}

// Write implements [net.Conn].
func (c *countingConn) Write(p []byte) (int, error) {
	c.wire.writes.Add(1)
	return c.Conn.Write(p)
}

// during counts the round trips of one request. The connection is open and what
// the server keeps of it is there: an earlier request has seen to that.
func (w *wire) during(request func()) int64 {
	before := w.writes.Load()
	request()
	return w.writes.Load() - before
}
