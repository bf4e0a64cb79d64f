package e2e_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"testing"
)

// codec speaks with oracle/codec.mjs.
type codec struct {
	t   *testing.T
	in  io.Writer
	out *bufio.Scanner
}

func startCodec(t *testing.T) *codec {
	t.Helper()
	cmd := exec.Command("node", "oracle/codec.mjs")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close() // it ends by itself
		if err := cmd.Wait(); err != nil {
			t.Errorf("codec.mjs: %v", err)
		}
	})
	scanner := bufio.NewScanner(out)
	scanner.Buffer(nil, 1<<20)
	return &codec{t: t, in: in, out: scanner}
}

// order is one line to codec.mjs; the answer to it.
type (
	order struct {
		Op      string         `json:"op"`
		Dialect string         `json:"dialect"`
		Secret  any            `json:"secret"`
		Salt    string         `json:"salt,omitempty"`
		JWE     string         `json:"jwe,omitempty"`
		Token   map[string]any `json:"token,omitempty"`
		MaxAge  int            `json:"maxAge,omitempty"`
	}
	answer struct {
		JWE   string         `json:"jwe"`
		Token map[string]any `json:"token"`
		Error string         `json:"error"`
	}
)

func (c *codec) ask(o order) answer {
	c.t.Helper()
	line, err := json.Marshal(o)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.in.Write(append(line, '\n')); err != nil {
		c.t.Fatal(err)
	}
	if !c.out.Scan() {
		c.t.Fatalf("codec.mjs gave no answer: %v", c.out.Err())
	}
	var a answer
	if err := json.Unmarshal(c.out.Bytes(), &a); err != nil {
		c.t.Fatal(err)
	}
	return a
}
