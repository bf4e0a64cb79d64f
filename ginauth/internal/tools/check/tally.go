package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// tally counts tests: a test with subtests is its subtests, and the corpus
// of a fuzz test is one test.
type tally struct {
	passed, failed, skipped int
}

func (t *tally) add(u tally) {
	t.passed += u.passed
	t.failed += u.failed
	t.skipped += u.skipped
}

// count adds up a package. A package that failed although none of its tests
// did (it does not compile, TestMain failed) counts as one failure.
func (p *packageRun) count() tally {
	withSubtests, withFailures := map[string]bool{}, map[string]bool{}
	for name, run := range p.tests {
		if isSeed(name) && run.outcome != failing {
			continue
		}
		for i := strings.LastIndexByte(name, '/'); i >= 0; i = strings.LastIndexByte(name[:i], '/') {
			withSubtests[name[:i]] = true
			if run.outcome == failing {
				withFailures[name[:i]] = true
			}
		}
	}
	var t tally
	for name, run := range p.tests {
		switch {
		case run.outcome == failing:
			if !withFailures[name] {
				t.failed++
			}
		case isSeed(name):
		case run.outcome == skipping:
			t.skipped++
		case !withSubtests[name]:
			t.passed++
		}
	}
	if p.failed && t.failed == 0 {
		t.failed = 1
	}
	return t
}

// isSeed tells an input of a fuzz test from a test. Fuzz tests skip inputs
// that are none of their business, so neither passes nor skips count.
func isSeed(name string) bool {
	return strings.HasPrefix(name, "Fuzz") && strings.Contains(name, "/")
}

// report prints the package in a line, why tests were skipped, and all that
// failing ones said.
func (p *packageRun) report(w io.Writer, t tally) {
	if t == (tally{}) {
		return // no tests
	}
	verdict := "ok"
	if t.failed > 0 {
		verdict = "FAILED"
	}
	fmt.Fprintf(w, "  %-6s %s: %d of %d, %.1fs\n", verdict, p.name, t.passed, t.passed+t.failed+t.skipped, p.elapsed)
	for _, name := range slices.Sorted(maps.Keys(p.tests)) {
		switch run := p.tests[name]; {
		case run.outcome == failing:
			fmt.Fprintf(w, "\n%s", run.said())
		case run.outcome == skipping && !isSeed(name):
			fmt.Fprintf(w, "         skipped %s: %s\n", name, run.reason())
		}
	}
	if t.failed > 0 {
		fmt.Fprintf(w, "\n%s%s\n", p.building, p.output.String())
	}
}

// said is the output without test2json's framing.
func (r *testRun) said() string {
	var b strings.Builder
	for line := range strings.Lines(r.output.String()) {
		if !strings.HasPrefix(line, "=== ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// reason is what a test itself said, on one line: why it was skipped, say.
func (r *testRun) reason() string {
	var reasons []string
	for line := range strings.Lines(r.said()) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "--- ") && !strings.HasPrefix(line, "fuzz: ") {
			reasons = append(reasons, line)
		}
	}
	return strings.Join(reasons, " ")
}
