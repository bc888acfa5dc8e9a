# Two commands: `make demo` runs a whole made-up commission, `make test` runs every test.
VENV := .venv
PYTHON := $(VENV)/bin/python
DEMO := demo-home

.PHONY: demo test lint lock clean bench

$(VENV)/run.stamp: requirements.lock pyproject.toml
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/run.stamp

demo: $(VENV)/run.stamp
	$(VENV)/bin/everystep demo --home $(DEMO) --key-file $(DEMO).key

test: $(VENV)/dev.stamp
	$(PYTHON) -m pytest -n auto --dist loadfile --durations 12

lint: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/dev.stamp
	$(PYTHON) benchmarks/run.py

lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-strip-extras --python-version 3.11 pyproject.toml build-constraints.in -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-strip-extras --python-version 3.11 --extra dev pyproject.toml build-constraints.in -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(DEMO) $(DEMO).key first-home first-home.key incoming documents changes two scale corrections.sed
