package e2e_test

import (
	"encoding/json"
	"testing"
)

const sample = `[
 {"name":"one","status":200,"contentType":"application/json","noStore":true,"body":{"b":1,"a":"<x>"},
  "setCookies":[{"name":"s","attributes":{"path":"/","httponly":true},"value":"jwt","claims":{"sub":"1"}}]},
 {"name":"two","skipped":"cannot"},
 {"name":"three","status":302,"noStore":false,"location":"{origin}","setCookies":[]}
]`

func parse(t *testing.T, text string) transcript {
	t.Helper()
	var steps transcript
	if err := json.Unmarshal([]byte(text), &steps); err != nil {
		t.Fatal(err)
	}
	return steps
}

// TestDifferSeesEveryField changes one field at a time.
func TestDifferSeesEveryField(t *testing.T) {
	changes := map[string]func(transcript){
		"status":           func(s transcript) { s[0].Fields["status"] = "201" },
		"body":             func(s transcript) { s[0].Fields["body"] = "{}" },
		"noStore":          func(s transcript) { delete(s[0].Fields, "noStore") },
		"cookie s":         func(s transcript) { s[0].Fields["cookie s"] = "jwt; path=/" },
		"claim sub":        func(s transcript) { delete(s[0].Fields, "claim sub") },
		"claim new":        func(s transcript) { s[0].Fields["claim new"] = "1" },
		"cookie unwanted":  func(s transcript) { s[2].Fields["cookie unwanted"] = "x" },
		"location":         func(s transcript) { s[2].Fields["location"] = `"https://evil.example"` },
		"":                 func(transcript) {},
		"(a skipped step)": func(s transcript) { s[1].Fields["status"] = "500" },
	}
	for field, change := range changes {
		t.Run(field, func(t *testing.T) {
			ours := parse(t, sample)
			change(ours)
			found := differ(t, parse(t, sample), ours)
			if field == "" || field[0] == '(' {
				if len(found) != 0 {
					t.Errorf("found %v", found)
				}
				return
			}
			if len(found) != 1 || found[0].Field != field {
				t.Errorf("found %v, want one in %s", found, field)
			}
		})
	}
}

func TestDifferenceExplains(t *testing.T) {
	row := difference{
		Dialect: "nextauth", Steps: []string{"get *"}, Field: "cookie PREFIX.csrf-token",
		Reference: "*", Ours: "", Row: "row 3",
	}
	fits := finding{Step: "get a/b, again", Field: "cookie next-auth.csrf-token", Reference: "x"}
	for name, test := range map[string]struct {
		dialect string
		change  func(*finding)
		want    bool
	}{
		"fits":          {"nextauth", func(*finding) {}, true},
		"other dialect": {"authjs", func(f *finding) { f.Field = "cookie authjs.csrf-token" }, false},
		"other step":    {"nextauth", func(f *finding) { f.Step = "post x" }, false},
		"other field":   {"nextauth", func(f *finding) { f.Field = "status" }, false},
		"other value":   {"nextauth", func(f *finding) { f.Ours = "y" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := fits
			test.change(&f)
			if got := row.explains(test.dialect, f); got != test.want {
				t.Errorf("explains %+v: %v, want %v", f, got, test.want)
			}
		})
	}
}
