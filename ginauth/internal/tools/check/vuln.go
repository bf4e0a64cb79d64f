package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// vuln runs govulncheck over every module: with the database that VULNDB
// names (a folder, or an archive of one), else with ../shared/vulndb.tgz if
// it is there, else with the one on the network. Where there is none, it
// says so; a database that is there and cannot be read is an error.
func (c *checker) vuln(ctx context.Context) error {
	program, err := c.tool(ctx, "govulncheck")
	if err != nil {
		return err
	}
	var args []string
	if name := c.database(); name != "" {
		folder, remove, err := unpacked(name)
		if err != nil {
			return fmt.Errorf("reading the vulnerability database: %w", err)
		}
		defer remove()
		args = []string{"-db", "file://" + filepath.ToSlash(folder)}
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
		said, err := c.command(ctx, module, program, slices.Concat(args, packages)...)
		switch {
		case err == nil:
		case len(args) == 0 && offline(said):
			c.notef("vuln skipped: no VULNDB, no ../shared/vulndb.tgz, and vuln.go.dev cannot be reached")
			return nil
		default:
			c.fail("vuln in "+module, said+err.Error())
		}
	}
	return nil
}

func (c *checker) database() string {
	if name := os.Getenv("VULNDB"); name != "" {
		return name
	}
	name := filepath.Join(c.root, "..", "shared", "vulndb.tgz")
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		return ""
	}
	return name
}

// unpacked returns the folder v1 of a database, and how to remove it again
// if it was unpacked from an archive.
func unpacked(name string) (folder string, remove func(), err error) {
	info, err := os.Stat(name)
	if err != nil {
		return "", nil, err
	}
	if info.IsDir() {
		folder, err = filepath.Abs(name)
		return folder, func() {}, err
	}
	folder, err = os.MkdirTemp("", "vulndb-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.RemoveAll(folder) }
	if err := untar(name, folder); err != nil {
		remove()
		return "", nil, err
	}
	return filepath.Join(folder, "v1"), remove, nil
}

// untar unpacks the files of a .tgz archive below folder and nowhere else.
func untar(name, folder string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	for archive := tar.NewReader(plain); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if err := root.MkdirAll(path.Dir(header.Name), 0o755); err != nil {
			return err
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := root.WriteFile(header.Name, content, 0o644); err != nil {
			return err
		}
	}
}
