package faulttest_test

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"
)

// fault is what a proxy does to those who come.
type fault string

const (
	healthy   fault = "healthy"
	down      fault = "down"       // connections are refused, open ones closed
	blackHole fault = "black hole" // nothing is passed on
	slow      fault = "slow"       // answers come after the StoreTimeout
	broken    fault = "reset"      // whoever asks is reset
	resets    fault = "reset in the middle of an answer"
	truncated fault = "half answers, and the end"
	halves    fault = "half answers, and no more"
)

var faults = []fault{down, blackHole, slow, broken, resets, truncated, halves}

// slowness is how late an answer is.
const slowness = 3 * patience

// proxy stands before a server.
type proxy struct {
	target, address string
	running         sync.WaitGroup

	mu       sync.Mutex
	fault    fault
	changed  chan struct{} // closed when the fault is another one
	closed   bool
	listener net.Listener
	open     map[*net.TCPConn]bool
	random   *rand.Rand
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	p := &proxy{
		target: target, address: "127.0.0.1:0", fault: healthy, changed: make(chan struct{}),
		open: map[*net.TCPConn]bool{}, random: rand.New(rand.NewPCG(9, 4)),
	}
	ok(t, p.listen())
	p.address = p.listener.Addr().String()
	t.Cleanup(func() {
		p.mu.Lock()
		p.closed = true
		p.turn(down)
		p.mu.Unlock()
		p.running.Wait()
	})
	return p
}

func (p *proxy) listen() error {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", p.address)
	if err != nil {
		return err
	}
	p.listener = listener
	p.running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			p.running.Go(func() { p.pass(conn.(*net.TCPConn)) })
		}
	})
	return nil
}

// set begins a fault, or ends it.
func (p *proxy) set(t *testing.T, f fault) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fault == down && f != down {
		if err := p.listen(); err != nil {
			t.Error(err) // somebody took the port
		}
	}
	p.turn(f)
}

// turn makes another fault known. What a black hole has swallowed stays lost:
// its connections are worth nothing when it is over. The lock is held.
func (p *proxy) turn(f fault) {
	if f == down {
		_ = p.listener.Close()
	}
	if f == down || p.fault == blackHole {
		for conn := range p.open {
			p.drop(conn, f != down)
		}
	}
	p.fault = f
	close(p.changed)
	p.changed = make(chan struct{})
}

// drop ends a connection, hard or as usual. The lock is held.
func (p *proxy) drop(conn *net.TCPConn, hard bool) {
	if hard {
		_ = conn.SetLinger(0)
	}
	_ = conn.Close()
	delete(p.open, conn)
}

func (p *proxy) end(hard bool, conns ...*net.TCPConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		p.drop(conn, hard)
	}
}

func (p *proxy) keep(conn *net.TCPConn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[conn] = true
	if p.closed || p.fault == down {
		p.drop(conn, false)
		return false
	}
	return true
}

// now is the fault, and what is closed when it changes.
func (p *proxy) now() (fault, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fault, p.changed
}

func (p *proxy) roll(n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.random.IntN(n)
}

func (p *proxy) pass(client *net.TCPConn) {
	if !p.keep(client) {
		return
	}
	conn, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.target)
	if err != nil {
		p.end(true, client)
		return
	}
	server := conn.(*net.TCPConn)
	if !p.keep(server) {
		p.end(false, client)
		return
	}
	var both sync.WaitGroup
	both.Go(func() { p.copy(server, client, false) })
	both.Go(func() { p.copy(client, server, true) })
	both.Wait()
}

// copy passes on what one says to the other: questions, or answers.
func (p *proxy) copy(to, from *net.TCPConn, answers bool) {
	hard := false
	defer func() { p.end(hard, to, from) }()
	whole := p.roll(6) // answers before one is cut: a connection gets beyond its greeting
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		f, changed := p.now()
		part := n
		switch {
		case f == broken:
			hard = true
			return
		case f == blackHole:
			<-changed
			return
		case answers && f == slow:
			delay(changed)
		case answers && (f == resets || f == truncated || f == halves):
			if whole--; whole < 0 {
				part = p.roll(n)
			}
		}
		if _, err := to.Write(buffer[:part]); err != nil {
			return
		}
		if part < n {
			hard = f == resets
			if f == halves {
				<-changed
			}
			return
		}
	}
}

// delay holds an answer up, until the fault is over.
func delay(over <-chan struct{}) {
	timer := time.NewTimer(slowness)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-over:
	}
}
