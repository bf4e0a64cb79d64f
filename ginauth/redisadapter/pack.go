package redisadapter

import (
	"encoding/binary"
	"errors"
)

// errCorrupt says that a value in Redis was not written by this package.
var errCorrupt = errors.New("redisadapter: a value in Redis is not one of this package's")

// pack writes strings of any bytes one after the other, each with its length.
func pack(fields ...string) string {
	size := 0
	for _, f := range fields {
		size += binary.MaxVarintLen32 + len(f)
	}
	b := make([]byte, 0, size)
	for _, f := range fields {
		b = binary.AppendUvarint(b, uint64(len(f)))
		b = append(b, f...)
	}
	return string(b)
}

// unpack reads what pack has written of as many strings. More may follow: a
// later version of this package may have written it.
func unpack(s string, fields ...*string) error {
	for _, f := range fields {
		n, size := binary.Uvarint([]byte(s[:min(len(s), binary.MaxVarintLen64)]))
		if size <= 0 || n > uint64(len(s)-size) {
			return errCorrupt
		}
		*f, s = s[size:size+int(n)], s[size+int(n):]
	}
	return nil
}
