package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// event is one line of `go test -json` (`go doc test2json`), and of the
// build output that `go test` mixes in (`go help buildjson`).
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build-output and build-fail
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

// packageRun is what is known about one package while its tests run.
type packageRun struct {
	name     string
	tests    map[string]*testRun
	output   strings.Builder // what belongs to no test
	building string          // what the compiler said
	failed   bool
	elapsed  float64
}

// testRun is a test or subtest.
type testRun struct {
	outcome outcome
	output  strings.Builder // of a passing test: nothing
}

// outcome of a test. One that has not ended is failing: the program may end
// under it.
type outcome int

const (
	failing outcome = iota
	passing
	skipping
)

// readEvents turns the output of `go test -json` into one packageRun a
// package, passing each to done when it is complete.
func readEvents(r io.Reader, done func(*packageRun)) error {
	running := map[string]*packageRun{}
	builds := map[string]*strings.Builder{}
	for d := json.NewDecoder(r); ; {
		var e event
		err := d.Decode(&e)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the output of go test: %w", err)
		}
		if e.Package == "" {
			if e.Action == "build-output" {
				if builds[e.ImportPath] == nil {
					builds[e.ImportPath] = new(strings.Builder)
				}
				builds[e.ImportPath].WriteString(e.Output)
			}
			continue
		}
		p := running[e.Package]
		if p == nil {
			p = &packageRun{name: e.Package, tests: map[string]*testRun{}}
			running[e.Package] = p
		}
		if p.take(e) {
			if b := builds[e.FailedBuild]; b != nil {
				p.building = b.String()
			}
			delete(running, e.Package)
			done(p)
		}
	}
	// A package without an end was cut off, by a kill for example.
	for _, name := range slices.Sorted(maps.Keys(running)) {
		running[name].failed = true
		done(running[name])
	}
	return nil
}

// take notes an event and tells whether it was the package's last.
func (p *packageRun) take(e event) bool {
	if e.Test == "" {
		switch e.Action {
		case "output":
			p.output.WriteString(e.Output)
		case "pass", "skip", "fail":
			p.failed = e.Action == "fail"
			p.elapsed = e.Elapsed
			return true
		}
		return false
	}
	t := p.tests[e.Test]
	if t == nil {
		t = &testRun{}
		p.tests[e.Test] = t
	}
	switch e.Action {
	case "output":
		t.output.WriteString(e.Output)
	case "pass":
		t.outcome = passing
		t.output.Reset()
	case "skip":
		t.outcome = skipping
	}
	return false
}
