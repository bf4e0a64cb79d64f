package providers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// TestCatalogueIsComplete holds the list against the source and the fixtures.
func TestCatalogueIsComplete(t *testing.T) {
	listed := map[string]bool{}
	for id, build := range catalogue {
		full := runtime.FuncForPC(reflect.ValueOf(build).Pointer()).Name()
		listed[full[strings.LastIndex(full, ".")+1:]] = true
		if got := settings(build).ID; got != id {
			t.Errorf("the row %q has the provider %q", id, got)
		}
		people(t, id)
	}
	for name := range constructors(t) {
		if !listed[name] {
			t.Errorf("%s is not in catalogue_list_internal_test.go", name)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("%s is in catalogue_list_internal_test.go, and no constructor", name)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "catalogue", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if id := strings.TrimSuffix(filepath.Base(file), ".json"); catalogue[id] == nil {
			t.Errorf("%s is of no provider", file)
		}
	}
}

// constructors are the functions of the package that make a provider of
// nothing but options, with their doc comments.
func constructors(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	sources, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if ok && f.Recv == nil && f.Name.IsExported() && takesOptions(f.Type) {
				out[f.Name.Name] = f.Doc.Text()
			}
		}
	}
	return out
}

func takesOptions(f *ast.FuncType) bool {
	if len(f.Params.List) != 1 || f.Results == nil || len(f.Results.List) != 1 {
		return false
	}
	options, ok := f.Params.List[0].Type.(*ast.Ellipsis)
	if !ok {
		return false
	}
	of, ok := options.Elt.(*ast.Ident)
	result, isSelector := f.Results.List[0].Type.(*ast.SelectorExpr)
	return ok && of.Name == "OAuthOption" && isSelector && result.Sel.Name == "Provider"
}
