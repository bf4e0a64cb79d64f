package authjs

import "encoding/json"

// walker goes over the members of one JSON object. It accepts what encoding/json accepts, to the letter, but for the
// depth, and copies nothing.
type walker struct {
	text string
	at   int
	done bool
	bad  bool

	key        string // with its quotes
	value      string // as it is written
	keyEscaped bool   // key holds a backslash
	escaped    bool   // value is a string that holds a backslash
}

func walk(text string) walker {
	w := walker{text: text, at: skipSpace(text, 0)}
	if w.at >= len(text) || text[w.at] != '{' {
		w.bad = true
		return w
	}
	w.at = skipSpace(text, w.at+1)
	if w.at < len(text) && text[w.at] == '}' {
		w.finish()
	}
	return w
}

// next goes to the next member and reports whether there is one. At the end, failed tells whether it was a clean one.
func (w *walker) next() bool {
	if w.done || w.bad {
		return false
	}
	s, start := w.text, w.at
	if start >= len(s) || s[start] != '"' {
		return w.fail()
	}
	end, escaped := skipString(s, start)
	if end < 0 {
		return w.fail()
	}
	w.key, w.keyEscaped = s[start:end], escaped
	if end >= len(s) || s[end] != ':' { // Auth.js writes no space here
		if end = skipSpace(s, end); end >= len(s) || s[end] != ':' {
			return w.fail()
		}
	}
	start = skipSpace(s, end+1)
	w.escaped = false
	if start < len(s) && s[start] == '"' {
		end, w.escaped = skipString(s, start)
	} else {
		end = skipValue(s, start, 2)
	}
	if end < 0 {
		return w.fail()
	}
	w.value = s[start:end]
	w.at = skipSpace(s, end)
	if w.at >= len(s) {
		return w.fail()
	}
	switch s[w.at] {
	case ',':
		w.at = skipSpace(s, w.at+1)
		return true
	case '}':
		w.finish()
		return !w.bad
	}
	return w.fail()
}

// failed reports, once next has returned false, whether the text is not one JSON object.
func (w *walker) failed() bool { return w.bad }

func (w *walker) fail() bool {
	w.bad = true
	return false
}

// finish is called at the closing brace, after which only space may follow.
func (w *walker) finish() {
	w.done = true
	w.bad = skipSpace(w.text, w.at+1) != len(w.text)
}

// name is the member's name.
func (w *walker) name() string {
	if w.keyEscaped {
		return unquote(w.key)
	}
	return w.key[1 : len(w.key)-1]
}

// string is the value if it is a string, and "" if it is anything else.
func (w *walker) string() string {
	switch {
	case w.value[0] != '"':
		return ""
	case w.escaped:
		return unquote(w.value)
	}
	return w.value[1 : len(w.value)-1]
}

// unquote leaves the rare escapes, and what is to become of half a surrogate pair, to encoding/json.
func unquote(quoted string) (s string) {
	_ = json.Unmarshal([]byte(quoted), &s) // cannot fail: skipString has checked it
	return s
}
