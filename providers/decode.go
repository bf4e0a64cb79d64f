package providers

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

// decode fills in dst, a struct of the form's type, and returns the rule that
// each field broke which could not be filled in. The errors of strconv and
// encoding/json stay here: they quote the value.
func (f *form) decode(dst reflect.Value, body ginauth.Credentials) map[*field]string {
	wrong := make(map[*field]string)
	for _, fld := range f.fields {
		v := dst.FieldByIndex(fld.index)
		var broken string
		if body.JSON != nil {
			broken = fld.setJSON(v, body.JSON[fld.view.Name])
		} else {
			broken = fld.setForm(v, body.Form[fld.view.Name])
		}
		if broken != "" {
			wrong[fld] = broken
		}
	}
	return wrong
}

// setForm reads a form's field. A text input that was left empty is sent all
// the same: for a pointer, that is no value.
func (f *field) setForm(v reflect.Value, values []string) string {
	switch {
	case len(values) > 1:
		return "single"
	case len(values) == 0 || values[0] == "" && v.Kind() == reflect.Pointer:
		return ""
	}
	return f.setText(v, values[0])
}

// setJSON reads a member. Clients that build their JSON from a form send strings
// for everything, so these are read as a form's.
func (f *field) setJSON(v reflect.Value, raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	k := kindOf(f.typ)
	switch c := raw[0]; {
	case c == '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return "type"
		}
		if s == "" && k != text {
			return ""
		}
		return f.setText(v, s)
	case k == truth && (string(raw) == "true" || string(raw) == "false"),
		k > truth && (c == '-' || '0' <= c && c <= '9'):
		return f.setText(v, string(raw))
	}
	return "type"
}

// setText reads a value as text, and returns the rule it breaks or "". Nothing
// is trimmed or cut. An empty number is zero.
func (f *field) setText(v reflect.Value, s string) string {
	if len(s) > f.limit {
		return maxBytes
	}
	value := reflect.New(f.typ).Elem()
	var err error
	switch kindOf(f.typ) {
	case text:
		value.SetString(s)
	case truth:
		var b bool
		b, err = parseBool(s)
		value.SetBool(b)
	case integer:
		var n int64
		n, err = strconv.ParseInt(orZero(s), 10, f.typ.Bits())
		value.SetInt(n)
	case natural:
		var n uint64
		n, err = strconv.ParseUint(orZero(s), 10, f.typ.Bits())
		value.SetUint(n)
	case decimal:
		var n float64
		n, err = parseDecimal(orZero(s), f.typ.Bits())
		value.SetFloat(n)
	}
	switch {
	case errors.Is(err, strconv.ErrRange):
		return "range"
	case err != nil:
		return "type"
	}
	if v.Kind() == reflect.Pointer {
		v.Set(value.Addr())
	} else {
		v.Set(value)
	}
	return ""
}

func orZero(s string) string {
	if s == "" {
		return "0"
	}
	return s
}

// parseBool reads what a checkbox sends: "on" if it has no value of its own.
func parseBool(s string) (bool, error) {
	switch s {
	case "on", "true", "1":
		return true, nil
	case "", "off", "false", "0":
		return false, nil
	}
	return false, strconv.ErrSyntax
}

// parseDecimal takes no hexadecimal, infinite and not-a-number values, which
// strconv would.
func parseDecimal(s string, bits int) (float64, error) {
	if strings.Trim(s, "+-.0123456789eE") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, bits)
}
