package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// fuzz lets every fuzz target of every module look for new inputs for a
// while; `go test` takes one target at a time.
func (c *checker) fuzz(ctx context.Context) error {
	c.testing = true
	for _, module := range c.modules {
		for _, folder := range c.fuzzFolders(module) {
			said, err := c.command(ctx, folder, "go", "test", "-list=^Fuzz", ".")
			if err != nil {
				c.fail("listing the fuzz targets of "+folder, said+err.Error())
				continue
			}
			for name := range strings.FieldsSeq(said) {
				if !strings.HasPrefix(name, "Fuzz") {
					continue
				}
				if err := c.fuzzTarget(ctx, folder, name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// fuzzFolders lists the folders of a module whose tests mention a fuzz
// target, so that the others need not be compiled to be asked.
func (c *checker) fuzzFolders(module string) []string {
	var folders []string
	for _, name := range c.gofiles {
		folder := filepath.Dir(name)
		if !strings.HasSuffix(name, "_test.go") || c.moduleOf(folder) != module || slices.Contains(folders, folder) {
			continue
		}
		source, err := os.ReadFile(filepath.Join(c.root, name))
		if err == nil && bytes.Contains(source, []byte("\nfunc Fuzz")) {
			folders = append(folders, folder)
		}
	}
	return folders
}

// moduleOf returns the innermost module around a folder.
func (r *repository) moduleOf(folder string) string {
	for folder != "." && !slices.Contains(r.modules, folder) {
		folder = filepath.Dir(folder)
	}
	return folder
}

// fuzzAttempts is how often a target may end as of golang/go#75804: a race
// at the end of -fuzztime, repaired in Go 1.27, that fails a target with a
// bare "context deadline exceeded" though it found nothing.
const fuzzAttempts = 3

var written = regexp.MustCompile(`Failing input written to (\S+)`)

// fuzzTarget runs one target, and shows the input that made it fail: in CI
// the file that the go command writes is lost.
func (c *checker) fuzzTarget(ctx context.Context, folder, name string) error {
	args := []string{"-run=^$", "-fuzz=^" + name + "$", "-fuzztime=" + c.fuzztime.String(), "-fuzzminimizetime=2s", "."}
	for attempt := 1; ; attempt++ {
		var last *packageRun
		if err := c.gotest(ctx, folder, args, func(p *packageRun) { last = p }); err != nil {
			return err
		}
		if last == nil {
			return fmt.Errorf("%s in %s did not run", name, folder)
		}
		if last.endedLate(name) && attempt < fuzzAttempts {
			continue
		}
		if run := last.tests[name]; run != nil {
			if m := written.FindStringSubmatch(run.output.String()); m != nil {
				if input, err := os.ReadFile(filepath.Join(c.root, folder, m[1])); err == nil {
					fmt.Fprintf(&run.output, "%s:\n%s\n", m[1], input)
				}
			}
		}
		last.name += " " + name
		c.take(last)
		return nil
	}
}

// endedLate tells whether a fuzz target failed by golang/go#75804 alone.
func (p *packageRun) endedLate(name string) bool {
	run := p.tests[name]
	return run != nil && run.outcome == failing && run.reason() == "context deadline exceeded"
}
