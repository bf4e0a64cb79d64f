package authjs

import (
	"fmt"
	"slices"
)

// Chunk is one cookie to be set.
type Chunk struct{ Name, Value string }

// Split spreads a token over cookies: one of the given name if it is at most f.ChunkSize() long, and else name.0,
// name.1, and so on, all with the same attributes. A name longer than those of Auth.js leaves less room, so that name
// and value never exceed 4096 bytes.
//
// It fails with ErrTooLarge when the token exceeds MaxToken or needs more than MaxChunks cookies.
func Split(f Format, name, value string) ([]Chunk, error) {
	size := min(f.ChunkSize(), 4096-len(name)-len(".0"))
	if len(value) > MaxToken || size < 1 || len(value) > size*MaxChunks {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(value))
	}
	if len(value) <= size {
		return []Chunk{{name, value}}, nil
	}
	chunks := make([]Chunk, 0, (len(value)+size-1)/size)
	for i := 0; value != ""; i++ {
		n := min(size, len(value))
		chunks = append(chunks, Chunk{chunkName(name, i), value[:n]})
		value = value[n:]
	}
	return chunks, nil
}

// Stale returns those names that came in (see Cookies.Names) and that written does not set: they must be cleared, or
// else the next request would mix two tokens.
func Stale(present []string, written []Chunk) []string {
	var stale []string
	for _, name := range present {
		if !slices.ContainsFunc(written, func(c Chunk) bool { return c.Name == name }) {
			stale = append(stale, name)
		}
	}
	return stale
}

func chunkName(name string, i int) string { return name + "." + string(rune('0'+i)) }
