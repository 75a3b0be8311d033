# The same lines for everyone: a person, the README and CI.
PYTHON ?= python3
VENV := .venv/bin

.PHONY: run test check format documents example screenshots bench lock

run:  ## open the workbench on a copy of the example database
	$(PYTHON) start.py

test:  ## run the tests
	$(PYTHON) start.py test

check:  ## what must hold before a commit: tests first, because they set the environment up
	$(PYTHON) start.py test
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy

format:
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

documents:  ## set the invented vendor's agreement and white paper from assessments/larkspur/sources
	$(VENV)/python -m assessments.make_documents

example:  ## build data.db.example from assessments/, and write those files as the program writes them
	rm -f data.db.example data.db.example-*
	$(VENV)/assess --db data.db.example import assessments/*/assessment.toml
	$(VENV)/assess --db data.db.example evidence add larkspur assessments/larkspur/documents/*
	$(VENV)/assess --db data.db.example findings larkspur --scan --json > /dev/null
	for file in assessments/*/assessment.toml; do \
		$(VENV)/assess --db data.db.example export $$(basename $$(dirname $$file)) --format toml -o $$file --force; \
	done
	rm -rf data.db.example.lock data.db.example-*

screenshots:  ## build screenshots/ from data.db.example
	$(VENV)/python -m screenshots.make

bench:  ## measure, beside baselines in the same run, into benchmarks/results.md
	$(VENV)/python -m benchmarks.run

lock:  ## pin the newest versions with hashes for every platform (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --extra dev -o requirements-dev.lock pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --extra build \
		--constraint requirements-dev.lock -o requirements.lock pyproject.toml
