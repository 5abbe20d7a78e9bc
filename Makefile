# Everything is installed into .venv, pinned with hashes; nothing else on the machine changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-bench
PEERS_READY := $(PEERS)/.ready

.PHONY: help run test check format pictures golden soak bench lock clean

help:
	@echo "make run    install, then serve the platforms in .env; without a token, chat in the terminal"
	@echo "make test   install, then run the tests"
	@echo "make check  format, lint, types, import contracts and tests: what CI runs"
	@echo "make soak   the long crash and fuzz runs"
	@echo "make bench  every figure the README quotes"
	@echo "make lock   pin the dependencies anew (needs uv)"

$(READY): pyproject.toml requirements.txt requirements-build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	@echo "Installing into $(VENV) (once, about a minute) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements.txt >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
	@touch $@

run: $(READY)
	@$(BIN)/sourcebrief run

test: $(READY)
	$(BIN)/pytest -m "not soak"

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not soak"

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

soak: $(READY)
	$(BIN)/pytest -m soak
	$(BIN)/pytest -m "not soak" --hypothesis-profile=soak

pictures: $(READY)
	PYTHONPATH=. $(BIN)/python docs/pictures.py

golden: $(READY)
	$(BIN)/python -m tests.bot.golden

# What extracts are compared with brings numpy and scipy: it lives beside the bot, not with it.
$(PEERS_READY): pyproject.toml requirements-bench.txt requirements-build.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt >&2
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements-bench.txt >&2
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
	@touch $@

bench: $(READY) $(PEERS_READY)
	@set -e; for figure in benchmarks/[a-z]*.py; do echo "== $$figure"; \
		if grep -q "^from extracts" $$figure; then $(PEERS)/bin/python $$figure; else $(BIN)/python $$figure; fi; \
	done

lock:
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --group build -o requirements-build.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --group bench pyproject.toml -o requirements-bench.txt

clean:
	rm -rf $(VENV) $(PEERS) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
