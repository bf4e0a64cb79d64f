package ginauth

import (
	"strings"
	"testing"
)

func TestSplitPath(t *testing.T) {
	for in, want := range map[string][2]string{
		"/csrf": {"csrf", ""}, "/csrf/": {"csrf", ""}, "/signin/github": {"signin", "github"}, "/signin/github/": {"signin", "github"},
		"/signin/...": {"signin", "..."}, "/_log": {"_log", ""},
	} {
		name, second, ok := splitPath(in)
		if !ok || name != want[0] || second != want[1] {
			t.Errorf("%q: %q %q %v", in, name, second, ok)
		}
	}
	for _, in := range []string{"", "/", "//", "//csrf", "/csrf//", "/csrf//x", "/a/b/c", "/csrf/.", "/csrf/..", "/./csrf/", "///"} {
		if name, second, ok := splitPath(in); ok && actions[name].get != nil {
			t.Errorf("%q: %q %q", in, name, second)
		}
	}
}

// There is one spelling of each path, but for the slash at the end.
func FuzzSplitPath(f *testing.F) {
	for _, seed := range []string{"/csrf", "/signin/x/", "//", "/a/b/c", "/./a", "/a/..", "a/b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rest string) {
		name, second, ok := splitPath(rest)
		if !ok {
			return
		}
		if name == "" || strings.Contains(name+second, "/") || second == "." || second == ".." {
			t.Fatalf("%q: %q %q", rest, name, second)
		}
		whole := "/" + name
		if second != "" {
			whole += "/" + second
		}
		if trimmed := "/" + strings.TrimSuffix(strings.TrimPrefix(rest, "/"), "/"); trimmed != whole {
			t.Fatalf("%q is not %q", rest, whole)
		}
	})
}
