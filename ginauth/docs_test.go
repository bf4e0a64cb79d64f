package ginauth_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocsCompile type-checks every Go block of README.md and docs: whole files
// as they are, fragments with the names of docsPrelude around them. One run of
// the compiler checks all of them, by an overlay: nothing is written here. They
// are built in the example's module, which has the stores.
func TestDocsCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the compiler")
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("the go command is not there")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	blocks := docsBlocks(t, root)
	if len(blocks) < 20 {
		t.Fatalf("found %d Go blocks in the documentation; is the pattern right?", len(blocks))
	}
	dir, overlay := t.TempDir(), map[string]string{}
	for i, b := range blocks {
		source, err := b.file()
		if err != nil {
			t.Errorf("%s: %v", b.where, err)
			continue
		}
		onDisk := filepath.Join(dir, fmt.Sprintf("block%d.go", i))
		if err := os.WriteFile(onDisk, source, 0o600); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(root, "example", "docs", "blocks", fmt.Sprintf("b%d", i), "block.go")] = onDisk
	}
	list, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	overlayFile := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlayFile, list, 0o600); err != nil {
		t.Fatal(err)
	}
	// The blocks need more than the example does: that goes into a copy.
	for _, name := range []string{"go.mod", "go.sum"} {
		text := docsText(t, filepath.Join(root, "example", name))
		text = bytes.ReplaceAll(text, []byte("=> ../"), []byte("=> "+root+"/"))
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), goTool, "build", "-mod=mod", "-modfile", filepath.Join(dir, "go.mod"),
		"-overlay", overlayFile, "./docs/blocks/...")
	cmd.Dir = filepath.Join(root, "example")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func docsText(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func docsFiles(t *testing.T, root string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documentation in %s: %v", root, err)
	}
	return append(files, filepath.Join(root, "README.md"))
}

// docsBlocks finds the blocks that begin with ```go and nothing else: there is
// no way to mark one as unchecked.
func docsBlocks(t *testing.T, root string) []docsBlock {
	t.Helper()
	var blocks []docsBlock
	for _, file := range docsFiles(t, root) {
		text := docsText(t, file)
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		var open *docsBlock
		for i, line := range strings.Split(string(text), "\n") {
			switch {
			case open != nil && line == "```":
				blocks, open = append(blocks, *open), nil
			case open != nil:
				open.source += line + "\n"
			case line == "```go":
				open = &docsBlock{where: fmt.Sprintf("%s:%d", name, i+2)}
			case strings.HasPrefix(line, "```go"):
				t.Errorf("%s:%d: %q; Go blocks begin with ```go alone", name, i+1, line)
			}
		}
		if open != nil {
			t.Errorf("%s: the block does not end", open.where)
		}
	}
	return blocks
}
