package authjs_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

func TestFindCookies(t *testing.T) {
	var many strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&many, "s%d=x; s.%d=y; ", i, i+10)
	}
	for _, tc := range []struct {
		name  string
		lines []string
		want  []string // tokens to try
		names []string
	}{
		{"nothing", nil, nil, nil},
		{"others", []string{"a=1; ss=2; S=3; s.=4; s.10=5; s.x=6; sX=7; .s=8; s.0.0=9; s. =1; s.٣=2"}, nil, nil},
		{"bare", []string{"a=1; s=tok; b=2"}, []string{"tok"}, []string{"s"}},
		{"blanks", []string{"a=1;s = tok ;b=2"}, []string{"tok"}, []string{"s"}},
		{"second line", []string{"a=1", "s=tok"}, []string{"tok"}, []string{"s"}},
		{"quoted", []string{`s="tok"`}, []string{"tok"}, []string{"s"}},
		{"encoded", []string{"s=%74ok"}, []string{"tok"}, []string{"s"}},
		{"malformed", []string{"s=%7"}, []string{"%7"}, []string{"s"}},
		{"binary", []string{"s=\x00\xff"}, []string{"\x00\xff"}, []string{"s"}},
		{"empty", []string{"s="}, nil, []string{"s"}},
		{"empty quoted", []string{`s=""`}, nil, []string{"s"}},
		{"no equals", []string{"s"}, nil, nil},
		{"one chunk", []string{"s.0=a"}, []string{"a"}, []string{"s.0"}},
		{"chunks", []string{"s.0=a; s.1=b; s.2=c"}, []string{"abc"}, []string{"s.0", "s.1", "s.2"}},
		{"chunks in disorder", []string{"s.2=c; s.0=a", "s.1=b"}, []string{"abc"}, []string{"s.0", "s.1", "s.2"}},
		{"ten chunks", []string{"s.9=j;s.8=i;s.7=h;s.6=g;s.5=f;s.4=e;s.3=d;s.2=c;s.1=b;s.0=a"}, []string{"abcdefghij"},
			[]string{"s.0", "s.1", "s.2", "s.3", "s.4", "s.5", "s.6", "s.7", "s.8", "s.9"}},
		{"first chunk missing", []string{"s.1=b; s.2=c"}, nil, []string{"s.1", "s.2"}},
		{"middle chunk missing", []string{"s.0=a; s.2=c"}, nil, []string{"s.0", "s.2"}},
		{"middle chunk empty", []string{"s.0=a; s.1=; s.2=c"}, nil, []string{"s.0", "s.1", "s.2"}},
		{"cleared chunk at the end", []string{"s.0=a; s.1="}, []string{"a"}, []string{"s.0", "s.1"}},
		{"chunk twice, same", []string{"s.0=a; s.1=b; s.0=a"}, []string{"ab"}, []string{"s.0", "s.1"}},
		{"chunk twice, other", []string{"s.0=a; s.1=b; s.0=x"}, nil, []string{"s.0", "s.1"}},
		{"both", []string{"s.0=a; s=tok; s.1=b"}, []string{"tok", "ab"}, []string{"s", "s.0", "s.1"}},
		{"both, chunk missing", []string{"s=tok; s.1=b"}, []string{"tok"}, []string{"s", "s.1"}},
		{"bare twice, same", []string{"s=tok; s=tok"}, []string{"tok"}, []string{"s"}},
		{"bare twice", []string{"s=1; s=2"}, []string{"1", "2"}, []string{"s"}},
		{"bare many times", []string{"s=1; s=2; s=3; s=4; s=5"}, []string{"1", "2", "3"}, []string{"s"}},
		{"3000 others", []string{many.String() + "s=tok"}, []string{"tok"}, []string{"s"}},
		{"3000 of them", []string{strings.Repeat("s=1; s.0=a; ", 3000) + "s=2"}, []string{"1", "2", "a"}, []string{"s", "s.0"}},
		{"32 KiB", []string{"s=" + strings.Repeat("x", 32<<10)}, []string{strings.Repeat("x", 32<<10)}, []string{"s"}},
		{"more than 32 KiB", []string{"s=" + strings.Repeat("x", 32<<10+1)}, nil, []string{"s"}},
		{"more than 32 KiB together", []string{"s=tok; s.0=" + strings.Repeat("x", 16<<10) + "; s.1=" + strings.Repeat("x", 16<<10)}, nil, []string{"s", "s.0", "s.1"}},
	} {
		found := authjs.FindCookies(http.Header{"Cookie": tc.lines}, "s")
		var got []string
		for i := range found.Len() {
			got = append(got, found.At(i))
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: tokens %.60q, want %.60q", tc.name, got, tc.want)
		}
		if names := found.Names(); !slices.Equal(names, tc.names) || found.Present() != (len(names) > 0) {
			t.Errorf("%s: names %q, want %q", tc.name, names, tc.names)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		size := f.ChunkSize()
		for _, tc := range []struct {
			name     string
			len, num int
		}{
			{"s", 0, 1}, {"s", 1, 1}, {"s", size, 1}, {"s", size + 1, 2}, {"s", 2 * size, 2}, {"s", 2*size + 1, 3}, {"s", 32 << 10, 9},
			{strings.Repeat("n", 1000), 4000, 2},
		} {
			chunks, err := authjs.Split(f, tc.name, strings.Repeat("x", tc.len))
			if err != nil || len(chunks) != tc.num {
				t.Errorf("%v, %d: %d chunks, %v", f, tc.len, len(chunks), err)
			}
			for i, c := range chunks {
				want := tc.name
				if tc.num > 1 {
					want = fmt.Sprintf("%s.%d", tc.name, i)
				}
				if c.Name != want || len(c.Name)+len(c.Value) > 4096 {
					t.Errorf("%v, %d: %s of %d", f, tc.len, c.Name, len(c.Value))
				}
			}
		}
		for name, n := range map[string]int{"s": 32<<10 + 1, strings.Repeat("n", 4096): 1, strings.Repeat("n", 1094): 30_001} {
			if chunks, err := authjs.Split(f, name, strings.Repeat("x", n)); !errors.Is(err, authjs.ErrTooLarge) || chunks != nil {
				t.Errorf("%v, %d: %d chunks, %v", f, n, len(chunks), err)
			}
		}
	}
}

func TestStale(t *testing.T) {
	for _, tc := range []struct{ present, written, want []string }{
		{nil, []string{"s"}, nil},
		{[]string{"s"}, []string{"s"}, nil},
		{[]string{"s"}, []string{"s.0", "s.1"}, []string{"s"}},
		{[]string{"s.0", "s.1", "s.2"}, []string{"s"}, []string{"s.0", "s.1", "s.2"}},
		{[]string{"s.0", "s.1", "s.2"}, []string{"s.0", "s.1"}, []string{"s.2"}},
		{[]string{"s", "s.0"}, nil, []string{"s", "s.0"}},
	} {
		var written []authjs.Chunk
		for _, name := range tc.written {
			written = append(written, authjs.Chunk{Name: name})
		}
		if got := authjs.Stale(tc.present, written); !slices.Equal(got, tc.want) {
			t.Errorf("%q then %q: clear %q, want %q", tc.present, tc.written, got, tc.want)
		}
	}
}
