# aerie: what a person does with this repository, each in one command.
SHELL := /bin/bash
SWIFT := scripts/swift
CHECKED := --explicit-target-dependency-import-check error
SOURCES := $(wildcard Package.swift Sources Tests Benchmarks)

.PHONY: help build release test lint format demo stop bench scenario tempest clean

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
	printf 'make %-10s %s\n' "$$name" "$$text"; done

build: ## a debug build
	$(SWIFT) build $(CHECKED)

release: ## an optimized build of aeried and aerie
	$(SWIFT) build -c release --static-swift-stdlib $(CHECKED) --product aeried
	$(SWIFT) build -c release --static-swift-stdlib $(CHECKED) --product aerie

test: ## every test: unit, conformance, end to end on libvirt
	@scripts/test

lint: ## formatting of the Swift sources, the shell scripts
	@$(SWIFT) format lint --strict --recursive --configuration .swift-format $(SOURCES)
	@if command -v shellcheck >/dev/null; then shellcheck -x $$(grep -lE '^#(!.*bash| shellcheck shell)' scripts/*) .ci/run; \
	else echo 'shellcheck is not installed (apt-get install shellcheck): the scripts were not checked'; fi

format: ## formats the Swift sources in place
	$(SWIFT) format format --in-place --recursive --configuration .swift-format $(SOURCES)

demo: ## installs, builds, starts aeried, boots a VM through the API and shows it
	@scripts/demo

stop: ## ends the demo's aeried and says what it leaves
	@scripts/stop

bench: ## the benchmarks, each figure beside its floor
	@scripts/bench

scenario: ## python-openstackclient against the running demo
	@scripts/scenario

tempest: ## Tempest's tests of servers against a cloud of its own
	@scripts/tempest

clean: ## removes what was built
	rm -rf .build Benchmarks/.build
