// Package body reads the body of a request to the auth routes, with all its
// limits.
package body

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// The limits of a body.
const (
	MaxBytes  = 64 << 10
	maxFields = 50
	maxDepth  = 32
)

// The ways a body can be wrong.
var (
	ErrTooLarge  = errors.New("the body is larger than 64 KiB")
	ErrType      = errors.New("the body must be application/x-www-form-urlencoded or application/json")
	ErrMalformed = errors.New("the body cannot be read")
)

// Body is a form or a JSON object.
type Body struct {
	Form url.Values
	JSON map[string]json.RawMessage
}

// Read reads a request's body. An empty one is an empty form, whatever its
// content type.
func Read(r *http.Request) (Body, error) {
	if r.ContentLength > MaxBytes {
		return Body{}, ErrTooLarge
	}
	if r.Body == nil {
		return Body{}, nil
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, MaxBytes+1))
	switch {
	case err != nil:
		return Body{}, ErrMalformed
	case len(data) > MaxBytes:
		return Body{}, ErrTooLarge
	case len(data) == 0:
		return Body{}, nil
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || len(r.Header["Content-Type"]) != 1 {
		return Body{}, ErrType
	}
	switch kind {
	case "application/x-www-form-urlencoded":
		return form(string(data))
	case "application/json":
		return object(data)
	}
	return Body{}, ErrType
}

func form(data string) (Body, error) {
	if strings.Count(data, "&") >= maxFields {
		return Body{}, ErrMalformed
	}
	values, err := url.ParseQuery(data)
	if err != nil {
		return Body{}, ErrMalformed
	}
	for name, list := range values {
		if !clean(name) {
			return Body{}, ErrMalformed
		}
		for _, v := range list {
			if !clean(v) {
				return Body{}, ErrMalformed
			}
		}
	}
	return Body{Form: values}, nil
}

// clean refuses what databases and terminals choke on: NUL and broken UTF-8.
func clean(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

func object(data []byte) (Body, error) {
	if !utf8.Valid(data) || !shallow(data) {
		return Body{}, ErrMalformed
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil || len(members) > maxFields {
		return Body{}, ErrMalformed
	}
	return Body{JSON: members}, nil
}

// shallow walks over JSON text before it is parsed: no deeper than maxDepth,
// and no escaped NUL in a string.
func shallow(data []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		c := data[i]
		if inString {
			switch c {
			case '"':
				inString = false
			case '\\':
				if i+5 < len(data) && string(data[i+1:i+6]) == "u0000" {
					return false
				}
				i++
			}
			continue
		}
		switch c {
		case '"':
			inString = true
		case '{', '[':
			if depth++; depth > maxDepth {
				return false
			}
		case '}', ']':
			depth--
		}
	}
	return true
}

// Get returns a field as text: a form's first value, a JSON string, or "true"
// for the JSON value true. Everything else is "".
func (b Body) Get(name string) string {
	if b.Form != nil {
		return b.Form.Get(name)
	}
	raw := b.JSON[name]
	if len(raw) == 0 {
		return ""
	}
	if string(raw) == "true" {
		return "true"
	}
	var s string
	if raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// Raw returns a field as JSON, a form's value as a JSON string; nil if it is
// not there.
func (b Body) Raw(name string) json.RawMessage {
	if b.Form == nil {
		return b.JSON[name]
	}
	if !b.Form.Has(name) {
		return nil
	}
	raw, err := json.Marshal(b.Form.Get(name))
	if err != nil {
		return nil
	}
	return raw
}
