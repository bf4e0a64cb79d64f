package providers

import (
	"math"
	"strconv"
)

// readableOn is black or white, whichever can be read on a colour of the form
// #rgb or #rrggbb (WCAG 2, relative luminance).
func readableOn(color string) string {
	digits := color[min(len(color), 1):]
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 24)
	if err != nil {
		return "#ffffff"
	}
	linear := func(v uint64) float64 {
		f := float64(v&0xff) / 0xff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	luminance := 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
	if luminance > 0.179 { // where the contrasts with black and with white are equal
		return "#000000"
	}
	return "#ffffff"
}
