package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"testing"
)

// tolerance is by how much a ratio may exceed its limit before that counts as a
// miss: less than that, and a shared machine cannot tell.
const tolerance = 1.15

// row is a case and what was measured, one entry a round.
type row struct {
	testCase
	subject             *subject
	cpu, bytes, objects []float64
}

func (r *row) measure() {
	out := testing.Benchmark(r.subject.measure)
	r.cpu = append(r.cpu, out.Extra[cpuMetric])
	r.bytes = append(r.bytes, float64(out.AllocedBytesPerOp()))
	r.objects = append(r.objects, float64(out.AllocsPerOp()))
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// ratioTo is the median of the rounds' ratios. Comparing within a round takes
// out what slows the machine for a while.
func (r *row) ratioTo(base *row) float64 {
	ratios := make([]float64, len(r.cpu))
	for i := range r.cpu {
		ratios[i] = r.cpu[i] / base.cpu[i]
	}
	return median(ratios)
}

// verdict compares with the limits.
func (r *row) verdict(ratio, objects float64) (text string, missed bool) {
	switch {
	case r.ratio == 0 && r.allocs == 0:
		return "", false
	case r.allocs > 0 && objects > r.allocs, r.ratio > 0 && ratio > r.ratio*tolerance:
		return "**miss**", true
	case r.ratio > 0 && ratio > r.ratio:
		return "pass, within tolerance", false
	}
	return "pass", false
}

// report prints a Markdown table and tells whether a limit was missed.
func report(out io.Writer, rows []*row, rounds int) (missed bool) {
	fmt.Fprintf(out, "Median of %d interleaved rounds; %s, GOMAXPROCS=%d. A ratio is the median of the rounds' ratios.\n\n",
		rounds, runtime.Version(), runtime.GOMAXPROCS(0))
	fmt.Fprintln(out, "| case | CPU ns/op | B/op | allocs/op | ratio | to | limit | |")
	fmt.Fprintln(out, "|---|--:|--:|--:|--:|---|---|---|")
	for _, r := range rows {
		base := rows[slices.IndexFunc(rows, func(b *row) bool { return b.name == r.against })]
		ratio, objects := r.ratioTo(base), median(r.objects)
		verdict, miss := r.verdict(ratio, objects)
		missed = missed || miss
		fmt.Fprintf(out, "| %s | %.0f | %.0f | %.0f | %.2f | %s | %s | %s |\n",
			r.name, median(r.cpu), median(r.bytes), objects, ratio, r.against, r.limit(), verdict)
	}
	return missed
}

func (r *row) limit() string {
	switch {
	case r.ratio > 0 && r.allocs > 0:
		return fmt.Sprintf("%.2f, %.0f allocs", r.ratio, r.allocs)
	case r.ratio > 0:
		return fmt.Sprintf("%.2f", r.ratio)
	case r.allocs > 0:
		return fmt.Sprintf("%.0f allocs", r.allocs)
	}
	return ""
}
