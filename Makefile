# What a developer types. CI runs .ci/run.
.PHONY: build test race lint golden fuzz bench demo score

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
	go test ./... -update

fuzz:
	./.ci/fuzz 30s

bench:
	go test ./... -run '^$$' -bench . -benchmem

demo:
	go run ./cmd/headroom demo

score: build
	../shared/tools/score --fails
