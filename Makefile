# What a contributor runs. The work is done by ginauth/internal/tools/check,
# which finds every module and every fuzz target by itself.

GO       ?= go
FUZZTIME ?= 5s
TOOLS    = ginauth/internal/tools
CHECK    = $(GO) run -C $(TOOLS) ./check -fuzztime $(FUZZTIME)
# Built with the versions it was released with, in a module of its own: more
# than two hundred modules that no go.mod of ours should name.
GOLANGCI = $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

test: ## all that CI runs: static checks, tests of every module, short fuzz runs, browser and oracle tests
	$(CHECK)

run: ## the example on http://localhost:3000 (PORT=... for another port)
	$(GO) run -C example .

lint: ## only the static checks
	$(CHECK) build format tidy vet staticcheck

golangci: ## golangci-lint in every module; the first time it is built, which takes minutes
	@for module in $$(find . -name node_modules -prune -o -name testdata -prune -o -name go.mod -print); do \
		echo "$$(dirname "$$module")"; \
		(cd "$$(dirname "$$module")" && $(GOLANGCI) run) || exit 1; \
	done

vuln: ## govulncheck in every module (VULNDB=... names a database to use offline)
	$(CHECK) vuln

fuzz: ## every fuzz target for FUZZTIME (FUZZTIME=1m make fuzz)
	$(CHECK) fuzz

bench: ## a request beside its peers: a table of ratios, red above the limits
	GOMAXPROCS=1 $(GO) run -C ginauth/internal/bench . -rounds 7

benchstat: ## the same benchmarks, ten times each, summed up by benchstat
	$(GO) test -C ginauth/internal/bench -run '^$$' -bench . -benchmem -cpu 1 -count 10 ./... >bench.txt
	$(GO) tool -C $(TOOLS) benchstat "$(CURDIR)/bench.txt"

e2e-deps: ## the npm packages of the browser and oracle tests
	$(CHECK) deps

.PHONY: help test run lint golangci vuln fuzz bench benchstat e2e-deps
