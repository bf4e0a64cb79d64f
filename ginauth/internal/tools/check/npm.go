package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
)

// deps installs the npm packages that the browser and oracle tests use,
// without running the packages' own scripts, where it has not been done
// since the lock file changed.
func (c *checker) deps(ctx context.Context) error {
	for _, folder := range c.locks {
		if c.installed(folder) {
			continue
		}
		if _, err := exec.LookPath("npm"); err != nil {
			if c.strict {
				return err
			}
			c.notef("npm is not installed: the tests that need %s will skip themselves", folder)
			continue
		}
		said, err := c.command(ctx, folder, "npm", "ci", "--ignore-scripts")
		if err != nil {
			c.fail("npm ci in "+folder, said+err.Error())
		}
	}
	return nil
}

// installed compares the lock file with the one that npm leaves behind.
func (c *checker) installed(folder string) bool {
	want, err := os.Stat(filepath.Join(c.root, folder, "package-lock.json"))
	if err != nil {
		return false
	}
	have, err := os.Stat(filepath.Join(c.root, folder, "node_modules", ".package-lock.json"))
	return err == nil && !have.ModTime().Before(want.ModTime())
}
