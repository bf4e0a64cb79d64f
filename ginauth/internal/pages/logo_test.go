package pages_test

import (
	"html/template"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

const square = "M2 2h20v20H2z"

func TestLogo(t *testing.T) {
	const head = `<svg role="img" viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg">`
	for _, test := range []struct {
		logo, path string
		url        template.URL
	}{
		{"", "", ""},
		{square, square, ""},
		{" m1e-3.5,+4 A1 1 0 0 1 2 2 Z", " m1e-3.5,+4 A1 1 0 0 1 2 2 Z", ""},
		{head + "<title>Square &amp; more</title><path d=\"" + square + `"/></svg>`, square, ""},
		{"\n<?xml version=\"1.0\"?><!-- c --><svg><path fill=\"#fff\" d=\"M2 2\n\th20v20H2z\"/></svg>\n", "M2 2 h20v20H2z", ""},
		{"https://cdn.example.com/l.svg?a=1&b=2", "", "https://cdn.example.com/l.svg?a=1&b=2"},
		{"/logo.svg", "", "/logo.svg"},
		{"//cdn.example.com/l.svg", "", "//cdn.example.com/l.svg"},
		{"data:image/png;base64,iVBORw0KGgo+/A==", "", "data:image/png;base64,iVBORw0KGgo+/A=="},
		{"M" + strings.Repeat("0", 16<<10-1), "M" + strings.Repeat("0", 16<<10-1), ""},
	} {
		err := pages.CheckLogo(test.logo)
		if path, url := pages.SplitLogo(test.logo); err != nil || path != test.path || url != test.url {
			t.Errorf("%.40q: path %.40q, URL %q, %v", test.logo, path, url, err)
		}
	}
}

func TestLogoRefused(t *testing.T) {
	svg := func(inside string) string { return `<svg viewBox="0 0 24 24">` + inside + "</svg>" }
	path := `<path d="` + square + `"/>`
	for _, logo := range append([]string{
		" ", "h20", "2 2", "logo.svg", "MX", "M2 2\n", "M2\x002", "M２", `M2"/><script>`, "M2&quot;", "M2 2;", "Mailto", "M" + strings.Repeat("0", 16<<10),
		"http://cdn.example.com/l.svg", "#:", "?a:b", "https:", "https:///l.svg", "ftp://a/b", "file:///etc/passwd", "data:text/html,<b>", "data:image", "DATA:image",
		"/a b", "/a\nb", "/%zz", " /logo.svg", "https://a b", " https://a", "javascript:alert(1)//data:image/", "https://a/\u202fb",
		"<svg", "<svg/>", svg(""), svg(path + path), svg(`<path/>`), svg(path + "<script>alert(1)</script>"), svg(path + `<circle r="1"/>`), svg("<g>" + path + "</g>"),
		svg(path + `<image href="https://evil.example"/>`), svg(`<path d="M0 0" transform="scale(2)"/>`), svg(`<path d="M0 0" fill-rule="evenodd"/>`), svg(`<path d="&quot;&gt;&lt;script&gt;"/>`),
		`<!DOCTYPE svg [<!ENTITY a "M0 0">]><svg><path d="&a;"/></svg>`, `<svg viewBox="0 0 512 512">` + path + "</svg>", "<html><path d='M0 0'/></html>",
		svg(`<path d="M` + strings.Repeat("0", 16<<10) + `"/>`),
	}, hostile...) {
		err := pages.CheckLogo(logo)
		if path, url := pages.SplitLogo(logo); err == nil || path != "" || url != "" {
			t.Errorf("%.60q was taken: path %.40q, URL %q", logo, path, url)
		} else if len(err.Error()) > 300 {
			t.Errorf("%.60q: a message of %d bytes", logo, len(err.Error()))
		}
	}
}

// FuzzLogo: whatever passes is one of the two, and harmless where it stands.
func FuzzLogo(f *testing.F) {
	for _, logo := range append([]string{square, "/logo.svg", "https://a/b", `<svg><path d="M0 0"/></svg>`}, hostile...) {
		f.Add(logo)
	}
	f.Fuzz(func(t *testing.T, logo string) {
		path, url := pages.SplitLogo(logo)
		if err := pages.CheckLogo(logo); err != nil || logo == "" {
			if path != "" || url != "" {
				t.Errorf("refused (%v), but %q, %q came back", err, path, url)
			}
			return
		}
		if (path == "") == (url == "") || strings.ContainsAny(path, "<>&\"'`=:/(") {
			t.Errorf("%q became path %q and URL %q", logo, path, url)
		}
		if u := strings.ToLower(string(url)); url != "" && u[0] != '/' && !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "data:image/") {
			t.Errorf("URL %q", url)
		}
	})
}

func TestSignInLogos(t *testing.T) {
	button := func(id, path string, url template.URL) pages.Provider {
		return pages.Provider{ID: id, Name: "The " + id, Type: "oidc", Action: "/" + id, LogoPath: path, LogoURL: url, Background: "#24292f", Text: "#fff"}
	}
	page := signIn(t, pages.SignIn{Providers: []pages.Provider{
		login(), button("drawn", square, ""), button("image", "", "data:image/png;base64,iVBORw0KGgo+/A=="), button("bare", "", ""),
	}})
	form := func(id string) node { return page.one(t, "form", "action", "/"+id) }
	for _, id := range []string{"drawn", "bare"} {
		icon := form(id).one(t, "button", "class", "plain").one(t, "svg", "class", "icon")
		icon.want(t, "aria-hidden", "true")
		icon.want(t, "fill", "currentColor")
		icon.want(t, "viewBox", "0 0 24 24")
		if d, _ := icon.one(t, "path").attr("d"); (d == square) != (id == "drawn") || pages.CheckLogo(d) != nil {
			t.Errorf("%s: path %q", id, d)
		}
	}
	image := form("image").one(t, "button").one(t, "img", "class", "icon")
	image.want(t, "alt", "")
	image.want(t, "src", "data:image/png;base64,iVBORw0KGgo+/A==")
	for _, id := range []string{"drawn", "image", "bare"} {
		if got := form(id).one(t, "button").text(); got != "Sign in with The "+id {
			t.Errorf("button %q", got)
		}
	}
	if n := len(page.one(t, "form", "action", "/api/auth/callback/credentials").all("svg")); n != 0 {
		t.Errorf("%d icons at a form of its own", n)
	}
	for _, n := range page.all("") {
		n.wantNo(t, "style") // the policy would block it
	}

	alone := signIn(t, pages.SignIn{Providers: []pages.Provider{button("drawn", square, "")}}).one(t, "button")
	if class, _ := alone.attr("class"); class != "button" {
		t.Errorf("a button alone is of class %q, want the filled one", class)
	}
	alone.one(t, "svg")
	without := signIn(t, pages.SignIn{Providers: []pages.Provider{button("a", "", ""), button("b", "", "")}})
	if n := len(without.all("svg")) + len(without.all("", "class", "choice")); n != 0 {
		t.Errorf("%d signs on a page without icons", n)
	}
}

// A LogoURL that was not checked is a picture that does not load, and no more.
func TestHostileLogoURL(t *testing.T) {
	draw := func(url string) node {
		return signIn(t, pages.SignIn{Providers: []pages.Provider{{Name: "X", Type: "oauth", Action: "/", LogoURL: template.URL(url)}}})
	}
	want := draw("/plain").skeleton()
	for _, text := range hostile {
		if got := draw(text).skeleton(); got != want {
			t.Errorf("%q changed the elements:\n%s\n%s", text, got, want)
		}
	}
}
