package pages

import (
	"cmp"
	_ "embed"
	"html/template"
	"regexp"
	"strings"
)

//go:embed style.css
var styleSheet string

// palette holds the colours of one scheme. Pairs that are text and ground have
// a contrast of at least 4.5, edges of inputs and buttons at least 3.
type palette struct {
	page, card, field      rgb // grounds
	text, muted            rgb
	line, edge             rgb // decoration; the border of an input
	danger, dangerGround   rgb
	dangerLine             rgb
	brand, onBrand, active rgb // a button, its text, the button under the pointer
	brandEdge              rgb // border of the button
	accent                 rgb // links and the focus ring
	glow, tint             rgb // a breath of brand colour behind the card, and on it
}

var (
	lightPalette = palette{
		page: rgb{0xf5, 0xf6, 0xf8}, card: white, field: white,
		text: rgb{0x16, 0x18, 0x1d}, muted: rgb{0x5a, 0x60, 0x6e},
		line: rgb{0xe1, 0xe4, 0xea}, edge: rgb{0x8a, 0x91, 0xa0},
		danger: rgb{0xb3, 0x26, 0x1e}, dangerGround: rgb{0xfd, 0xf1, 0xf0}, dangerLine: rgb{0xf3, 0xc6, 0xc2},
	}
	darkPalette = palette{
		page: rgb{0x0e, 0x10, 0x14}, card: rgb{0x17, 0x1a, 0x20}, field: rgb{0x10, 0x13, 0x18},
		text: rgb{0xf1, 0xf3, 0xf6}, muted: rgb{0xa3, 0xaa, 0xb8},
		line: rgb{0x2a, 0x2f, 0x39}, edge: rgb{0x6d, 0x76, 0x87},
		danger: rgb{0xff, 0xa0, 0x97}, dangerGround: rgb{0x2c, 0x18, 0x18}, dangerLine: rgb{0x5c, 0x2b, 0x29},
	}
)

// withBrand fills the colours that come from the theme.
func (p palette) withBrand(brand, onBrand rgb) palette {
	p.brand, p.onBrand = brand, onBrand
	// Under the pointer a button moves away from its text, so that the text
	// stays as legible as it was.
	p.active = brand.mix(textOn(onBrand), 14)
	p.brandEdge = brand.visibleOn(p.card, 3)
	p.accent = brand.visibleOn(p.card, 4.5)
	p.glow, p.tint = p.page.mix(p.accent, 9), p.card.mix(p.accent, 14)
	return p
}

// variables writes the palette as custom properties.
func (p palette) variables() string {
	var b strings.Builder
	for _, v := range []struct {
		name  string
		value rgb
	}{
		{"page", p.page}, {"card", p.card}, {"field", p.field},
		{"text", p.text}, {"muted", p.muted}, {"line", p.line}, {"edge", p.edge},
		{"danger", p.danger}, {"danger-ground", p.dangerGround}, {"danger-line", p.dangerLine},
		{"brand-color", p.brand}, {"button-text-color", p.onBrand}, {"brand-active", p.active},
		{"brand-edge", p.brandEdge}, {"accent", p.accent}, {"glow", p.glow}, {"tint", p.tint},
	} {
		b.WriteString("--" + v.name + ":" + v.value.String() + ";")
	}
	return b.String()
}

// palettes are the theme's colours for light and dark. The theme is valid.
func (t Theme) palettes() (light, dark palette) {
	brand, _ := colorOr(t.BrandColor, defaultBrand)
	text, _ := colorOr(cmp.Or(t.ButtonText, textOn(brand).String()), white)
	return lightPalette.withBrand(brand, text), darkPalette.withBrand(brand, text)
}

var cssNoise = regexp.MustCompile(`/\*(?s:.*?)\*/|\n\s*`)

// style compiles the style sheet. Dark is for screens: paper is light.
// Nothing in the result comes from outside but colours, which were parsed and
// are written anew: that is what makes the conversion to template.CSS safe.
func (t Theme) style() template.CSS {
	light, dark := t.palettes()
	colors := ":root{color-scheme:light;" + light.variables() + "}"
	switch t.scheme() {
	case "dark":
		colors += "@media screen{:root{color-scheme:dark;" + dark.variables() + "}}"
	case "auto":
		colors += "@media screen{:root{color-scheme:light dark}}" +
			"@media screen and (prefers-color-scheme:dark){:root{" + dark.variables() + "}}"
	}
	return template.CSS(colors + cssNoise.ReplaceAllString(styleSheet, "")) //nolint:gosec // our own, and checked colours
}
