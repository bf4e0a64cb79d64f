package pages

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// Theme adapts the built-in pages. The zero value is a good default.
type Theme struct {
	// ColorScheme is "light", "dark", or "auto" or "" for the browser's choice.
	ColorScheme string
	// BrandColor and ButtonText are CSS colours in hexadecimal, #rgb or #rrggbb.
	// Default of BrandColor: a blue. Default of ButtonText: black or white,
	// whichever can be read better on BrandColor.
	BrandColor, ButtonText string
	// Logo is an image: a path, an http(s) URL or a data:image/ URL. The pages'
	// policy loads images from the own origin and from https.
	Logo string
	// Name is what the pages call the program. Default: the host.
	Name string
}

// defaultBrand has a contrast of 5.2 with its white text; where it is text
// itself, the style sheet uses a shade with a contrast of 4.5 or more.
var defaultBrand = rgb{0x25, 0x63, 0xeb}

// Validate says what is wrong with a theme, all of it at once, or nil.
func (t Theme) Validate() error {
	var errs []error
	switch t.ColorScheme {
	case "", "light", "dark", "auto":
	default:
		errs = append(errs, fmt.Errorf(`theme: ColorScheme %q is not "light", "dark", "auto" or empty`, t.ColorScheme))
	}
	if _, err := colorOr(t.BrandColor, black); err != nil {
		errs = append(errs, fmt.Errorf("theme: BrandColor %w", err))
	}
	if _, err := colorOr(t.ButtonText, black); err != nil {
		errs = append(errs, fmt.Errorf("theme: ButtonText %w", err))
	}
	if err := checkLogo(t.Logo); err != nil {
		errs = append(errs, fmt.Errorf("theme: Logo %w", err))
	}
	return errors.Join(errs...)
}

// scheme is the ColorScheme with its default.
func (t Theme) scheme() string {
	if t.ColorScheme == "" {
		return "auto"
	}
	return t.ColorScheme
}

// colorOr reads a colour; an empty one is the default.
func colorOr(s string, def rgb) (rgb, error) {
	if s == "" {
		return def, nil
	}
	return parseHex(s)
}

// checkLogo admits what can only be an image. It does not repeat the value in
// full: a data URL is long.
func checkLogo(s string) error {
	short := shorten(s)
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return fmt.Errorf("%q has spaces or control characters; encode them", short)
	}
	if len(s) >= 11 && strings.EqualFold(s[:11], "data:image/") {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil {
		return fmt.Errorf("%q is not a URL", short)
	}
	switch u.Scheme {
	case "", "http", "https":
		return nil
	}
	return fmt.Errorf("%q is not a path, an http(s) URL or a data:image/ URL", short)
}
