package redisadapter

import (
	"strconv"
	"time"
)

// grace is how long Redis keeps what has expired: clocks may differ, the
// caller's may even be a test's, and the caller looks at Expires itself.
const grace = time.Hour

// keep is for how many milliseconds Redis is to keep what expires at t. It is
// reckoned by the clock that gave t, so that Redis's need not be right.
func keep(t time.Time) int64 {
	return max(0, time.Until(t)).Milliseconds() + grace.Milliseconds() // a sum of durations may overflow
}

// millis is a time in Redis: milliseconds, and "" for the zero time.
func millis(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMilli(), 10)
}

// fromMillis is the time that millis has written.
func fromMillis(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	return time.UnixMilli(number(s)).UTC()
}

// fromSeconds is a time in whole seconds; zero for "".
func fromSeconds(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	return time.Unix(number(s), 0).UTC()
}
