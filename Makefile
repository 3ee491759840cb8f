# Backissue. `make` alone prints what can be made.

# The first Python that is new enough; name another with `make PYTHON=... run`.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
VENV := .venv/bin
PORT ?= 8000

.DEFAULT_GOAL := menu
.PHONY: menu run setup test check bench bench-import bench-scale bench-beyond fidelity data python

menu:
	@echo "make run     set up what the reader needs, and serve it on this machine (PORT=8000)"
	@echo "make setup   set up everything: packages, runtime, a browser for the tests"
	@echo "make test    set up everything, and run all tests"
	@echo "make check   style and types"
	@echo "make data    build the shipped archive anew from its source in data/"
	@echo "make bench   measure beside seven other searches (a quarter of an hour)"
	@echo "make bench-import   measure importing, with a mailbox of 1 GB (some minutes)"
	@echo "make bench-scale    measure how everything grows, to a million items (a quarter of an hour)"
	@echo "make bench-beyond   measure 3 million items, more than a browser holds (some fifteen minutes)"
	@echo "make fidelity  compare the importers with real newsletters (../shared/corpus)"

python:
	@test -n "$(PYTHON)" || { echo "Backissue needs Python 3.11 or newer, and none is on the path." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.12 run" >&2; exit 1; }

run: python
	@$(PYTHON) setup run
	@$(VENV)/backissue serve . --port $(PORT)

setup: python
	@$(PYTHON) setup all

# Where Python is told to keep no bytecode, every process of the tests would compile everything anew: here it keeps it. For asserts
# that tell what they compared each process has to rewrite all tests first: only what failed is run again with such.
BESIDE_THE_BROWSER := -m "not browser and not bench and not pyodide"
test: export PYTHONDONTWRITEBYTECODE :=
test: setup
	$(VENV)/python -m pytest -q --assert=plain -n auto --dist loadfile --no-loadscope-reorder $(BESIDE_THE_BROWSER) || \
		{ $(VENV)/python -m pytest -q --last-failed --last-failed-no-failures=none $(BESIDE_THE_BROWSER); exit 1; }
	$(VENV)/python tests/pyodide
	$(VENV)/python -m pytest -q -n auto --dist loadfile -m "browser or pyodide"

check: python
	@$(PYTHON) setup check
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/python -m pytest -q tests/setup/test_addresses.py

data: python
	@$(PYTHON) setup check
	$(VENV)/python data/build.py

bench: setup
	$(VENV)/python tests/benchmarks

bench-import: python
	@$(PYTHON) setup check
	$(VENV)/python tests/benchmarks/importing

bench-scale: setup
	$(VENV)/python tests/benchmarks/scale

bench-beyond: setup
	$(VENV)/python tests/benchmarks/beyond

fidelity: python
	@$(PYTHON) setup check
	$(VENV)/python tests/fidelity
