# PropertyOS: `make up` gives a running product, `make test` runs everything that CI runs. `make help` lists the rest.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
# Tools that scripts/setup had to fetch from npm, and PgBouncer, which Debian keeps where only root looks.
export PATH := $(CURDIR)/.cache/tools/bin:$(PATH):/usr/sbin

GO       ?= go
# Arguments for the program behind a target: make up ARGS="--listen 127.0.0.1:9000", make bench ARGS="-organizations 800".
ARGS     ?=
# The packages that `make test` runs: all of them unless one is asked for.
PACKAGES ?= ./...
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)

sqlc     := $(GO) tool -modfile=tools/sqlc.mod sqlc
templ    := $(GO) tool -modfile=tools/templ.mod templ
golangci := $(GO) tool -modfile=tools/golangci-lint.mod golangci-lint

.PHONY: help up build assets generate check-generated lint lint-migrations format architecture test bench setup setup-test clean

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

up: setup build ## install what is missing, build, and run PropertyOS with its own database in ./data (ARGS="--listen HOST:PORT")
	@exec bin/propertyos up $(ARGS)

build: assets ## build bin/propertyos
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/propertyos ./cmd/propertyos

# ---- browser assets ----

# Whatever the stylesheet is made from: our own sources and the class names in the views.
asset_sources := $(shell find internal/web -type f -not -path '*/dist/*' -not -name '*_templ.go' -not -name '*_test.go') package.json

assets: node_modules/.assets ## build the browser assets, if their sources changed

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# The stamp lies beside the packages, not in dist, which is embedded as a whole; an emptied dist is built again.
node_modules/.assets: node_modules/.installed $(asset_sources) $(if $(wildcard internal/web/assets/dist/app.css),,rebuild)
	npm run --silent build
	@touch $@

.PHONY: rebuild
rebuild:

# ---- generated code ----

generate: ## make the Go code from the SQL, the views and the API's document
	$(sqlc) generate
	$(templ) generate -log-level warn
	$(GO) run ./client/internal/generate

check-generated: ## fail when the committed generated code is not what `make generate` makes
	@scripts/check-generated

# ---- checks ----

lint: lint-migrations ## the linters, the formatting and the migration lint
	$(golangci) run

format: ## format the Go code
	$(golangci) fmt
	$(templ) fmt -log-level warn internal/web

lint-migrations: ## look for lock hazards and forms that Citus refuses in db/migrations
	@$(GO) test -count=1 ./internal/platform/postgres/migrationlint

architecture: ## hold the layout and its import rule
	@$(GO) test -count=1 ./test/architecture

# The order puts what fails fast first. The race detector watches everything below internal/, where all of the program's own
# concurrency is tested; the suites under test/ drive the whole program, wait for browsers and databases, and would take three times
# as long under it. Each of them brings up servers of its own, so the number of packages at a time follows the number of processors.
test: setup-test assets check-generated lint architecture ## everything that CI runs
ifneq ($(PACKAGES),./...)
	$(GO) test -race -shuffle=on -timeout 40m $(PACKAGES)
else
	$(GO) test -race -shuffle=on -timeout 40m $$($(GO) list ./... | grep -v /test/)
	$(GO) test -shuffle=on -timeout 40m $$($(GO) list ./test/... | grep -vE '/test/(isolation|crash)$$')
	@# By themselves and last, because Go keeps a passing package's output to itself in a list, and these count: attacks, and
	@# payments around the deaths of server and database, which need the machine to themselves.
	@$(GO) test -count=1 -v -timeout 20m ./test/isolation | grep -vE '^ *(=== |--- PASS)'
	@$(GO) test -count=1 -v -timeout 20m ./test/crash | grep -vE '^ *(=== |--- PASS)'
endif

bench: setup build ## measure the database and the server against their aims (ARGS="-json FILE")
	$(GO) build -o bin/bench ./test/bench
	@exec bin/bench -binary bin/propertyos $(ARGS)

# ---- the machine ----

setup:
	@scripts/setup run

setup-test:
	@scripts/setup test

clean: ## remove what was built; ./data stays
	rm -rf bin node_modules .cache
	find internal/web/assets/dist -mindepth 1 -not -name .keep -delete
