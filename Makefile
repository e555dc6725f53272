# What a developer types. CI runs .ci/run.
.PHONY: build test race lint golden fuzz mutants bench bench-collect bench-collect-peers bench-scan demo score scan-10000

build:
	go build -o headroom ./cmd/headroom

test:
	go test ./...

race:
	go test -race ./...

lint:
	golangci-lint run ./...

# Writes the golden files again; look at the diff before you commit it.
golden:
	grep -rlE 'flag.Bool\("update"|/vendortest"' --include=*_test.go cmd audit collect internal inventory plan report scan solve store transcript tui vendors whatif | \
		xargs -n1 dirname | sort -u | sed 's|^|./|' | xargs -I{} go test {} -update

fuzz:
	./.ci/fuzz 30s

# Can the tests fail? One operator or statement is changed at a time; what no test
# saw is listed. N=300 SEED=1.
mutants:
	go run ./internal/mutants -n $(or $(N),300) -seed $(or $(SEED),1) ./ledger ./solve ./audit/... ./plan ./transcript/... ./vendors/...

bench:
	go test ./... -run '^$$' -bench . -benchmem

# What reading a router costs, beside other programs; writes docs/performance.md.
# QUICK=1 takes a minute and prints it only.
bench-collect:
	cd bench && go run . $(if $(QUICK),-quick)

# What a whole scan of the demo fleet costs per device, by station: collect, parse,
# judge, keep, report. Prints it.
bench-scan:
	cd bench && go run . -quick -only scan

# The other programs, from Debian: the versions that the figures are of. What is not
# installed is a row that says so.
bench-collect-peers:
	apt-get install -y python3-netmiko python3-asyncssh ansible rancid

demo:
	go run ./cmd/headroom demo

score: build
	../shared/tools/score --fails

# A scan of 10,000 simulated routers, 5 % of them with faults of every kind, killed
# twice and resumed.
scan-10000:
	HEADROOM_SCAN_DEVICES=10000 go test ./cmd/headroom -timeout 20m -count=1 -v -run KilledTwice
