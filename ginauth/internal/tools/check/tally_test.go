package main

import (
	"strings"
	"testing"
)

// lines is what `go test -json` prints, without what does not matter here.
func lines(events ...string) string { return strings.Join(events, "\n") }

func TestCount(t *testing.T) {
	const passed = `{"Action":"pass","Package":"p"}`
	const failed = `{"Action":"fail","Package":"p"}`
	tests := []struct {
		name   string
		events string
		want   tally
	}{
		{"nothing", "", tally{}},
		{"no tests", lines(`{"Action":"skip","Package":"p"}`), tally{}},
		{"one of each", lines(
			`{"Action":"pass","Package":"p","Test":"TestA"}`,
			`{"Action":"skip","Package":"p","Test":"TestB"}`,
			`{"Action":"fail","Package":"p","Test":"TestC"}`, failed), tally{1, 1, 1}},
		{"subtests stand for their parents", lines(
			`{"Action":"pass","Package":"p","Test":"TestA/b/c"}`,
			`{"Action":"pass","Package":"p","Test":"TestA/b/d"}`,
			`{"Action":"pass","Package":"p","Test":"TestA/b"}`,
			`{"Action":"pass","Package":"p","Test":"TestA"}`, passed), tally{passed: 2}},
		{"a failure is counted once", lines(
			`{"Action":"pass","Package":"p","Test":"TestA/b"}`,
			`{"Action":"fail","Package":"p","Test":"TestA/c"}`,
			`{"Action":"fail","Package":"p","Test":"TestA"}`, failed), tally{passed: 1, failed: 1}},
		{"a parent may fail alone", lines(
			`{"Action":"pass","Package":"p","Test":"TestA/b"}`,
			`{"Action":"fail","Package":"p","Test":"TestA"}`, failed), tally{passed: 1, failed: 1}},
		{"a corpus is one test", lines(
			`{"Action":"pass","Package":"p","Test":"FuzzA/seed#0"}`,
			`{"Action":"skip","Package":"p","Test":"FuzzA/seed#1"}`,
			`{"Action":"pass","Package":"p","Test":"FuzzA"}`, passed), tally{passed: 1}},
		{"a seed fails", lines(
			`{"Action":"pass","Package":"p","Test":"FuzzA/seed#0"}`,
			`{"Action":"fail","Package":"p","Test":"FuzzA/seed#1"}`,
			`{"Action":"fail","Package":"p","Test":"FuzzA"}`, failed), tally{failed: 1}},
		{"does not compile", lines(
			`{"ImportPath":"p","Action":"build-output","Output":"x.go:1: no"}`,
			`{"ImportPath":"p","Action":"build-fail"}`,
			`{"Action":"fail","Package":"p","FailedBuild":"p"}`), tally{failed: 1}},
		{"TestMain fails after the tests passed", lines(
			`{"Action":"pass","Package":"p","Test":"TestA"}`, failed), tally{passed: 1, failed: 1}},
		{"the program ended under a test", lines(
			`{"Action":"run","Package":"p","Test":"TestA"}`, failed), tally{failed: 1}},
		{"go test was killed", lines(
			`{"Action":"pass","Package":"p","Test":"TestA"}`), tally{passed: 1, failed: 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got tally
			err := readEvents(strings.NewReader(test.events), func(p *packageRun) { got.add(p.count()) })
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestReadEventsRefusesOtherOutput(t *testing.T) {
	err := readEvents(strings.NewReader("ok  p 0.1s"), func(*packageRun) {})
	if err == nil {
		t.Error("no error")
	}
}

func TestReport(t *testing.T) {
	tests := []struct {
		name, events string
		want, not    string
	}{
		{"what the compiler said", lines(
			`{"ImportPath":"p [p.test]","Action":"build-output","Output":"x.go:1: no\n"}`,
			`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`), "x.go:1: no", ""},
		{"what a failing test said", lines(
			`{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}`,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: wrong\n"}`,
			`{"Action":"fail","Package":"p","Test":"TestA"}`,
			`{"Action":"fail","Package":"p"}`), "a_test.go:7: wrong", "=== RUN"},
		{"not what a passing one said", lines(
			`{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}`,
			`{"Action":"pass","Package":"p","Test":"TestA"}`,
			`{"Action":"pass","Package":"p"}`), "ok     p: 1 of 1", "chatter"},
		{"why a test was skipped", lines(
			`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: no Redis\n"}`,
			`{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}`,
			`{"Action":"skip","Package":"p","Test":"TestA"}`,
			`{"Action":"pass","Package":"p"}`), "skipped TestA: a_test.go:7: no Redis\n", "---"},
		{"what the package said", lines(
			`{"Action":"output","Package":"p","Output":"panic: in TestMain\n"}`,
			`{"Action":"fail","Package":"p"}`), "panic: in TestMain", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			err := readEvents(strings.NewReader(test.events), func(p *packageRun) { p.report(&out, p.count()) })
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), test.want) {
				t.Errorf("no %q in:\n%s", test.want, &out)
			}
			if test.not != "" && strings.Contains(out.String(), test.not) {
				t.Errorf("%q in:\n%s", test.not, &out)
			}
		})
	}
}

func TestEndedLate(t *testing.T) {
	tests := []struct {
		name, said string
		want       bool
	}{
		{"the race in the fuzzer", `--- FAIL: FuzzA (5.1s)\n    context deadline exceeded\n`, true},
		{"a finding", `--- FAIL: FuzzA (5.1s)\n    --- FAIL: FuzzA (0.00s)\n        a_test.go:7: context deadline exceeded\n    Failing input written to testdata/fuzz/FuzzA/1\n`, false},
		{"another failure", `--- FAIL: FuzzA (5.1s)\n    a_test.go:7: wrong\n`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			events := lines(
				`{"Action":"output","Package":"p","Test":"FuzzA","Output":"=== RUN   FuzzA\n"}`,
				`{"Action":"output","Package":"p","Test":"FuzzA","Output":"fuzz: elapsed: 3s, execs: 10 (3/sec), new interesting: 1 (total: 2)\n"}`,
				`{"Action":"output","Package":"p","Test":"FuzzA","Output":"`+test.said+`"}`,
				`{"Action":"fail","Package":"p","Test":"FuzzA"}`,
				`{"Action":"fail","Package":"p"}`)
			err := readEvents(strings.NewReader(events), func(p *packageRun) {
				if got := p.endedLate("FuzzA"); got != test.want {
					t.Errorf("got %v, want %v", got, test.want)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
