# Pantau Manado. `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# One more than there are processors: a quarter of their time tests wait for browsers and servers.
WORKERS ?= $(shell expr $$(nproc) + 1)
# A cache of its own: the other run of mypy has other options, and would discard it.
STRICT := $(BIN)/mypy --strict --cache-dir=.mypy_cache/strict data/core
# What needs no browser and no server; properties are left to `make test`.
CHECKED := tests/core tests/geo tests/architecture

.DEFAULT_GOAL := help
.PHONY: help run check test lint bench fuzz mutants packages clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): requirements.txt
	@sh .ci/python $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

run: $(READY) ## the board on the practice city: http://localhost:8050/layar
	$(BIN)/python -m dashboard --with-jobs

check: $(READY) ## what needs no browser and no server, in about a minute: lint, core, geo, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(STRICT)
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) -m "not hypothesis" $(CHECKED)

test: $(READY) packages ## every test, browser and PostgreSQL included
	$(BIN)/python -m pytest --numprocesses=$(WORKERS)

lint: $(READY) ## ruff, and mypy (strict on data/core)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(STRICT)
	$(BIN)/mypy data geo jobs dashboard bootstrap.py

bench: $(READY) packages ## benchmarks as ratios, into bench.json; ONLY=name for one
	$(BIN)/python -m tests.bench $(ONLY)

fuzz: $(READY) ## 100,000 hostile inputs into every parser, by atheris; ONLY=name for one
	$(BIN)/python -m tests.fuzz $(ONLY)

mutants: $(READY) ## small changes in data/core that its tests must find, into mutants/report.md; see docs/testing.md
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/python -m tests.mutation_report

packages:
	@sh .ci/packages

clean: ## remove the environment and what the board itself keeps
	rm -rf $(VENV) var mutants fuzz-found .pytest_cache .mypy_cache .ruff_cache .hypothesis
