// Command check is what `make test` and CI run: the static checks, the tests
// and short fuzz runs of every module of the repository, one after another.
//
//	check [-fuzztime 5s] [phase ...]
//
// The phases are deps, build, format, tidy, vet, staticcheck, vuln, test and
// fuzz; without arguments all of them run, in this order. What passes is
// summed up in a line, what fails is printed in full, and the last line is
// "N passed, N failed, N skipped". The exit code is 1 if anything failed, or
// if tests were asked for and none ran.
//
// With CI=true a skipped test, a missing npm and a missing C compiler are
// failures; on a laptop they are mentioned.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout)
	stop()
	os.Exit(code)
}

// A phase reports what is wrong through checker.fail and returns an error
// only when it could not do its work at all.
type phase struct {
	name string
	run  func(*checker, context.Context) error
}

// phases returns all of them in the order in which they run.
func phases() []phase {
	return []phase{
		{"deps", (*checker).deps},
		{"build", (*checker).build},
		{"format", (*checker).format},
		{"tidy", (*checker).tidy},
		{"vet", (*checker).vet},
		{"staticcheck", (*checker).staticcheck},
		{"vuln", (*checker).vuln},
		{"test", (*checker).test},
		{"fuzz", (*checker).fuzz},
	}
}

func run(ctx context.Context, args []string, out io.Writer) int {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(out)
	fuzztime := flags.Duration("fuzztime", 5*time.Second, "how long each fuzz target runs")
	if flags.Parse(args) != nil {
		return 2
	}
	chosen, err := choose(flags.Args())
	if err != nil {
		fmt.Fprintln(out, "check:", err)
		return 2
	}
	repo, err := findRepository(".")
	if err != nil {
		fmt.Fprintln(out, "check:", err)
		return 2
	}
	c := &checker{out: out, repository: repo, fuzztime: *fuzztime, strict: os.Getenv("CI") == "true"}
	return c.runAll(ctx, chosen)
}

// choose returns the phases of the names, or all of them without names.
func choose(names []string) ([]phase, error) {
	all := phases()
	if len(names) == 0 {
		return all, nil
	}
	var chosen []phase
	for _, name := range names {
		i := slices.IndexFunc(all, func(p phase) bool { return p.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no phase %q", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// checker is one run over the repository.
type checker struct {
	out io.Writer
	repository
	fuzztime time.Duration
	strict   bool // CI=true: what a laptop may lack is an error
	failed   int  // checks that failed; tests are counted in results
	results  tally
	testing  bool // a phase that must run tests was asked for
}

func (c *checker) runAll(ctx context.Context, chosen []phase) int {
	for _, p := range chosen {
		start, before := time.Now(), c.failures()
		if err := p.run(c, ctx); err != nil {
			c.fail(p.name, err.Error())
		}
		verdict := "ok"
		if c.failures() > before {
			verdict = "FAILED"
		}
		fmt.Fprintf(c.out, "%-6s %-12s %6.1fs\n", verdict, p.name, time.Since(start).Seconds())
		// Nothing after a build that fails says anything new.
		if verdict == "FAILED" && p.name == "build" {
			break
		}
	}
	t := c.results
	if c.testing && t.passed+t.failed == 0 {
		c.fail("test", "no test ran")
	}
	if c.strict && t.skipped > 0 {
		c.fail("test", fmt.Sprintf("%d skipped, and with CI=true nothing may be", t.skipped))
	}
	fmt.Fprintf(c.out, "\n%d passed, %d failed, %d skipped\n", t.passed, c.failures(), t.skipped)
	if c.failures() > 0 {
		return 1
	}
	return 0
}

func (c *checker) failures() int { return c.failed + c.results.failed }

// fail counts a failed check and prints what it said.
func (c *checker) fail(what, said string) {
	c.failed++
	fmt.Fprintf(c.out, "\nFAILED %s\n%s\n\n", what, strings.TrimRight(said, "\n"))
}

// notef prints something that is no failure but worth knowing.
func (c *checker) notef(format string, args ...any) {
	fmt.Fprintf(c.out, "note   "+format+"\n", args...)
}
