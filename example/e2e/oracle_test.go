package e2e_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestOracle sends the same requests to the real library and to ginauth. Each
// answer must be the same, but for the differences table, and each row of the
// table must occur.
//
// ORACLE_FINDINGS names a file that gets all differences, listed or not.
func TestOracle(t *testing.T) {
	needNode(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			reference := play(t, startReference(t, dialect), dialect, "reference", "")
			ours := play(t, startScenario(t, dialect), dialect, "ours", "")
			found := differ(t, reference, ours)
			record(t, dialect, found)

			check(t, dialect, found, differences)
			checkOursOnly(t, dialect, reference, ours)
		})
	}
}

// TestOracleSecure does the same for an origin with https: the same
// differences, and every cookie is secure by name and attribute.
func TestOracleSecure(t *testing.T) {
	needNode(t)
	const public = "https://app.example"
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			theirs := startReference(t, dialect, "NEXTAUTH_URL="+public, "PUBLIC_ORIGIN="+public)
			reference := play(t, theirs, dialect, "reference", public)
			ours := play(t, startScenario(t, dialect, "AUTH_URL="+public), dialect, "ours", public)

			var found []finding
			for _, f := range differ(t, reference, ours) {
				if plain := f.withoutSecure(); plain.Reference != plain.Ours {
					found = append(found, plain)
				} else {
					t.Errorf("not equally secure: %v", f)
				}
			}
			check(t, dialect, found, differences)
			checkOursOnly(t, dialect, reference, ours)

			cookies := 0
			for _, s := range ours {
				for field, value := range s.Fields {
					name, is := strings.CutPrefix(field, "cookie ")
					if !is {
						continue
					}
					cookies++
					prefix := "__Secure-"
					if strings.HasSuffix(name, "csrf-token") {
						prefix = "__Host-"
					}
					if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(value, "; secure") {
						t.Errorf("%s: %s=%s is not secure", s.Name, name, value)
					}
				}
			}
			if cookies < 50 {
				t.Errorf("only %d cookies", cookies)
			}
		})
	}
}

// check fails for each finding that no row explains, and for each pattern of
// a row that explains nothing.
func check(t *testing.T, dialect string, found []finding, rows []difference) {
	t.Helper()
	for _, f := range found {
		if !slices.ContainsFunc(rows, func(d difference) bool { return d.explains(dialect, f) }) {
			t.Errorf("not listed: %v", f)
		}
	}
	for _, d := range rows {
		if !d.speaks(dialect) {
			continue
		}
		for _, pattern := range d.Steps {
			alone := d
			alone.Steps = []string{pattern}
			if !slices.ContainsFunc(found, func(f finding) bool { return alone.explains(dialect, f) }) {
				t.Errorf("listed but does not occur (%s): %s, %s", d.Row, pattern, d.Field)
			}
		}
	}
}

// checkOursOnly holds the steps that the reference cannot answer against what
// is written down.
func checkOursOnly(t *testing.T, dialect string, reference, ours transcript) {
	t.Helper()
	for i, r := range reference {
		if r.Skipped == "" {
			continue
		}
		want, known := oursOnly[dialect][r.Name]
		if !known {
			t.Errorf("%s is not in the reference (%s) and not in oursOnly", r.Name, r.Skipped)
			continue
		}
		for field, value := range want {
			if got := ours[i].Fields[field]; got != value {
				t.Errorf("%s, %s: %s, want %s", r.Name, field, orNothing(got), orNothing(value))
			}
		}
	}
}

// TestOracleIsSteady holds the reference against itself: the normalised answers
// of two runs are the same, so that a difference is never an accident.
func TestOracleIsSteady(t *testing.T) {
	needNode(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			first := play(t, startReference(t, dialect), dialect, "reference", "")
			second := play(t, startReference(t, dialect), dialect, "reference", "")
			for _, f := range differ(t, first, second) {
				t.Error(f)
			}
			if len(first) < 100 {
				t.Errorf("only %d steps", len(first))
			}
		})
	}
}

// record writes the findings to the file that ORACLE_FINDINGS names.
func record(t *testing.T, dialect string, found []finding) {
	t.Helper()
	name := os.Getenv("ORACLE_FINDINGS")
	if name == "" {
		return
	}
	var text strings.Builder
	for _, f := range found {
		text.WriteString(f.String() + "\n")
	}
	if err := os.WriteFile(name+"."+dialect, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
