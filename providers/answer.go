package providers

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

var errNotJSON = errors.New("the document is not JSON")

// Answer is what a provider said at a sign-in: the claims or the userinfo
// document, and the answer of the token endpoint.
type Answer struct {
	Document
	// Token is the answer of the token endpoint.
	Token Document
	// Issuer is the configured issuer without its trailing slash, ClientID the
	// client id.
	Issuer, ClientID string
	// Params are the parameters with which the browser came back.
	Params map[string]string
}

// Document is a JSON document, read by paths of member names and indexes
// divided by dots: "data.emails.0.value". The zero value has nothing in it.
type Document struct{ root any }

// ParseDocument reads a JSON document. What follows it is an error.
func ParseDocument(data []byte) (Document, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var d Document
	if err := dec.Decode(&d.root); err != nil {
		return Document{}, errNotJSON
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Document{}, errNotJSON
	}
	return d, nil
}

// At returns the value at a path, the empty document if there is none.
func (d Document) At(path string) Document {
	v := d.root
	for name := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(in) {
				return Document{}
			}
			v = in[i]
		default:
			return Document{}
		}
	}
	return Document{v}
}

// Text returns the first of the values at the paths that is a non-empty text,
// or a number as text: an id is the same whether it comes as 7 or as "7".
// Otherwise it returns "".
func (d Document) Text(paths ...string) string {
	for _, path := range paths {
		switch v := d.At(path).root.(type) {
		case string:
			if v != "" {
				return v
			}
		case json.Number:
			if s := wholeNumber(v); s != "" {
				return s
			}
		}
	}
	return ""
}

// Bool tells whether the value at the path is true, or the text "true", as
// some providers have it.
func (d Document) Bool(path string) bool {
	v := d.At(path).root
	return v == true || v == "true"
}

// Has tells whether there is a value at the path, and it is not null.
func (d Document) Has(path string) bool { return d.At(path).root != nil }

// List returns the elements of the array at the path; "" is the document
// itself.
func (d Document) List(path string) []Document {
	if path != "" {
		d = d.At(path)
	}
	in, _ := d.root.([]any)
	out := make([]Document, len(in))
	for i, v := range in {
		out[i] = Document{v}
	}
	return out
}

// JSON returns the document as JSON.
func (d Document) JSON() json.RawMessage {
	data, err := json.Marshal(d.root)
	if err != nil {
		return nil // cannot be: it was read from JSON
	}
	return data
}

// wholeNumber writes a whole number without exponent or fraction, and nothing for
// any other: an id that was rounded would be another's.
func wholeNumber(n json.Number) string {
	s := n.String()
	if !strings.ContainsAny(s, ".eE") {
		return s
	}
	f, err := n.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
		return ""
	}
	return strconv.FormatFloat(f, 'f', 0, 64)
}

// join puts the words that are there into one text.
func join(words ...string) string {
	return strings.TrimSpace(strings.Join(strings.Fields(strings.Join(words, " ")), " "))
}
