package e2e_test

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// difference is a deliberate difference from the real library: in these steps
// this field is Ours where the library says Reference. docs/differences.md
// has the rows with their reasons.
type difference struct {
	// Dialect is "nextauth", "authjs", or "" for both.
	Dialect string
	// Steps are patterns of step names, where * is any text.
	Steps []string
	// Field is a pattern of the step's fields; in it, PREFIX stands for the
	// dialect's cookie prefix.
	Field string
	// Reference and Ours are the values; "" is a field that is not there, "*"
	// any value.
	Reference, Ours string
	// Row is the row of docs/differences.md, Why its reason in short.
	Row, Why string
}

// differences is the complete list; TestOracle fails on any other.
var differences = slices.Concat(signInDifferences, sessionDifferences, pageDifferences, requestDifferences)

// oursOnly are the steps that the real libraries cannot answer, with what
// ginauth answers.
var oursOnly = map[string]map[string]map[string]string{
	"nextauth": {
		"sign in json, callbackUrl undefined":            {"status": "200", "body": `{"url":"{origin}"}`},
		"sign in form, callbackUrl undefined":            {"status": "302", "location": `"{origin}"`},
		"sign in json, asked by the other dialect's way": {"status": "200", "body": `{"url":"{origin}"}`},
	},
	"authjs": {
		"sign in json, callbackUrl undefined":            {"status": "200", "body": `{"url":"{origin}"}`},
		"sign in form, callbackUrl undefined":            {"status": "302", "location": `"{origin}"`},
		"sign in json, asked by the other dialect's way": {"status": "200", "body": `{"url":"{origin}"}`},
	},
}

var cookiePrefix = map[string]string{"nextauth": "next-auth", "authjs": "authjs"}

func (d difference) speaks(dialect string) bool {
	return d.Dialect == "" || d.Dialect == dialect
}

func (d difference) explains(dialect string, f finding) bool {
	return d.speaks(dialect) &&
		matches(d.Steps, f.Step) &&
		matches([]string{strings.ReplaceAll(d.Field, "PREFIX", cookiePrefix[dialect])}, f.Field) &&
		(d.Reference == "*" || d.Reference == f.Reference) &&
		(d.Ours == "*" || d.Ours == f.Ours)
}

// matches says whether one of the patterns (path.Match's, but "*" also crosses
// "/") fits the name.
func matches(patterns []string, name string) bool {
	flat := strings.ReplaceAll(name, "/", "|")
	for _, p := range patterns {
		if ok, err := path.Match(strings.ReplaceAll(p, "/", "|"), flat); err == nil && ok {
			return true
		}
	}
	return false
}

// TestDifferencesAreDocumented looks every row up in docs/differences.md.
func TestDifferencesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/differences.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		if !strings.Contains(string(page), "\n| "+d.Row+" |") {
			t.Errorf("docs/differences.md has no row %s (%s: %s)", d.Row, d.Field, d.Why)
		}
	}
}
