//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime is the CPU time that the process has used so far, by all threads:
// what a request costs, also when others use the processor meanwhile.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
