package ginauth

import (
	"net/http"
	"strconv"
	"strings"
)

// wantsPage tells a browser that opens a page from a program that asks for
// data: text/html is accepted, and not less gladly than JSON.
func wantsPage(r *http.Request) bool {
	if r.Header.Get("X-Requested-With") == "XMLHttpRequest" {
		return false
	}
	html, json := quality(r.Header["Accept"], "text/html"), quality(r.Header["Accept"], "application/json")
	return html > 0 && html >= json
}

// quality is the weight that an Accept header gives a media type by name
// (RFC 9110, 12.5.1), 0 if it does not name it.
func quality(accept []string, media string) float64 {
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), media) {
			continue
		}
		for p := range strings.SplitSeq(params, ";") {
			if key, v, _ := strings.Cut(strings.TrimSpace(p), "="); strings.EqualFold(key, "q") {
				q, err := strconv.ParseFloat(v, 64)
				if err != nil || !(q >= 0 && q <= 1) {
					return 0
				}
				return q
			}
		}
		return 1
	}
	return 0
}
