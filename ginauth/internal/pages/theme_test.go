package pages_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

func TestThemeValidate(t *testing.T) {
	for _, theme := range []pages.Theme{
		{}, {ColorScheme: "auto"}, {ColorScheme: "light"}, {ColorScheme: "dark"},
		{BrandColor: "#abc"}, {BrandColor: "#0F766e", ButtonText: "#fff"},
		{Logo: "/logo.png"}, {Logo: "logo.png"}, {Logo: "//cdn.example.com/l.png"}, {Logo: "http://localhost:3000/l.png"},
		{Logo: "https://cdn.example.com/l.png"}, {Logo: "data:image/svg+xml,%3Csvg%3E"}, {Name: `Tom & "Jerry" </style>`},
	} {
		if err := theme.Validate(); err != nil {
			t.Errorf("%+v: %v", theme, err)
		}
	}
	for _, test := range []struct {
		theme pages.Theme
		names string
	}{
		{pages.Theme{ColorScheme: "Dark"}, "ColorScheme"},
		{pages.Theme{ColorScheme: "x\"><script>"}, "ColorScheme"},
		{pages.Theme{BrandColor: "red"}, "BrandColor"},
		{pages.Theme{BrandColor: "#12"}, "BrandColor"},
		{pages.Theme{BrandColor: "#12345678"}, "BrandColor"},
		{pages.Theme{BrandColor: "#12345g"}, "BrandColor"},
		{pages.Theme{BrandColor: "#+12345"}, "BrandColor"},
		{pages.Theme{BrandColor: "#1_2"}, "BrandColor"},
		{pages.Theme{BrandColor: "#fff;}body{display:none"}, "BrandColor"},
		{pages.Theme{BrandColor: "rgb(1,2,3)"}, "BrandColor"},
		{pages.Theme{ButtonText: " #fff"}, "ButtonText"},
		{pages.Theme{Logo: "javascript:alert(1)"}, "Logo"},
		{pages.Theme{Logo: " javascript:alert(1)"}, "Logo"},
		{pages.Theme{Logo: "java\tscript:alert(1)"}, "Logo"},
		{pages.Theme{Logo: "JavaScript:alert(1)"}, "Logo"},
		{pages.Theme{Logo: "data:text/html,<script>"}, "Logo"},
		{pages.Theme{Logo: "data:image"}, "Logo"},
		{pages.Theme{Logo: "file:///etc/passwd"}, "Logo"},
		{pages.Theme{Logo: "https://a b"}, "Logo"},
		{pages.Theme{Logo: "%zz"}, "Logo"},
	} {
		err := test.theme.Validate()
		if err == nil || !strings.Contains(err.Error(), test.names) {
			t.Errorf("%+v: %v", test.theme, err)
		}
		if _, err := pages.New(test.theme, pages.Overrides{}, nil); err == nil {
			t.Errorf("%+v: New took it", test.theme)
		}
	}
	err := pages.Theme{ColorScheme: "x", BrandColor: "x", ButtonText: "x", Logo: "x:"}.Validate()
	for _, name := range []string{"ColorScheme", "BrandColor", "ButtonText", "Logo"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("not all is named: %v", err)
		}
	}
}

func TestThemeStyle(t *testing.T) {
	for _, test := range []struct {
		theme    pages.Theme
		has, not []string
	}{
		{pages.Theme{}, []string{"color-scheme:light dark}", "@media screen and (prefers-color-scheme:dark){:root{"}, nil},
		{pages.Theme{ColorScheme: "light"}, []string{"color-scheme:light;", "--card:#ffffff;"}, []string{"prefers-color-scheme", "dark"}},
		{pages.Theme{ColorScheme: "dark"}, []string{"@media screen{:root{color-scheme:dark;"}, []string{"prefers-color-scheme"}},
		{pages.Theme{BrandColor: "#FA0"}, []string{"--brand-color:#ffaa00;", "--button-text-color:#000000;"}, nil},
		{pages.Theme{BrandColor: "#0f766e"}, []string{"--brand-color:#0f766e;", "--button-text-color:#ffffff;"}, nil},
		{pages.Theme{BrandColor: "#0f766e", ButtonText: "#fe9"}, []string{"--button-text-color:#ffee99;"}, nil},
	} {
		_, page := draw(t, func(w *httptest.ResponseRecorder) error { return newSet(t, test.theme).SignIn(w, 0, pages.SignIn{}) })
		style := page.one(t, "style").text()
		for _, has := range test.has {
			if !strings.Contains(style, has) {
				t.Errorf("%+v: no %q in the style sheet", test.theme, has)
			}
		}
		for _, not := range append(test.not, "/*", "ZgotmplZ", "url(", "@import") {
			if strings.Contains(style, not) {
				t.Errorf("%+v: %q in the style sheet", test.theme, not)
			}
		}
		for _, rule := range []string{":focus-visible", "prefers-reduced-motion", "forced-colors", "@media print", "min-height: 2.75rem"} {
			if !strings.Contains(style, rule) {
				t.Errorf("%+v: %q is gone from the style sheet", test.theme, rule)
			}
		}
		if strings.Count(style, "{") != strings.Count(style, "}") {
			t.Errorf("%+v: braces do not match", test.theme)
		}
	}
}
