package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"regexp"
	"runtime"
	"testing"
	"time"
)

func main() {
	logger := log.New(os.Stderr, "bench: ", 0) // of its own: quiet silences the other
	missed, err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil {
		logger.Fatal(err)
	}
	if missed {
		os.Exit(1)
	}
}

// run measures and prints the report, and to notes which cases were skipped. It
// tells whether a limit was missed.
func run(args []string, out, notes io.Writer) (missed bool, err error) {
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	rounds := flags.Int("rounds", 7, "how often each case is measured")
	length := flags.Duration("time", 200*time.Millisecond, "how long each measurement takes")
	only := flags.String("run", "", "regular expression of the cases to measure (their peers come along)")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	if *rounds < 1 {
		return false, errors.New("-rounds must be at least 1")
	}
	filter, err := regexp.Compile(*only)
	if err != nil {
		return false, fmt.Errorf("-run: %w", err)
	}

	testing.Init()
	if err := flag.Set("test.benchtime", length.String()); err != nil {
		return false, err
	}
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(1)
	}
	quiet()

	rows, err := prepare(filter, notes)
	defer func() { err = errors.Join(err, closeAll(rows)) }()
	if err != nil {
		return false, err
	}
	for round := range *rounds {
		for i := range rows {
			rows[(i+round)%len(rows)].measure() // no case is always first
		}
	}
	return report(out, rows, *rounds), nil
}

// prepare builds the cases that are asked for and the peers that these are
// compared with, and checks each. The rows are to be closed, also with an error.
func prepare(filter *regexp.Regexp, notes io.Writer) (rows []*row, err error) {
	m, err := loadMinted()
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, c := range cases() {
		if filter.MatchString(c.name) {
			wanted[c.name], wanted[c.against] = true, true
		}
	}
	skipped := map[string]bool{}
	for _, c := range cases() { // a peer comes before those that are compared with it
		if !wanted[c.name] {
			continue
		}
		if skipped[c.against] {
			skipped[c.name] = true
			fmt.Fprintf(notes, "skipped: %s: there is no %s\n", c.name, c.against)
			continue
		}
		s, err := c.build(m)
		if skips(err) {
			skipped[c.name] = true
			fmt.Fprintf(notes, "skipped: %s: %v\n", c.name, err)
			continue
		}
		if err == nil {
			rows = append(rows, &row{testCase: c, subject: s})
			err = s.check()
		}
		if err != nil {
			return rows, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if len(wanted) == 0 {
		return nil, errors.New("no case matches -run")
	}
	return rows, nil
}

// closeAll gives back what the cases have of servers.
func closeAll(rows []*row) error {
	var errs []error
	for _, r := range rows {
		if err := r.subject.close(); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", r.name, err))
		}
	}
	return errors.Join(errs...)
}
