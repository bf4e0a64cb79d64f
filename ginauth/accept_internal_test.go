package ginauth

import (
	"math"
	"net/http"
	"testing"
)

func TestQuality(t *testing.T) {
	for accept, want := range map[string]float64{
		"text/html": 1, "TEXT/HTML": 1, "text/html;q=0.5": 0.5, "text/html; q=0.5": 0.5, "text/html;level=1;q=0.25": 0.25,
		"a/b, text/html;q=0.1, text/html": 0.1, "text/html;q=0": 0, "text/html;q=x": 0, "text/html;q=": 0, "text/html;Q=0.5": 0.5, "text/html;q=\"1\"": 0,
		"": 0, "*/*": 0, "text/*": 0, "text/htmlx": 0, "xtext/html": 0, ",,;;": 0, "text/html;q=NaN": 0, "text/html;q=-1": 0, "text/html;q=1e9": 0, "text/html;q=Inf": 0,
	} {
		if got := quality([]string{accept}, "text/html"); got != want {
			t.Errorf("%q: %v, want %v", accept, got, want)
		}
	}
	if got := quality([]string{"a/b", "text/html;q=0.3"}, "text/html"); got != 0.3 {
		t.Errorf("two lines: %v", got)
	}
}

func TestWantsPage(t *testing.T) {
	for accept, want := range map[string]bool{
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": true, // a browser
		"*/*": false, "": false, "application/json": false, // fetch, curl, axios
		"application/json, text/plain, */*":      false,
		"text/html, application/json":            true,
		"application/json, text/html;q=0.9":      false,
		"application/json;q=0.5, text/html;q=.9": true,
	} {
		r := &http.Request{Header: http.Header{"Accept": {accept}}}
		if wantsPage(r) != want {
			t.Errorf("%q: %v", accept, !want)
		}
		r.Header.Set("X-Requested-With", "XMLHttpRequest")
		if wantsPage(r) {
			t.Errorf("%q from a script", accept)
		}
	}
}

// A weight is a number from 0 to 1, whatever the header holds.
func FuzzQuality(f *testing.F) {
	for _, seed := range []string{"text/html", "text/html;q=0.5, */*", "text/html;q=NaN", ",;=,", "text/html;q=0x1p-2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		if q := quality([]string{accept}, "text/html"); math.IsNaN(q) || q < 0 || q > 1 {
			t.Fatalf("%q: %v", accept, q)
		}
	})
}
