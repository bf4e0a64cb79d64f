package adaptertest

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// diff tells in which fields two records of one type differ; "" if in none.
func diff(got, want any) string {
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	var out []string
	for i := range w.NumField() {
		if !same(g.Field(i).Interface(), w.Field(i).Interface()) {
			out = append(out, fmt.Sprintf("%s is %s, want %s", w.Type().Field(i).Name,
				brief(g.Field(i).Interface()), brief(w.Field(i).Interface())))
		}
	}
	return strings.Join(out, "; ")
}

// same compares two values of a type. Times are kept to the millisecond at
// least, and in UTC; what is longer than that may be cut or rounded.
func same(got, want any) bool {
	switch want := want.(type) {
	case time.Time:
		got, _ := got.(time.Time)
		return sameTime(got, want)
	case []byte:
		got, _ := got.([]byte)
		return bytes.Equal(got, want)
	}
	return reflect.DeepEqual(got, want)
}

func sameTime(got, want time.Time) bool {
	if want.IsZero() || got.IsZero() {
		return got.IsZero() == want.IsZero()
	}
	return got.Sub(want).Abs() < time.Millisecond && got.Location().String() == "UTC"
}

// brief shows a value, if it is long its beginning.
func brief(v any) string {
	s := fmt.Sprintf("%#v", v)
	if t, ok := v.(time.Time); ok {
		s = t.Format("2006-01-02T15:04:05.999999999 -07:00 MST")
	}
	if len(s) > 200 {
		return fmt.Sprintf("%s… (%d bytes)", s[:200], len(s))
	}
	return s
}
