package pages

import (
	"fmt"
	"math"
	"strconv"
)

// rgb is an sRGB colour.
type rgb struct{ r, g, b uint8 }

var (
	black = rgb{0, 0, 0}
	white = rgb{255, 255, 255}
)

// parseHex reads #rgb and #rrggbb, and nothing else: the result goes into a
// style sheet, where a looser grammar would be a way in.
func parseHex(s string) (rgb, error) {
	bad := fmt.Errorf("%q is not a colour of the form #rgb or #rrggbb", s)
	if (len(s) != 4 && len(s) != 7) || s[0] != '#' {
		return rgb{}, bad
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return rgb{}, bad
	}
	if len(s) == 4 {
		return rgb{uint8(n>>8&15) * 17, uint8(n>>4&15) * 17, uint8(n&15) * 17}, nil
	}
	return rgb{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

// String writes #rrggbb.
func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

// luminance is WCAG 2's relative luminance, 0 to 1:
// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
func (c rgb) luminance() float64 {
	lin := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.r) + 0.7152*lin(c.g) + 0.0722*lin(c.b)
}

// contrast is WCAG 2's contrast ratio, 1 to 21:
// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// mix moves percent of the way from c to other.
func (c rgb) mix(other rgb, percent int) rgb {
	m := func(a, b uint8) uint8 { return uint8((int(a)*(100-percent) + int(b)*percent + 50) / 100) }
	return rgb{m(c.r, other.r), m(c.g, other.g), m(c.b, other.b)}
}

// textOn is black or white, whichever reads better on c. One of them always
// has a contrast of at least 4.58.
func textOn(c rgb) rgb {
	if contrast(c, black) >= contrast(c, white) {
		return black
	}
	return white
}

// visibleOn moves c away from the background in steps, no further than it must
// to reach the contrast: a dark brand colour stays itself on white, and becomes
// a lighter shade of itself in dark mode.
func (c rgb) visibleOn(background rgb, want float64) rgb {
	away := textOn(background)
	for percent := 0; percent < 100; percent += 4 {
		if shade := c.mix(away, percent); contrast(shade, background) >= want {
			return shade
		}
	}
	return away
}
