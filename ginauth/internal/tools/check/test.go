package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// test runs the tests of every module with the race detector. What skips
// itself there because the detector disturbs it runs again without.
func (c *checker) test(ctx context.Context) error {
	c.testing = true
	flags, err := c.raceFlags(ctx)
	if err != nil {
		return err
	}
	for _, module := range c.modules {
		packages, err := c.packages(ctx, module)
		if err != nil {
			c.fail("go list in "+module, err.Error())
			continue
		}
		if len(packages) == 0 {
			continue
		}
		var again []*packageRun
		err = c.gotest(ctx, module, append(flags, packages...), func(p *packageRun) {
			if names := p.takeRaceSkips(); len(names) > 0 {
				again = append(again, &packageRun{name: p.name, tests: names})
			}
			c.take(p)
		})
		if err != nil {
			return err
		}
		for _, p := range again {
			names := slices.Sorted(maps.Keys(p.tests))
			only := "-run=^(" + strings.Join(names, "|") + ")$"
			if err := c.gotest(ctx, module, []string{only, p.name}, c.take); err != nil {
				return err
			}
		}
	}
	return nil
}

// take counts and prints a package.
func (c *checker) take(p *packageRun) {
	t := p.count()
	c.results.add(t)
	p.report(c.out, t)
}

// raceFlags returns -race where it works: it needs cgo and a C compiler.
func (c *checker) raceFlags(ctx context.Context) ([]string, error) {
	said, err := c.command(ctx, ".", "go", "env", "CGO_ENABLED")
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, said)
	}
	switch {
	case strings.TrimSpace(said) == "1":
		return []string{"-race"}, nil
	case c.strict:
		return nil, errors.New("the race detector needs a C compiler and CGO_ENABLED=1")
	}
	c.notef("tests run without the race detector: it needs a C compiler and CGO_ENABLED=1")
	return nil, nil
}

var raceSkip = regexp.MustCompile(`(?i)race detector`)

// takeRaceSkips removes the tests that were skipped because of the race
// detector from a package that passed, and returns their top-level names.
func (p *packageRun) takeRaceSkips() map[string]*testRun {
	if p.failed {
		return nil
	}
	taken := map[string]*testRun{}
	for name, run := range p.tests {
		if run.outcome == skipping && !isSeed(name) && raceSkip.MatchString(run.reason()) {
			top, _, _ := strings.Cut(name, "/")
			taken[top] = run
		}
	}
	maps.DeleteFunc(p.tests, func(name string, _ *testRun) bool {
		top, _, _ := strings.Cut(name, "/")
		return taken[top] != nil
	})
	return taken
}

// gotest runs `go test` in a module and passes on each package that ended.
// The vet that `go test` does by itself is left to the phase of that name.
// Tests that fail are no error: the caller counts them.
func (c *checker) gotest(ctx context.Context, module string, args []string, done func(*packageRun)) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-vet=off", "-count=1", "-timeout=8m"}, args...)...)
	cmd.Dir = filepath.Join(c.root, module)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	failed := false
	readErr := readEvents(out, func(p *packageRun) {
		failed = failed || p.failed
		done(p)
	})
	if readErr != nil {
		// What it printed is not read to its end: it must not wait for us.
		cmd.Process.Kill()
	}
	err = cmd.Wait()
	if readErr != nil {
		return fmt.Errorf("%w\n%s", readErr, said.String())
	}
	if err != nil && !failed {
		return fmt.Errorf("go test in %s: %w\n%s", module, err, said.String())
	}
	return nil
}
