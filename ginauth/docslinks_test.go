package ginauth_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDocsLinks looks up what the documentation links to in the repository,
// headings included.
func TestDocsLinks(t *testing.T) {
	code := regexp.MustCompile("(?s)\n```.*?\n```|`[^`\n]*`")
	link := regexp.MustCompile(`\]\(([^)#\s]*)(#[^)\s]*)?\)`)
	for _, file := range docsFiles(t, "..") {
		for _, m := range link.FindAllSubmatch(code.ReplaceAll(docsText(t, file), nil), -1) {
			target, heading := string(m[1]), strings.TrimPrefix(string(m[2]), "#")
			if strings.Contains(target, "://") {
				continue
			}
			path := filepath.Join(filepath.Dir(file), target)
			if target == "" {
				path = file
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("%s links to %s: %v", file, target, err)
				continue
			}
			if heading != "" && !slices.Contains(docsHeadings(docsText(t, path)), heading) {
				t.Errorf("%s links to %s#%s: there is no such heading", file, target, heading)
			}
		}
	}
}

// docsHeadings are the anchors that GitHub gives the headings of a document.
func docsHeadings(text []byte) (anchors []string) {
	gone := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllSubmatch(text, -1) {
		anchor := gone.ReplaceAllString(strings.ToLower(string(m[1])), "")
		anchors = append(anchors, strings.ReplaceAll(anchor, " ", "-"))
	}
	return anchors
}

// TestDocsNames looks up the tests, the files and the differences that the
// documentation names.
func TestDocsNames(t *testing.T) {
	files, tests := map[string]bool{}, map[string]bool{}
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		files[d.Name()] = true
		if strings.HasSuffix(path, "_test.go") {
			for _, m := range function.FindAllSubmatch(docsText(t, path), -1) {
				tests[string(m[1])] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllSubmatch(docsText(t, "../docs/security.md"), -1) {
		if !tests[string(m[1])] {
			t.Errorf("docs/security.md names %s: there is no such test", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`\b[a-z0-9_]+\.go\b`).FindAll(docsText(t, "../docs/architecture.md"), -1) {
		if !files[string(m)] {
			t.Errorf("docs/architecture.md names %s: there is no such file", m)
		}
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| (D\d+) \|`).FindAllSubmatch(docsText(t, "../docs/differences.md"), -1) {
		if row := string(m[1]); seen[row] {
			t.Errorf("docs/differences.md has two rows %s", row)
		} else {
			seen[row] = true
		}
	}
}
