package main

import (
	"bytes"
	"context"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// build links every main package too, and throws the programs away.
func (c *checker) build(ctx context.Context) error {
	return c.eachModule(ctx, "build", c.buildable, "go", "build", "-o", os.DevNull)
}

func (c *checker) vet(ctx context.Context) error {
	return c.eachModule(ctx, "vet", c.packages, "go", "vet")
}

func (c *checker) staticcheck(ctx context.Context) error {
	program, err := c.tool(ctx, "staticcheck")
	if err != nil {
		return err
	}
	return c.eachModule(ctx, "staticcheck", c.packages, program)
}

// format holds every Go file against gofmt, in this process: no gofmt is
// looked for.
func (c *checker) format(context.Context) error {
	var bad []string
	for _, name := range c.gofiles {
		source, err := os.ReadFile(filepath.Join(c.root, name))
		if err != nil {
			return err
		}
		formatted, err := format.Source(source)
		if err != nil {
			bad = append(bad, fmt.Sprintf("%s: %v", name, err))
		} else if !bytes.Equal(source, formatted) {
			bad = append(bad, name+": not formatted; run gofmt -w")
		}
	}
	if len(bad) > 0 {
		c.fail("format", strings.Join(bad, "\n"))
	}
	return nil
}

// tidy compares every go.mod and go.sum with what `go mod tidy` would write.
func (c *checker) tidy(ctx context.Context) error {
	for _, module := range c.modules {
		said, err := c.command(ctx, module, "go", "mod", "tidy", "-diff")
		switch {
		case err == nil:
		case offline(said) && !c.strict:
			c.notef("tidy skipped in %s: the module proxy cannot be reached", module)
		default:
			c.fail("tidy in "+module, said+err.Error())
		}
	}
	return nil
}

// eachModule runs a program over the packages that list names in every module.
func (c *checker) eachModule(ctx context.Context, what string,
	list func(ctx context.Context, module string) ([]string, error), program string, args ...string,
) error {
	for _, module := range c.modules {
		packages, err := list(ctx, module)
		if err != nil {
			c.fail("go list in "+module, err.Error())
			continue
		}
		if len(packages) == 0 {
			continue
		}
		said, err := c.command(ctx, module, program, slices.Concat(args, packages)...)
		if err != nil {
			c.fail(what+" in "+module, said+err.Error())
		}
	}
	return nil
}

// offline tells whether a program failed because it reached no server.
func offline(said string) bool {
	return strings.Contains(said, "dial tcp") || strings.Contains(said, "no such host") ||
		strings.Contains(said, "proxyconnect")
}
