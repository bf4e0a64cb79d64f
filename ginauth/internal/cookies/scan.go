package cookies

import "strings"

// Scanner walks over the cookies of a request without allocating. It is made by Scan.
type Scanner struct {
	lines  []string
	rest   string
	prefix string

	// Name and Value are the cookie that Next found. Value is as it stood in the request: give it to Decode.
	Name, Value string
}

// Scan starts at the first cookie of lines, the Cookie headers of a request (HTTP/2 may split them), and stops only at
// cookies whose name begins with prefix. What has no = is not a cookie and is passed over.
func Scan(lines []string, prefix string) Scanner {
	return Scanner{lines: lines, prefix: prefix}
}

// Next goes to the next cookie and reports whether there is one.
func (s *Scanner) Next() bool {
	for {
		if s.rest == "" {
			if len(s.lines) == 0 {
				return false
			}
			s.rest, s.lines = s.lines[0], s.lines[1:]
			continue
		}
		pair := s.rest
		if i := strings.IndexByte(pair, ';'); i >= 0 {
			pair, s.rest = pair[:i], pair[i+1:]
		} else {
			s.rest = ""
		}
		for pair != "" && blank(pair[0]) {
			pair = pair[1:]
		}
		if !strings.HasPrefix(pair, s.prefix) {
			continue
		}
		equals := strings.IndexByte(pair, '=')
		if equals < 0 {
			continue
		}
		name := trimRight(pair[:equals])
		if len(name) < len(s.prefix) {
			continue
		}
		value := pair[equals+1:]
		for value != "" && blank(value[0]) {
			value = value[1:]
		}
		s.Name, s.Value = name, trimRight(value)
		return true
	}
}

// Get looks one cookie up by its exact name. It returns the decoded value of the first, which is the one that counts,
// and how many there are: more than one means that somebody may have planted one.
func Get(lines []string, name string) (value string, n int) {
	s := Scan(lines, name)
	for s.Next() {
		if len(s.Name) != len(name) {
			continue
		}
		if n++; n == 1 {
			value = Decode(s.Value)
		}
	}
	return value, n
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

func trimRight(s string) string {
	for s != "" && blank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}
