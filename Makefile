# Pantau Manado. `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
READY_TO_TEST := $(VENV)/ready-to-test
NODE_READY := node_modules/ready
NODE_BIN := node_modules/.bin
# One more than there are processors: a quarter of their time tests wait for browsers and servers.
WORKERS ?= $(shell expr $$(nproc) + 1)
# A cache of its own: the other run of mypy has other options, and would discard it.
STRICT := $(BIN)/mypy --strict --cache-dir=.mypy_cache/strict data/core
# What needs no browser and no server; properties are left to `make test`.
CHECKED := tests/core tests/geo tests/architecture

# What is pinned stays, unless a list or UPGRADE names another version. No address of an index gets into the lists.
LOCK := $(BIN)/uv pip compile --quiet --no-config --python $(BIN)/python --generate-hashes --no-header \
	--no-emit-index-url $(addprefix --upgrade-package ,$(UPGRADE))

.DEFAULT_GOAL := help
.PHONY: help run check test lint assets bench fuzz mutants vulnerabilities messages lock packages clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): requirements.txt
	@echo "Installing what running needs into $(VENV): about 200 MB, once. What is being fetched follows."
	@sh .ci/python $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	@sh .ci/install $(VENV) requirements.txt
	@touch $@

$(READY_TO_TEST): $(READY) requirements-test.txt
	@echo "Installing what tests and lint need on top: about 150 MB, once."
	@sh .ci/install $(VENV) requirements-test.txt
	@touch $@

$(NODE_READY): package-lock.json
	@echo "Installing what checks and builds the scripts: about 130 MB, once."
	@sh .ci/node
	npm ci --ignore-scripts --no-progress
	@touch $@

run: $(READY) ## the board on the practice city: http://localhost:8050/layar
	@echo "Starting the board. The first start makes the reports of the practice city."
	$(BIN)/python -m dashboard --with-jobs

check: $(READY_TO_TEST) ## what needs no browser and no server, in about a minute: lint, core, geo, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(STRICT)
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) -m "not hypothesis" $(CHECKED)

test: $(READY_TO_TEST) $(NODE_READY) packages ## every test, browser and PostgreSQL included
	$(BIN)/python -m pytest --numprocesses=$(WORKERS)

lint: $(READY_TO_TEST) $(NODE_READY) ## ruff, and mypy (strict on data/core); biome and tsc on the scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(STRICT)
	$(BIN)/mypy data geo jobs dashboard bootstrap.py
	$(NODE_BIN)/biome check --error-on-warnings .
	$(NODE_BIN)/tsc

assets: $(NODE_READY) ## dashboard/static/build anew from the scripts; commit what changes
	$(NODE_BIN)/biome format --write .
	node dashboard/static/build.js

bench: $(READY_TO_TEST) packages ## benchmarks as ratios, into bench.json; ONLY=name for one
	$(BIN)/python -m tests.bench $(ONLY)

fuzz: $(READY_TO_TEST) ## 100,000 hostile inputs into every parser, by atheris; ONLY=name for one
	$(BIN)/python -m tests.fuzz $(ONLY)

mutants: $(READY_TO_TEST) ## small changes in data/core that its tests must find, into mutants/report.md; see docs/testing.md
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/python -m tests.mutation_report

vulnerabilities: $(READY_TO_TEST) ## are faults known of the pinned packages? 1: yes, 3: could not be found out
	@$(BIN)/python -m tests.vulnerabilities

messages: $(READY_TO_TEST) ## the words of code and templates into the catalogues under data/locale, for translators
	$(BIN)/python -m tests.message_catalogues

lock: $(READY_TO_TEST) ## requirements*.txt anew from requirements*.in; UPGRADE="NAME ..." also lifts what these packages need
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-test.in --output-file requirements-test.txt

packages:
	@sh .ci/packages

clean: ## remove the environment and what the board itself keeps
	rm -rf $(VENV) node_modules var mutants fuzz-found .pytest_cache .mypy_cache .ruff_cache .hypothesis
