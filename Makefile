# The one front door: what is built, shown, tested and installed goes through here. `make` without a word builds.

SWIFT   ?= swift
PREFIX  ?= /usr/local
DESTDIR ?=
SYSCONFDIR ?= /etc

DIST    := .build/dist
# Without a word about colours the flags would depend on where the output goes, and everything would be compiled anew
# each time that changes from a terminal to a pipe.
RELEASE := -c release --no-color-diagnostics -Xswiftc -static-stdlib -Xlinker --gc-sections -Xlinker -s
SOURCES := Package.swift Sources Tests

.PHONY: build demo test unit integration prove fuzz check format docs install clean
.DEFAULT_GOAL := build

build:
	@scripts/bootstrap build
	$(SWIFT) build $(RELEASE)
	@scripts/dist "$$($(SWIFT) build $(RELEASE) --show-bin-path)" $(DIST)

demo:
	@scripts/bootstrap demo
	@$(MAKE) --no-print-directory build
	@scripts/demo

# Unit tests, then real processes; all parts always run, and their counts are the last lines.
test:
	@scripts/bootstrap test
	@$(MAKE) --no-print-directory build
	@SWIFT="$(SWIFT)" scripts/test unit worker integration

unit:
	@scripts/bootstrap build
	@SWIFT="$(SWIFT)" scripts/test unit

# One file or test of the last part: make integration TESTS="-k reload"
integration:
	@scripts/bootstrap test
	@$(MAKE) --no-print-directory build
	@SWIFT="$(SWIFT)" scripts/test integration $(TESTS)

# What takes minutes: fifty reloads, every failure, signals at random, each measured beside the same load without it.
prove:
	@scripts/bootstrap test
	@$(MAKE) --no-print-directory build
	@SWIFT="$(SWIFT)" scripts/test integration -m prove $(TESTS)

# A million damaged configurations, as many messages for the parsers of Wire, and pathological files in full size.
fuzz:
	@scripts/bootstrap build
	@SWIFT="$(SWIFT)" scripts/fuzz "$(SEED)" "$(INPUTS)"

check:
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)
	@$(MAKE) --no-print-directory build
	@$(MAKE) --no-print-directory unit

format:
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

# The pages that are made from the programs.
docs: build
	$(DIST)/bin/vassal --print-options > docs/OPTIONS.md
	EMPEROR_WRITE_DOCS=1 $(SWIFT) test --filter LifecyclePageTests

# Installs what `make build` left, so that root never runs the compiler.
install:
	@scripts/install $(DIST) "$(DESTDIR)" "$(PREFIX)" "$(SYSCONFDIR)"

clean:
	rm -rf .build
