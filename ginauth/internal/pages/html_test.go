package pages_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// newSet compiles pages with a theme and nothing else.
func newSet(t testing.TB, theme pages.Theme) *pages.Set {
	t.Helper()
	s, err := pages.New(theme, pages.Overrides{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// common is what the caller of a page knows.
func common() pages.Common {
	return pages.Common{HomeURL: "https://app.example.com", Host: "app.example.com"}
}

// login is a credentials provider as the root package builds it.
func login() pages.Provider {
	return pages.Provider{
		ID: "credentials", Name: "Credentials", Type: "credentials", Action: "/api/auth/callback/credentials",
		Fields: []pages.Field{
			{Name: "username", Label: "Username", Placeholder: "jsmith", Required: true, Focus: true},
			{Name: "password", Label: "Password", Type: "password", Help: "At least 8.", MinLength: 8, MaxLength: 64},
		},
	}
}

// draw runs one page and parses it.
func draw(t testing.TB, write func(w *httptest.ResponseRecorder) error) (*httptest.ResponseRecorder, node) {
	t.Helper()
	w := httptest.NewRecorder()
	if err := write(w); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return w, node{root}
}

// node adds what the tests ask of an element.
type node struct{ *html.Node }

// attr is an attribute's value, and whether it is there.
func (n node) attr(name string) (string, bool) {
	if n.Node == nil {
		return "", false
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// all finds elements by tag and by attributes, given as name, value, name, …
// A class matches as one of several.
func (n node) all(tag string, attrs ...string) []node {
	var found []node
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || (tag != "" && d.Data != tag) {
			continue
		}
		match := true
		for i := 0; i < len(attrs); i += 2 {
			v, ok := node{d}.attr(attrs[i])
			if attrs[i] == "class" {
				match = match && strings.Contains(" "+v+" ", " "+attrs[i+1]+" ")
			} else {
				match = match && ok && v == attrs[i+1]
			}
		}
		if match {
			found = append(found, node{d})
		}
	}
	return found
}

// one is the only such element.
func (n node) one(t testing.TB, tag string, attrs ...string) node {
	t.Helper()
	found := n.all(tag, attrs...)
	if len(found) != 1 {
		t.Fatalf("%d elements <%s %v>, want one", len(found), tag, attrs)
	}
	return found[0]
}

// text is the text inside, white space folded.
func (n node) text() string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// skeleton lists tags and attribute names, in order: what hostile text must not
// change.
func (n node) skeleton() string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		b.WriteString("<" + d.Data)
		for _, a := range d.Attr {
			b.WriteString(" " + a.Key)
		}
		b.WriteString(">")
	}
	return b.String()
}

// want compares an attribute.
func (n node) want(t testing.TB, name, value string) {
	t.Helper()
	if got, ok := n.attr(name); !ok || got != value {
		t.Errorf("<%s> %s = %q (there: %v), want %q", n.Data, name, got, ok, value)
	}
}

// wantNo says that an attribute is absent.
func (n node) wantNo(t testing.TB, name string) {
	t.Helper()
	if got, ok := n.attr(name); ok {
		t.Errorf("<%s> has %s = %q", n.Data, name, got)
	}
}
