package main

import (
	"archive/tar"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// repositoryWith writes a small repository with a module and makes it the
// working folder.
func repositoryWith(t *testing.T, source string) {
	t.Helper()
	root := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":                         "module example.test/m\n\ngo 1.26.0\n",
		"m_test.go":                      source,
		"node_modules/flat/m.go":         "package flat is not Go\n",
		toolsModule + "/go.mod":          "module example.test/m/tools\n\ngo 1.26.0\n",
		toolsModule + "/testdata/go.mod": "not a module",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
}

func TestRun(t *testing.T) {
	const head = "package m\n\nimport \"testing\"\n\n"
	const pass = "func TestA(t *testing.T) {}\n"
	const skip = "func TestB(t *testing.T) { t.Skip(\"no Redis\") }\n"
	tests := []struct {
		name, source, ci string
		args             []string
		code             int
		last             string
	}{
		{"passes", head + pass, "true", []string{"build", "format", "vet", "test"}, 0, "1 passed, 0 failed, 0 skipped"},
		{"a test fails", head + "func TestA(t *testing.T) { t.Error(1) }\n", "", []string{"test"}, 1, "0 passed, 1 failed, 0 skipped"},
		{"a laptop may skip", head + pass + skip, "", []string{"test"}, 0, "1 passed, 0 failed, 1 skipped"},
		{"CI may not", head + pass + skip, "true", []string{"test"}, 1, "1 passed, 1 failed, 1 skipped"},
		{"no test ran", "package m\n", "", []string{"test"}, 1, "0 passed, 1 failed, 0 skipped"},
		{"does not compile", head + "func TestA(t *testing.T) { undefined }\n", "", []string{"test"}, 1, "0 passed, 1 failed, 0 skipped"},
		{"not formatted", head + "func  TestA(t *testing.T) {}\n", "", []string{"format"}, 1, "0 passed, 1 failed, 0 skipped"},
		{"vet", head + "func TestA(t *testing.T) { t.Errorf(\"%d\") }\n", "", []string{"vet"}, 1, "0 passed, 1 failed, 0 skipped"},
		{"fuzz", head + "func FuzzA(f *testing.F) { f.Fuzz(func(*testing.T, string) {}) }\n", "", []string{"-fuzztime=1ms", "fuzz"}, 0, "1 passed, 0 failed, 0 skipped"},
		{"fuzz finds", head + "func FuzzA(f *testing.F) { f.Fuzz(func(t *testing.T, s string) { t.Error(s) }) }\n", "", []string{"fuzz"}, 1, "0 passed, 1 failed, 0 skipped"},
		{"an unknown phase", head + pass, "", []string{"dance"}, 2, `check: there is no phase "dance"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			repositoryWith(t, test.source)
			t.Setenv("CI", test.ci)
			if test.ci == "" {
				t.Setenv("CGO_ENABLED", "0") // a laptop without a C compiler
			}
			var out strings.Builder
			code := run(t.Context(), test.args, &out)
			all := strings.Split(strings.TrimSpace(out.String()), "\n")
			if last := all[len(all)-1]; code != test.code || last != test.last {
				t.Errorf("exit code %d and %q, want %d and %q; all of it:\n%s", code, last, test.code, test.last, &out)
			}
		})
	}
}

func TestRaceSkipsRunAgain(t *testing.T) {
	events := lines(
		`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: sync.Pool forgets under the race detector\n"}`,
		`{"Action":"skip","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Test":"TestB","Output":"    a_test.go:9: no Redis\n"}`,
		`{"Action":"skip","Package":"p","Test":"TestB"}`,
		`{"Action":"pass","Package":"p"}`)
	err := readEvents(strings.NewReader(events), func(p *packageRun) {
		if again := p.takeRaceSkips(); len(again) != 1 || again["TestA"] == nil {
			t.Errorf("runs again: %v", again)
		}
		if got, want := p.count(), (tally{skipped: 1}); got != want {
			t.Errorf("left: %+v, want %+v", got, want)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFindRepository(t *testing.T) {
	repositoryWith(t, "package m\n")
	t.Chdir(toolsModule)
	r, err := findRepository(".")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(r.modules, " "), filepath.FromSlash(". "+toolsModule); got != want {
		t.Errorf("modules %q, want %q", got, want)
	}
	if got := strings.Join(r.gofiles, " "); got != "m_test.go" {
		t.Errorf("Go files %q", got)
	}
	if _, err := findRepository(t.TempDir()); err == nil {
		t.Error("a folder outside of any repository: no error")
	}
}

func TestUnpacked(t *testing.T) {
	archive := func(names ...string) string {
		file, err := os.Create(filepath.Join(t.TempDir(), "db.tgz"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		compressed := gzip.NewWriter(file)
		w := tar.NewWriter(compressed)
		for _, name := range names {
			w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600, Size: 2})
			w.Write([]byte("{}"))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := compressed.Close(); err != nil {
			t.Fatal(err)
		}
		return file.Name()
	}
	folder, remove, err := unpacked(archive("v1/index/db.json", "v1/ID/1.json"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "ID", "1.json")); err != nil {
		t.Error(err)
	}
	remove()
	if _, err := os.Stat(folder); err == nil {
		t.Error("still there")
	}
	if _, _, err := unpacked(archive("../outside.json")); err == nil {
		t.Error("unpacked above its folder")
	}
	broken := filepath.Join(t.TempDir(), "db.tgz")
	if err := os.WriteFile(broken, []byte("<html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{broken, broken + ".missing"} {
		if _, _, err := unpacked(name); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
