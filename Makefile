# Everything is installed into .venv, pinned with hashes; nothing else on the machine changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.ready-dev
PEERS := .venv-bench
PEERS_READY := $(PEERS)/.ready
PIP := -m pip install --disable-pip-version-check --require-hashes
# Tests wait more than they reckon: more of them than cores run side by side.
JOBS ?= 4
# Tests start hundreds of processes: compiled modules are kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

# $(call install,PYTHON,ARGUMENTS): pip, a line for each package as it comes; make stops if pip does.
define install
	@rm -f $(@D)/.done
	@{ $(1) $(PIP) $(2) && touch $(@D)/.done; } | sed -n 's/^Collecting \([^ ]*\).*/  \1/p; s/^Installing collected.*/  installing .../p' >&2
	@test -e $(@D)/.done && rm $(@D)/.done
endef

.PHONY: help run test check format pictures golden reference soak bench wire consumers advisories release \
	verify-release lock clean

help:
	@echo "make run    install, then serve the platforms in .env; without a token, chat in the terminal"
	@echo "make test   install, then run the tests, side by side (JOBS=4)"
	@echo "make check  format, lint, types, import contracts and tests: what CI runs"
	@echo "make soak   the long crash and fuzz runs"
	@echo "make reference  docs/reference/ and the README's first answer, from the code"
	@echo "make bench  every figure of docs/figures.md"
	@echo "make wire   what the bot sends, against types and schemas that others keep (needs Node)"
	@echo "make consumers  the exports, read by every program installed here that takes them"
	@echo "make advisories DATABASE=all.zip  what is pinned, against published advisories, offline"
	@echo "make release KEY=~/.ssh/id  the wheel, its SBOM, licence texts and checksums, signed, into dist/"
	@echo "make verify-release  check dist/: who signed it, and that it is what was signed"
	@echo "make lock   pin the dependencies anew (needs uv)"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(READY): pyproject.toml requirements.txt requirements-build.txt | $(BIN)/python
	@echo "Installing what Sourcebrief runs on into $(VENV) (once, about half a minute):" >&2
	$(call install,$(BIN)/python,-r requirements-build.txt)
	$(call install,$(BIN)/python,--no-build-isolation -r requirements.txt)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
	@touch $@

$(DEV_READY): $(READY) requirements-dev.txt
	@echo "Installing what the tests need (once, about half a minute):" >&2
	$(call install,$(BIN)/python,--no-build-isolation -r requirements-dev.txt)
	@touch $@

run: $(READY)
	@$(BIN)/sourcebrief run

test: $(DEV_READY)
	$(BIN)/pytest -n $(JOBS) --dist worksteal --hypothesis-profile=quick -m "not soak"

check: $(DEV_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not soak"

format: $(DEV_READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

soak: $(DEV_READY)
	$(BIN)/pytest -m soak --timeout=7200
	$(BIN)/pytest -m "not soak" --hypothesis-profile=soak --timeout=7200

pictures: $(DEV_READY)
	PYTHONPATH=. $(BIN)/python docs/pictures.py

reference: $(DEV_READY)
	@PYTHONPATH=. $(BIN)/python docs/reference.py

golden: $(DEV_READY)
	$(BIN)/python -m tests.bot.golden

# What extracts are compared with brings numpy and scipy: it lives beside the bot, not with it.
$(PEERS_READY): pyproject.toml requirements-bench.txt requirements-build.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt >&2
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements-bench.txt >&2
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
	@touch $@

bench: $(DEV_READY) $(PEERS_READY)
	@set -e; for figure in benchmarks/[a-z]*.py; do echo "== $$figure"; \
		if grep -qE "^(from extracts|import numpy|from training)" $$figure; then $(PEERS)/bin/python $$figure; else $(BIN)/python $$figure; fi; \
	done

wire: $(DEV_READY)
	@$(BIN)/python -m tests.wire

advisories: $(DEV_READY)
	@$(BIN)/python -m tests.advisories $(if $(DATABASE),--database "$(DATABASE)") $(if $(SHA256),--sha256 $(SHA256))

consumers: $(DEV_READY)
	@$(BIN)/python benchmarks/consumers.py

release: $(DEV_READY)
	@rm -rf dist
	@$(BIN)/python deploy/release.py make dist $(if $(KEY),--key $(KEY))

verify-release:
	@$(PYTHON) deploy/release.py verify dist

lock:
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --group build -o requirements-build.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 -c requirements.txt --extra formats --group dev pyproject.toml -o requirements-dev.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --group bench pyproject.toml -o requirements-bench.txt

clean:
	rm -rf $(VENV) $(PEERS) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
