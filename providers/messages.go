package providers

import (
	"fmt"
	"strconv"
	"strings"
)

// sentence says what the field wants when a rule fails. The rule may come from
// the query of a link, so it is only compared with those that the field has,
// and never shown.
func (f *field) sentence(rule string) string {
	if f.message != "" {
		return f.message
	}
	if says := f.says(rule); says != "" {
		return f.view.Label + " " + says + "."
	}
	if rule == "required" && f.has(rule) { // of a checkbox
		return "Please tick “" + f.view.Label + "”."
	}
	return f.view.Label + " is not valid."
}

// says is the sentence without its subject, or "" if there is none.
func (f *field) says(rule string) string {
	switch rule { // those of decoding
	case "type":
		return f.wantsType()
	case "range":
		if kindOf(f.typ) > truth {
			return "is too large or too small"
		}
		return ""
	case "single":
		return "was sent more than once"
	case maxBytes:
		return fmt.Sprintf("is too long (at most %d bytes)", f.limit)
	}
	if !f.has(rule) {
		return ""
	}
	if strings.HasPrefix(rule, "required") {
		if kindOf(f.typ) == truth {
			return ""
		}
		return "is required"
	}
	if kindOf(f.typ) == text {
		if says := f.saysLength(rule); says != "" {
			return says
		}
	} else if says := amounts[rule]; says != "" {
		return says + " " + f.param(rule)
	}
	switch {
	case f.other != "" && rule == "eqfield":
		return "must be the same as " + f.other
	case f.other != "" && rule == "nefield":
		return "must differ from " + f.other
	}
	return plain[rule]
}

func (f *field) wantsType() string {
	switch kindOf(f.typ) {
	case truth:
		return "must be yes or no"
	case integer, natural:
		return "must be a whole number"
	case decimal:
		return "must be a number"
	}
	return "must be text"
}

// saysLength is about the rules that count the characters of a text.
func (f *field) saysLength(name string) string {
	n, ok := rule{param: f.param(name)}.count()
	if !ok {
		return ""
	}
	switch name {
	case "min", "gte":
		return "must have at least " + characters(n)
	case "max", "lte":
		return "must have at most " + characters(n)
	case "gt":
		return "must have more than " + characters(n)
	case "lt":
		return "must have fewer than " + characters(n)
	case "len":
		return "must have exactly " + characters(n)
	}
	return ""
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return strconv.Itoa(n) + " characters"
}

// amounts are the rules that compare a number with their parameter.
var amounts = map[string]string{
	"min": "must be at least", "gte": "must be at least",
	"max": "must be at most", "lte": "must be at most",
	"gt": "must be more than", "lt": "must be less than",
	"len": "must be", "eq": "must be",
}

// plain are the rules whose sentence does not depend on their parameter. What
// the choices of oneof are is not said: the form is open to everyone.
var plain = map[string]string{
	"email":        "must be an e-mail address, like name@example.com",
	"url":          "must be a web address, like https://example.com",
	"http_url":     "must be a web address, like https://example.com",
	"https_url":    "must be a web address that begins with https://",
	"uri":          "must be a URI",
	"e164":         "must be a phone number with its country code, like +442079460123",
	"uuid":         "must be a UUID",
	"uuid4":        "must be a UUID",
	"uuid7":        "must be a UUID",
	"ulid":         "must be a ULID",
	"hexadecimal":  "must have only the digits 0 to 9 and the letters a to f",
	"numeric":      "must be a number",
	"number":       "must have only digits",
	"alpha":        "must have only the letters a to z",
	"alphanum":     "must have only digits and the letters a to z",
	"alphaunicode": "must have only letters", "alphanumunicode": "must have only letters and digits",
	"ascii": "must have only ASCII characters", "printascii": "must have only printable ASCII characters",
	"lowercase": "must be in lower case", "uppercase": "must be in upper case",
	"oneof": "is not one of the choices", "oneofci": "is not one of the choices",
	"ip": "must be an IP address", "ipv4": "must be an IPv4 address", "ipv6": "must be an IPv6 address",
	"hostname": "must be a host name", "fqdn": "must be a full domain name",
	"datetime": "must be a date or time in the expected form", "timezone": "must be a time zone, like Europe/Paris",
}

func (f *field) has(name string) bool {
	for _, r := range f.rules {
		if r.name == name {
			return true
		}
	}
	return false
}

func (f *field) param(name string) string {
	for _, r := range f.rules {
		if r.name == name {
			return r.param
		}
	}
	return ""
}
