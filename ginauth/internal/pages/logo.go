package pages

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLogoPath bounds the path data of a logo: every visitor of the page loads
// it.
const maxLogoPath = 16 << 10

// CheckLogo says what is wrong with the logo of a provider, or nil. A logo is
// one of
//
//   - path data, the d attribute of an SVG path in a box of 24 by 24;
//   - an SVG document that draws one such path and nothing else, as those of
//     Simple Icons do;
//   - the URL of an image: https:, a path from the root ("/logo.svg"), or
//     data:image/;
//   - "", for none.
func CheckLogo(logo string) error {
	_, _, err := parseLogo(logo)
	return err
}

// SplitLogo returns a logo as [Provider] has it: path data or a URL. It returns
// nothing for what [CheckLogo] refuses. It reads the whole logo, and so is for
// when the configuration is compiled.
func SplitLogo(logo string) (path string, url template.URL) {
	path, url, err := parseLogo(logo)
	if err != nil {
		return "", ""
	}
	return path, url
}

func parseLogo(logo string) (string, template.URL, error) {
	switch {
	case logo == "":
		return "", "", nil
	case strings.HasPrefix(strings.TrimSpace(logo), "<"):
		d, err := pathOf(logo)
		if err == nil {
			err = checkPath(d)
		}
		return d, "", err
	case strings.HasPrefix(logo, "/"), strings.Contains(logo, ":"):
		if err := checkLogoURL(logo); err != nil {
			return "", "", err
		}
		return "", template.URL(logo), nil //nolint:gosec // checked: it can only be an image
	}
	return logo, "", checkPath(logo)
}

// checkPath admits the letters of SVG's path grammar, and so nothing that means
// something in HTML.
func checkPath(d string) error {
	if len(d) > maxLogoPath {
		return fmt.Errorf("the logo's path has %d bytes, and may have %d", len(d), maxLogoPath)
	}
	if first := strings.TrimLeft(d, " "); first == "" || (first[0] != 'M' && first[0] != 'm') {
		return fmt.Errorf("the logo %q is no path data (it begins with M), no SVG document, "+
			"and no https:, /path or data:image/ URL", shorten(d))
	}
	bad := func(r rune) bool { return !strings.ContainsRune("MmZzLlHhVvCcSsQqTtAa0123456789 .,-+eE", r) }
	if i := strings.IndexFunc(d, bad); i >= 0 {
		first, _ := utf8.DecodeRuneInString(d[i:])
		return fmt.Errorf("the logo's path has %q, which path data has not", first)
	}
	return nil
}

// checkLogoURL admits what the pages' policy lets a browser load as an image.
func checkLogoURL(s string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return fmt.Errorf("the logo's URL %q has spaces or control characters; encode them", shorten(s))
	}
	if len(s) >= 11 && strings.EqualFold(s[:11], "data:image/") {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme == "" && s[0] != '/') || (u.Scheme != "" && (u.Scheme != "https" || u.Host == "")) {
		return fmt.Errorf("the logo %q is not a path, an https or a data:image/ URL", shorten(s))
	}
	return nil
}

// pathOf returns the path data of an SVG document. What the page would draw in
// another way than the document is an error, not another picture.
func pathOf(document string) (string, error) {
	const want = "the logo's SVG document has %s; wanted is one <path> in a viewBox of 0 0 24 24"
	decoder := xml.NewDecoder(strings.NewReader(document))
	var found []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("the logo's SVG document: %w", err)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := element.Name.Local; name {
		case "svg":
			if box := attribute(element, "viewBox"); box != "" && strings.Join(strings.Fields(box), " ") != "0 0 24 24" {
				return "", fmt.Errorf(want, fmt.Sprintf("the viewBox %q", shorten(box)))
			}
		case "title", "desc":
		case "path":
			for _, look := range []string{"transform", "stroke", "fill-rule", "style"} {
				if attribute(element, look) != "" {
					return "", fmt.Errorf(want, "a path with "+look)
				}
			}
			found = append(found, strings.Join(strings.Fields(attribute(element, "d")), " "))
		default:
			return "", fmt.Errorf(want, fmt.Sprintf("the element %q", shorten(name)))
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf(want, fmt.Sprintf("%d paths", len(found)))
	}
	return found[0], nil
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// shorten keeps error messages readable: a data URL is long.
func shorten(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}
