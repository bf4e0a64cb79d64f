package pages

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestContrast(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{
		// The pairs at the edges and known values of WCAG's formula.
		{"#000", "#fff", 21}, {"#fff", "#000", 21}, {"#fff", "#ffffff", 1},
		{"#777777", "#fff", 4.48}, {"#767676", "#ffffff", 4.54}, {"#f00", "#fff", 4.00}, {"#00f", "#fff", 8.59}, {"#0f0", "#000", 15.30},
	} {
		a, errA := parseHex(test.a)
		b, errB := parseHex(test.b)
		if got := contrast(a, b); errA != nil || errB != nil || math.Abs(got-test.want) > 0.006 {
			t.Errorf("%s on %s: %.3f, want %.2f (%v, %v)", test.a, test.b, got, test.want, errA, errB)
		}
	}
}

func TestTextOn(t *testing.T) {
	for color, want := range map[string]rgb{
		"#fff": black, "#000": white, "#facc15": black, "#0f766e": white, "#2563eb": white, "#ef4444": black, "#111a3a": white,
	} {
		c, err := parseHex(color)
		if got := textOn(c); err != nil || got != want {
			t.Errorf("on %s: %s, want %s (%v)", color, got, want, err)
		}
	}
}

// Whatever the brand colour, the pages can be read.
func TestPaletteContrast(t *testing.T) {
	brands := []rgb{defaultBrand, black, white, {0xfa, 0xcc, 0x15}, {0x11, 0x1a, 0x3a}}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := random.Uint32()
		brands = append(brands, rgb{uint8(n), uint8(n >> 8), uint8(n >> 16)})
	}
	for _, brand := range brands {
		light, dark := Theme{BrandColor: brand.String()}.palettes()
		for name, p := range map[string]palette{"light": light, "dark": dark} {
			for _, pair := range []struct {
				what string
				a, b rgb
				want float64
			}{
				{"text", p.text, p.card, 7}, {"text on page", p.text, p.page, 7}, {"text in field", p.text, p.field, 7},
				{"muted", p.muted, p.card, 4.5}, {"placeholder", p.muted, p.field, 4.5},
				{"danger", p.danger, p.card, 4.5}, {"alert", p.danger, p.dangerGround, 4.5},
				{"edge of input", p.edge, p.card, 3}, {"edge in field", p.edge, p.field, 3},
				{"button", p.onBrand, p.brand, 4.5}, {"button under the pointer", p.onBrand, p.active, 4.5},
				{"edge of button", p.brandEdge, p.card, 3}, {"link and focus", p.accent, p.card, 4.5}, {"sign", p.accent, p.tint, 3},
			} {
				if got := contrast(pair.a, pair.b); got < pair.want {
					t.Errorf("brand %s, %s: %s %s on %s is %.2f, want %.1f", brand, name, pair.what, pair.a, pair.b, got, pair.want)
				}
			}
		}
	}
}

func FuzzParseHex(f *testing.F) {
	for _, s := range []string{"#abc", "#A0b1C2", "#", "", "abc", "#+ff", "#0x1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseHex(s)
		if err != nil {
			return
		}
		if again, err := parseHex(c.String()); err != nil || again != c || (len(s) != 4 && len(s) != 7) {
			t.Errorf("%q is %s is %s (%v)", s, c, again, err)
		}
	})
}
