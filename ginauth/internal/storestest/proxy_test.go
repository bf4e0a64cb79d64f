package storestest_test

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
)

// fault is what a proxy does to those who come.
type fault string

const (
	healthy  fault = ""
	down     fault = "down"     // connections are refused, open ones closed
	stalled  fault = "stalled"  // nothing is passed on, until it is over
	reset    fault = "reset"    // every connection is reset
	flapping fault = "flapping" // each is reset after a few packets
)

// proxy stands before a server.
type proxy struct {
	target, address string
	running         sync.WaitGroup

	mu       sync.Mutex
	change   *sync.Cond
	fault    fault
	closed   bool
	listener net.Listener
	open     map[*net.TCPConn]bool
	random   *rand.Rand
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	p := &proxy{target: target, address: "127.0.0.1:0", open: map[*net.TCPConn]bool{}, random: rand.New(rand.NewPCG(4, 3))}
	p.change = sync.NewCond(&p.mu)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listen(t)
	p.address = p.listener.Addr().String()
	t.Cleanup(func() {
		p.set(t, reset)
		p.mu.Lock()
		p.closed = true
		_ = p.listener.Close()
		p.mu.Unlock()
		p.running.Wait()
	})
	return p
}

func (p *proxy) listen(t *testing.T) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	p.listener = listener
	p.running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			tcp, _ := conn.(*net.TCPConn)
			p.running.Go(func() { p.pass(tcp) })
		}
	})
}

// set begins a fault, or ends it.
func (p *proxy) set(t *testing.T, f fault) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fault == down && f != down {
		p.listen(t)
	}
	if p.fault = f; f == down {
		_ = p.listener.Close()
	}
	if f == down || f == reset {
		for conn := range p.open {
			p.drop(conn)
		}
	}
	p.change.Broadcast()
}

// drop ends a connection, hard unless the server just goes down. The lock is
// held.
func (p *proxy) drop(conn *net.TCPConn) {
	if p.fault != down {
		_ = conn.SetLinger(0)
	}
	_ = conn.Close()
	delete(p.open, conn)
}

func (p *proxy) keep(conn *net.TCPConn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[conn] = true
	if p.closed || p.fault == down || p.fault == reset {
		p.drop(conn)
		return false
	}
	return true
}

func (p *proxy) end(conns ...*net.TCPConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		p.drop(conn)
	}
}

// lets waits while nothing is passed on, and tells whether a packet may go.
func (p *proxy) lets(conn *net.TCPConn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.fault == stalled {
		p.change.Wait()
	}
	if !p.open[conn] {
		return false
	}
	return p.fault != flapping || p.random.IntN(4) != 0
}

func (p *proxy) pass(client *net.TCPConn) {
	if !p.keep(client) {
		return
	}
	conn, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.target)
	if err != nil {
		p.end(client)
		return
	}
	server, _ := conn.(*net.TCPConn)
	if !p.keep(server) {
		p.end(client)
		return
	}
	var both sync.WaitGroup
	both.Go(func() { p.copy(server, client) })
	both.Go(func() { p.copy(client, server) })
	both.Wait()
}

func (p *proxy) copy(to, from *net.TCPConn) {
	defer p.end(to, from)
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil || !p.lets(from) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}
