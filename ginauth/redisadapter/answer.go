package redisadapter

import "strconv"

// text is a string of an answer; "" for nil.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// at is element i of an answer, or nil.
func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// texts are the strings of an answer.
func texts(v any) []string {
	list, _ := v.([]any)
	all := make([]string, len(list))
	for i := range list {
		all[i] = text(list[i])
	}
	return all
}

// flag is how a bool is kept: "1", or "" for false.
func flag(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// number is a number of an answer, however Redis has written it; 0 if it is none.
func number(v any) int64 {
	switch n := v.(type) {
	case int64:
		return n
	case string:
		i, _ := strconv.ParseInt(n, 10, 64) // "" is 0
		return i
	}
	return 0
}
