# Two commands on a fresh machine do everything: `make site` and `make test`. All of them only call `inv`.
PYTHON ?= python3
VENV := .venv
INV := $(VENV)/bin/inv

.PHONY: site test serve check clean
.DEFAULT_GOAL := site

site: $(VENV)/installed
	$(INV) build

serve: $(VENV)/installed
	$(INV) serve

test: $(VENV)/installed-dev
	$(INV) test

check: $(VENV)/installed-dev
	$(INV) check

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Qingyi needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

# The lock files are complete, so pip need not resolve anything (older versions cannot).
$(VENV)/installed: requirements.lock | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) .qingyi site
