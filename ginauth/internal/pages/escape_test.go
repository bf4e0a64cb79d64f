package pages_test

import (
	"html/template"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// hostile texts try each context of the pages: element, attribute, URL, style.
var hostile = []string{
	`"><script>alert(1)</script>`,
	`'><img src=x onerror=alert(1)>`,
	`</style><script>alert(1)</script>`,
	`</title></textarea><svg onload=alert(1)>`,
	`javascript:alert(1)`,
	"java\tscript:alert(1)",
	`" onfocus="alert(1)" autofocus="`,
	"`;alert(1)//",
	`{{.CSRFToken}}`,
	"\x00<script>",
	"\xff\"><b>",
	`&quot;&gt;&lt;script&gt;`,
	"<!--", "]]>", "-->",
}

func TestHostileText(t *testing.T) {
	s := newSet(t, pages.Theme{})
	benign := map[string]string{}
	for title, write := range every(s, "plain") {
		_, page := draw(t, write)
		benign[title] = page.skeleton()
	}
	for _, text := range hostile {
		for title, write := range every(s, text) {
			w, page := draw(t, write)
			checkPage(t, page, benign[title])
			if strings.Contains(w.Body.String(), `"><script>`) {
				t.Errorf("%s: %q came through as it was", title, text)
			}
		}
	}
}

// checkPage says that text changed no element and no attribute, and that
// nothing links to a script.
func checkPage(t testing.TB, page node, skeleton string) {
	t.Helper()
	if got := page.skeleton(); got != skeleton {
		t.Errorf("elements changed:\n%s\n%s", got, skeleton)
	}
	for _, n := range page.all("") {
		for _, name := range []string{"href", "src", "action"} {
			v, _ := n.attr(name)
			if strings.Contains(strings.ToLower(strings.Join(strings.Fields(v), "")), "script:") {
				t.Errorf("<%s %s=%q>", n.Data, name, v)
			}
		}
	}
}

func FuzzHostileText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	s := newSet(f, pages.Theme{})
	benign := map[string]string{}
	for title, write := range every(s, "plain") {
		_, page := draw(f, write)
		benign[title] = page.skeleton()
	}
	f.Fuzz(func(t *testing.T, text string) {
		// Empty texts leave elements out, and these two are other inputs.
		if strings.TrimSpace(text) == "" || text == "checkbox" || text == "hidden" {
			return
		}
		for title, write := range every(s, text) {
			_, page := draw(t, write)
			checkPage(t, page, benign[title])
		}
	})
}

// A caller who fills in what is the set's to fill in does not get past the
// theme's checks.
func TestCommonIsReplaced(t *testing.T) {
	c := pages.Common{Title: "T", Nonce: "known", Style: template.CSS("</style><script>"), ColorScheme: "x", Name: "N", Logo: "javascript:alert(1)", Host: "h"}
	w, page := draw(t, func(w *httptest.ResponseRecorder) error {
		return newSet(t, pages.Theme{}).SignIn(w, 0, pages.SignIn{Common: c})
	})
	if n := len(page.all("script")) + len(page.all("img")); n != 0 || strings.Contains(w.Body.String(), "known") {
		t.Errorf("came through: %s", w.Body)
	}
}
