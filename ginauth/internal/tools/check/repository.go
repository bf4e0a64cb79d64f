package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// repository is what the checks walk over; paths are relative to root.
type repository struct {
	root    string
	modules []string // folders that hold a go.mod
	locks   []string // folders that hold a package-lock.json
	gofiles []string
}

// toolsModule is the folder whose go.mod names the tools and their versions.
const toolsModule = "ginauth/internal/tools"

// findRepository walks up from dir to the folder above toolsModule and lists
// what it holds. New modules are found by their go.mod, no list is kept.
func findRepository(dir string) (repository, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return repository{}, fmt.Errorf("finding the repository: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(root, toolsModule, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(root)
		if up == root {
			return repository{}, fmt.Errorf("no folder above %s holds %s", dir, toolsModule)
		}
		root = up
	}
	r := repository{root: root}
	err = fs.WalkDir(os.DirFS(root), ".", r.visit)
	if err != nil {
		return repository{}, fmt.Errorf("reading the repository: %w", err)
	}
	slices.Sort(r.modules)
	return r, nil
}

func (r *repository) visit(path string, entry fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	name := entry.Name()
	switch {
	case entry.IsDir():
		// The go command leaves out the same folders, but for node_modules.
		if path != "." && (name[0] == '.' || name[0] == '_' || name == "testdata" || name == "node_modules") {
			return fs.SkipDir
		}
	case name == "go.mod":
		r.modules = append(r.modules, filepath.Dir(path))
	case name == "package-lock.json":
		r.locks = append(r.locks, filepath.Dir(path))
	case strings.HasSuffix(name, ".go"):
		r.gofiles = append(r.gofiles, path)
	}
	return nil
}

// packages lists the packages of a module, without those that npm packages
// bring along.
func (r *repository) packages(ctx context.Context, module string) ([]string, error) {
	return r.list(ctx, module, "{{.ImportPath}}")
}

// buildable is packages without those that hold only tests: `go build` takes
// no such package by its name.
func (r *repository) buildable(ctx context.Context, module string) ([]string, error) {
	return r.list(ctx, module, "{{if or .GoFiles .CgoFiles}}{{.ImportPath}}{{end}}")
}

func (r *repository) list(ctx context.Context, module, format string) ([]string, error) {
	said, err := r.command(ctx, module, "go", "list", "-e", "-f", format, "./...")
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, said)
	}
	return slices.DeleteFunc(strings.Fields(said), func(path string) bool {
		return strings.Contains(path, "/node_modules/")
	}), nil
}

// tool returns the program of a tool of toolsModule, built if need be.
func (r *repository) tool(ctx context.Context, name string) (string, error) {
	said, err := r.command(ctx, toolsModule, "go", "tool", "-n", name)
	if err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", name, err, said)
	}
	return strings.TrimSpace(said), nil
}

// command runs a program in a folder of the repository, without standard
// input. It returns what the program printed: its standard output, and
// standard error only if it failed.
func (r *repository) command(ctx context.Context, folder, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = filepath.Join(r.root, folder)
	said, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		said = append(said, exit.Stderr...)
	}
	return string(said), err
}
