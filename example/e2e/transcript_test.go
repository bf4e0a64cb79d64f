package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"testing"
)

// transcript is what oracle/scenario.mjs prints: the answers of one server to
// the scripted requests, step by step.
type transcript []step

// step is one answer as a flat table of fields, each as JSON: "status",
// "contentType", "noStore", "csp", "location", "body"; what oracle/html.mjs
// finds in a page; for each cookie "cookie NAME" with its attributes and kind of
// value; "claim NAME" with what the real library reads in the session cookie.
// A field that is not there is "".
type step struct {
	Name    string
	Skipped string
	Fields  map[string]string
}

func (s *step) UnmarshalJSON(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	s.Fields = map[string]string{}
	for key, value := range raw {
		switch key {
		case "name":
			if err := json.Unmarshal(value, &s.Name); err != nil {
				return err
			}
		case "skipped":
			if err := json.Unmarshal(value, &s.Skipped); err != nil {
				return err
			}
		case "setCookies":
			if err := s.cookies(value); err != nil {
				return err
			}
		default:
			s.Fields[key] = canonical(value)
		}
	}
	return nil
}

func (s *step) cookies(data json.RawMessage) error {
	var cookies []struct {
		Name       string
		Value      string
		Attributes map[string]any
		Claims     map[string]any
	}
	if err := json.Unmarshal(data, &cookies); err != nil {
		return err
	}
	for _, c := range cookies {
		key := "cookie " + c.Name
		if s.Fields[key] != "" {
			return fmt.Errorf("%s: two cookies named %s", s.Name, c.Name)
		}
		parts := []string{c.Value}
		for _, name := range slices.Sorted(maps.Keys(c.Attributes)) {
			if c.Attributes[name] == true {
				parts = append(parts, name)
				continue
			}
			parts = append(parts, fmt.Sprintf("%s=%v", name, c.Attributes[name]))
		}
		s.Fields[key] = strings.Join(parts, "; ")
		for name, claim := range c.Claims {
			value, err := json.Marshal(claim)
			if err != nil {
				return err
			}
			s.Fields["claim "+name] = string(value)
		}
	}
	return nil
}

// canonical is JSON without the accidents of member order and white space.
func canonical(data json.RawMessage) string {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return string(data)
	}
	out, err := json.Marshal(value)
	if err != nil {
		return string(data)
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(out))
}

// play runs the scenario against a server, as the "reference" or "ours". The
// public origin is what the server was told to be, "" if that is where it is.
func play(t *testing.T, origin, dialect, role, public string) transcript {
	t.Helper()
	env := []string{"AUTH_SECRET=" + secret}
	if public != "" {
		env = append(env, "PUBLIC_ORIGIN="+public)
	}
	var steps transcript
	if err := json.Unmarshal(node(t, env, "oracle/scenario.mjs", origin, dialect, role), &steps); err != nil {
		t.Fatal(err)
	}
	return steps
}

// finding is one field in which ours differs from the reference.
type finding struct {
	Step, Field     string
	Reference, Ours string
}

func (f finding) String() string {
	return fmt.Sprintf("%s\n\t%s\n\t\treference: %s\n\t\tours:      %s", f.Step, f.Field, orNothing(f.Reference), orNothing(f.Ours))
}

// withoutSecure is the finding as it would be without https, to be looked up in
// the differences table.
func (f finding) withoutSecure() finding {
	name, ok := strings.CutPrefix(f.Field, "cookie ")
	if !ok {
		return f
	}
	name = strings.TrimPrefix(strings.TrimPrefix(name, "__Secure-"), "__Host-")
	return finding{
		Step: f.Step, Field: "cookie " + name,
		Reference: strings.TrimSuffix(f.Reference, "; secure"), Ours: strings.TrimSuffix(f.Ours, "; secure"),
	}
}

func orNothing(text string) string {
	if text == "" {
		return "(nothing)"
	}
	return text
}

// differ compares step by step. Steps that the reference skipped are left out.
func differ(t *testing.T, reference, ours transcript) []finding {
	t.Helper()
	if len(reference) != len(ours) {
		t.Fatalf("the reference has %d steps, ours %d", len(reference), len(ours))
	}
	var found []finding
	for i, r := range reference {
		o := ours[i]
		if r.Name != o.Name {
			t.Fatalf("step %d is %q in the reference, %q in ours", i, r.Name, o.Name)
		}
		if r.Skipped != "" {
			continue
		}
		fields := slices.Collect(maps.Keys(r.Fields))
		for field := range o.Fields {
			if _, both := r.Fields[field]; !both {
				fields = append(fields, field)
			}
		}
		sort.Strings(fields)
		for _, field := range fields {
			if r.Fields[field] != o.Fields[field] {
				found = append(found, finding{r.Name, field, r.Fields[field], o.Fields[field]})
			}
		}
	}
	return found
}
