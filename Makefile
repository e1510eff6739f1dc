# The commands of the product. `make run` serves it, `make test` proves it; both install first what they need.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
export PYTHONUTF8 := 1
PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test lint format messages bench mutants docs clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what serving needs: system packages, .venv/
	@scripts/setup.sh run

setup-test: ## install that, and what the tests need: browser, PostgreSQL, PDF readers
	@scripts/setup.sh test

run: setup ## serve on 127.0.0.1:8000 with the demo programme; PORT=… for another port
	@$(PYTHON) scripts/run.py

test: setup-test ## run the whole test suite; ARGS="tests/kernel -k ledger" for a part
	@$(PYTHON) scripts/run_tests.py $(ARGS)

lint: setup ## check style, types, layers, templates, migrations, translations
	@scripts/lint.sh

format: setup ## put the code into the form lint asks for
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .

messages: setup ## collect the texts to translate, and compile the catalogues
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(PYTHON) manage.py makemessages
	@scripts/catalogues.sh

bench: setup-test ## measure what is promised, into benchmarks/RESULTS.md
	@$(PYTHON) benchmarks/run.py $(ARGS)

mutants: setup ## set faults into the rules and see whether the tests find them; ARGS="gates --sample 0"
	@$(PYTHON) -m benchmarks.mutants $(ARGS)

docs: setup-test ## documentation with fresh screenshots
	@$(PYTHON) scripts/docs.py $(ARGS)

clean: ## remove caches and collected files; data in var/ stays
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache var/static
	@find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
