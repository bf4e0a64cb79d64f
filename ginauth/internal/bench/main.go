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
	log.SetFlags(0)
	missed, err := run(os.Args[1:], os.Stdout)
	if err != nil {
		log.Fatal("bench: ", err)
	}
	if missed {
		os.Exit(1)
	}
}

// run measures and prints the report. It tells whether a limit was missed.
func run(args []string, out io.Writer) (missed bool, err error) {
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

	rows, err := prepare(filter)
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
// compared with, and checks each.
func prepare(filter *regexp.Regexp) ([]*row, error) {
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
	var rows []*row
	for _, c := range cases() {
		if !wanted[c.name] {
			continue
		}
		s, err := c.build(m)
		if err == nil {
			err = s.check()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		rows = append(rows, &row{testCase: c, subject: s})
	}
	if len(rows) == 0 {
		return nil, errors.New("no case matches -run")
	}
	return rows, nil
}
