package sqladapter

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// str is a text that is read; NULL is "". IDs may be integers.
type str string

// Scan implements [database/sql.Scanner].
func (s *str) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*s = ""
	case string:
		*s = str(v)
	case []byte:
		*s = str(v)
	case int64:
		*s = str(strconv.FormatInt(v, 10))
	default:
		return own(fmt.Sprintf("a %T where a text should be", v))
	}
	return nil
}

// moment is a time that is read; NULL is the zero time.
type moment struct{ time.Time }

// Scan implements [database/sql.Scanner].
func (m *moment) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		m.Time = time.Time{}
	case time.Time:
		m.Time = v.UTC()
	case int64:
		m.Time = time.UnixMilli(v).UTC()
	case string:
		return m.parse(v)
	case []byte:
		return m.parse(string(v))
	default:
		return own(fmt.Sprintf("a %T where a time should be", v))
	}
	return nil
}

// parse reads digits of milliseconds, or a time as Prisma and SQLite write it.
func (m *moment) parse(s string) error {
	if millis, err := strconv.ParseInt(s, 10, 64); err == nil {
		m.Time = time.UnixMilli(millis).UTC()
		return nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			m.Time = t.UTC()
			return nil
		}
	}
	return own(fmt.Sprintf("a text of %d bytes is no time", len(s))) // it is not shown: it may be anything
}

// null makes "" NULL.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// storable tells whether all databases can keep these texts.
func storable(texts ...string) bool {
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			return false
		}
	}
	return true
}

// longestKey is more than any index takes, and than any ID or token has.
const longestKey = 2000

// askable tells whether there can be something of these names.
func askable(keys ...string) bool {
	for _, s := range keys {
		if len(s) > longestKey {
			return false
		}
	}
	return storable(keys...)
}

// clean makes a text that comes from anywhere one that can be kept.
func clean(s string) string {
	if storable(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// userKey returns an ID as the column of users has it. It is not ok if no user
// can have that ID: "01" or " 1" are not 1.
func (p *plan) userKey(id string) (key any, ok bool) {
	switch p.userID.kind {
	case integer:
		n, err := strconv.ParseInt(id, 10, 64)
		return n, err == nil && n <= p.userID.max && n >= -p.userID.max-1 && strconv.FormatInt(n, 10) == id
	case uuid:
		return id, isUUID(id)
	}
	return id, id != "" && askable(id)
}

// isUUID tells whether s is a UUID as databases write it.
func isUUID(s string) bool {
	if len(s) != len("00000000-0000-0000-0000-000000000000") {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}
