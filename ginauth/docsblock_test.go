package ginauth_test

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// docsBlock is a Go block of the documentation; where is its first line, as
// "docs/file.md:12".
type docsBlock struct{ where, source string }

// file is the block as a file that the compiler takes. Its errors name the
// line in the document.
func (b docsBlock) file() ([]byte, error) {
	formatted, err := format.Source([]byte(b.source))
	if err != nil {
		return nil, err
	}
	if string(formatted) != b.source {
		return nil, fmt.Errorf("is not as gofmt has it:\n%s", formatted)
	}
	line := "//line " + b.where + "\n"
	if main, found := strings.CutPrefix(b.source, "package main\n"); found {
		// As another package nothing is linked, which takes the time.
		return []byte("package block\n" + strings.Replace(line, b.where, b.next(), 1) + main), nil
	}
	declarations, statements := "package block\n"+line+b.source, "package block\n\nfunc _() {\n"+line+b.source+"}\n"
	for _, source := range []string{declarations, statements} {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		prelude, err := docsPreludeFor(parsed)
		if err != nil {
			return nil, err
		}
		head := "package block\n\n" + docsImports(parsed, prelude)
		return []byte(head + strings.TrimPrefix(source, "package block\n") + "\n//line prelude.go:1\n" + prelude), nil
	}
	_, err = parser.ParseFile(token.NewFileSet(), b.where, statements, 0)
	return nil, err
}

// next is where the second line of the block stands.
func (b docsBlock) next() string {
	file, at, _ := strings.Cut(b.where, ":")
	var n int
	if _, err := fmt.Sscan(at, &n); err != nil {
		return b.where
	}
	return fmt.Sprintf("%s:%d", file, n+1)
}

// docsPackages are the imports that a fragment need not spell out.
var docsPackages = map[string]string{
	"ginauth": "github.com/ginauth/gin-auth/ginauth", "authjs": "github.com/ginauth/gin-auth/ginauth/authjs",
	"ginauthtest": "github.com/ginauth/gin-auth/ginauth/ginauthtest",
	"providers":   "github.com/ginauth/gin-auth/providers", "callbacks": "github.com/ginauth/gin-auth/callbacks",
	"adapter": "github.com/ginauth/gin-auth/ginauth/adapter", "adaptertest": "github.com/ginauth/gin-auth/ginauth/adaptertest",
	"memoryadapter": "github.com/ginauth/gin-auth/ginauth/memoryadapter",
	"sqladapter":    "github.com/ginauth/gin-auth/ginauth/sqladapter",
	"redisadapter":  "github.com/ginauth/gin-auth/ginauth/redisadapter",
	"smtpsender":    "github.com/ginauth/gin-auth/providers/smtpsender",
	"sql":           "database/sql",
	"goredis":       "github.com/redis/go-redis/v9",
	"gin":           "github.com/gin-gonic/gin", "memstore": "github.com/gin-contrib/sessions/memstore",
	"redis":   "github.com/gin-contrib/sessions/redis",
	"context": "context", "crypto": "crypto", "ed25519": "crypto/ed25519", "json": "encoding/json", "errors": "errors",
	"fmt": "fmt", "url": "net/url", "template": "html/template", "log": "log", "slog": "log/slog", "http": "net/http",
	"httptest": "net/http/httptest", "os": "os", "strings": "strings", "testing": "testing", "time": "time",
}

// docsPrelude are the names that fragments use without declaring them.
const docsPrelude = `
type User struct {
	ginauth.User
	Role, AccessToken string
}

type Token struct {
	ginauth.Token
	UID  string ` + "`json:\"id\"`" + `
	Role string ` + "`json:\"role\"`" + `
	JWT  string ` + "`json:\"jwt\"`" + `
}

type Session struct {
	ginauth.Session
	Role string ` + "`json:\"role\"`" + `
	UID  string ` + "`json:\"uid\"`" + `
}

type Login struct {
	Username string ` + "`json:\"username\" validate:\"required\"`" + `
	Password string ` + "`json:\"password\" validate:\"required\"`" + `
}

func authorize(context.Context, Login) (*User, error) { return nil, nil }

func jwt(context.Context, *Token, callbacks.JWT[*User]) error { return nil }

func session(context.Context, *Session, *Token) error { return nil }

func page(c *gin.Context) {}

func roleOf(context.Context, string) string { return "" }

func newRouter(ginauth.Config) *gin.Engine { return nil }

var (
	r    *gin.Engine
	c    *gin.Context
	t    *testing.T
	cfg  ginauth.Config
	auth *ginauth.Auth
	user *User
	ctx  context.Context
	db   *sql.DB
)
`

// docsPreludeFor is the prelude without what the fragment declares by itself.
func docsPreludeFor(fragment *ast.File) (string, error) {
	own := map[string]bool{}
	for _, d := range fragment.Decls {
		for _, name := range declared(d) {
			own[name] = true
		}
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", "package block\n"+docsPrelude, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, d := range f.Decls {
		if names := declared(d); len(names) == 1 && own[names[0]] {
			continue
		}
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
			g.Specs = slices.DeleteFunc(g.Specs, func(s ast.Spec) bool { return own[s.(*ast.ValueSpec).Names[0].Name] })
		}
		if err := format.Node(&out, fset, d); err != nil {
			return "", err
		}
		out.WriteString("\n")
	}
	return out.String(), nil
}

func declared(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

// docsImports imports the packages that the fragment and the prelude mention.
func docsImports(fragment *ast.File, prelude string) string {
	used := map[string]bool{}
	inspect := func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	}
	ast.Inspect(fragment, inspect)
	if f, err := parser.ParseFile(token.NewFileSet(), "", "package block\n"+prelude, parser.SkipObjectResolution); err == nil {
		ast.Inspect(f, inspect)
	}
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(docsPackages)) { // one order, for the build cache
		if used[name] {
			fmt.Fprintf(&lines, "import %s %q\n", name, docsPackages[name])
		}
	}
	return lines.String()
}
