# Cairn is built, run and tested from here; `make help` lists how. Every target
# says by itself what it lacks and how to get it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Handed to `go test`, for example: make test-go GO_TEST_FLAGS='-run Slots -v'
GO_TEST_FLAGS ?=
# Handed to the load generator.
BENCH_FLAGS ?=

WEB_PAGE := internal/webui/dist/index.html
WEB_PACKAGES := web/node_modules/.installed
WEB_SOURCES := $(shell find web \( -name node_modules -o -name e2e -o -name test -o -name test-results \) -prune \
	-o -type f ! -name '*.test.*' -print 2>/dev/null)

.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Build and run -----------------------------------------------------------

.PHONY: build
build: $(WEB_PAGE) ## Build the web app and the binary, bin/cairn
	@scripts/need go
	@echo "building bin/cairn (the first time that takes some minutes)"
	CGO_ENABLED=0 go build -trimpath -o bin/cairn ./cmd/cairn

.PHONY: run
run: build ## Build all and start it on CAIRN_ADDR (127.0.0.1:8080) with its data in CAIRN_DATA (./data)
	@export CAIRN_ADDR="$${CAIRN_ADDR:-127.0.0.1:8080}" CAIRN_DATA="$${CAIRN_DATA:-./data}"; \
	exec bin/cairn serve

.PHONY: demo
demo: build ## Build all and look around in a demo company, on CAIRN_ADDR with its data in CAIRN_DATA (./demo)
	@export CAIRN_ADDR="$${CAIRN_ADDR:-127.0.0.1:8080}" CAIRN_DATA="$${CAIRN_DATA:-./demo}"; \
	exec bin/cairn demo

$(WEB_PACKAGES): web/package.json web/package-lock.json
	@scripts/need node npm
	cd web && npm ci --no-audit --no-fund --ignore-scripts
	@mkdir -p $(@D) && touch $@

# The build empties the folder; what git keeps of it is put back.
$(WEB_PAGE): $(WEB_PACKAGES) $(WEB_SOURCES)
	cd web && npm run build
	@git ls-files -z --deleted $(@D) 2>/dev/null | xargs -0r git checkout -q -- || true
	@touch $@

.PHONY: generate
generate: $(WEB_PACKAGES) ## Write the generated files anew: OpenAPI document, the web app's types, lint rules
	@scripts/need go
	cd web && npm run generate
	go test ./internal/house -update -count=1

.PHONY: clean
clean: ## Delete what was built or downloaded into this folder, but no data
	rm -rf bin web/node_modules web/test-results
	git clean -fdqX internal/webui/dist

# --- Tests -------------------------------------------------------------------

.PHONY: test
test: ## Do everything that CI does; installs and starts what it needs, and stops it again
	@scripts/need
	@exec scripts/with-services $(MAKE) check
	@echo "make test: everything passed"

# What `make test` does once the services run; the quickest to fail comes first.
.PHONY: check
check:
	@$(MAKE) -j2 bin/golangci-lint $(WEB_PACKAGES) # one takes the processor, the other the network
	@$(MAKE) lint
	@$(MAKE) verify
	@$(MAKE) test-go
	@$(MAKE) test-web
	@$(MAKE) e2e

.PHONY: test-go
test-go: ## Run the Go tests, with a PostgreSQL server and mail servers of their own
	@scripts/need go
	scripts/with-services postgres smtp -- go test $(GO_TEST_FLAGS) ./...

.PHONY: race
race: ## Run the Go tests under the race detector (slow; needs a C compiler)
	@scripts/need go
	@command -v gcc >/dev/null || scripts/install gcc libc6-dev
	CGO_ENABLED=1 scripts/with-services postgres smtp -- go test -race $(GO_TEST_FLAGS) ./...

.PHONY: test-web
test-web: $(WEB_PACKAGES) $(WEB_PAGE) ## Run the web app's unit tests and weigh its first load
	cd web && npm run test
	cd web && npm run size

.PHONY: screenshots
screenshots: build ## Make the pictures of README and guide anew, from the demo company in a real browser
	scripts/with-services chromium -- bash -c 'cd web && CAIRN_TEST_BINARY=$(CURDIR)/bin/cairn node e2e/screenshots.mjs'

.PHONY: e2e
e2e: build ## Drive the real binary with a browser
	CAIRN_TEST_BINARY="$(CURDIR)/bin/cairn" scripts/with-services chromium smtp -- npm --prefix web run e2e

LIGHTHOUSE := web/e2e/lighthouse/node_modules/.installed

# Apart from the web app's packages: it brings two hundred of its own.
$(LIGHTHOUSE): web/e2e/lighthouse/package.json web/e2e/lighthouse/package-lock.json
	@scripts/need node npm
	cd web/e2e/lighthouse && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

.PHONY: lighthouse
lighthouse: build $(LIGHTHOUSE) ## Rate the log-in page and four screens with Lighthouse, as on a desk and on a phone
	CAIRN_TEST_BINARY="$(CURDIR)/bin/cairn" scripts/with-services chromium -- node web/e2e/lighthouse/run.mjs

.PHONY: lint
lint: bin/golangci-lint $(WEB_PACKAGES) ## Check formatting, style and types, Go and web
	bin/golangci-lint run ./...
	@for script in scripts/* .ci/run; do bash -n "$$script"; done
	cd web && npm run lint
	cd web && npm run typecheck

bin/golangci-lint: tools/go.mod tools/go.sum
	@scripts/need go
	@echo "building the linter, once (about two minutes)"
	go build -modfile=tools/go.mod -buildvcs=false -o $@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

.PHONY: verify
verify: $(WEB_PACKAGES) ## Check that the generated files are current
	@scripts/need go
	scripts/verify

.PHONY: bench
bench: build ## Measure the bars of speed on both engines (BENCH_FLAGS='…')
	CAIRN_SERVICES_FOLDER="$${CAIRN_SERVICES_FOLDER:-/var/tmp}" scripts/with-services postgres chromium -- go run ./bench $(BENCH_FLAGS)
