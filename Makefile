# Two commands: "make demo" tries it out, "make test" runs all that CI runs. Each needs only Python 3.11-3.13.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# the sample clips against what is expected of them; the second time from the cache
SCORE = $(BIN)/formcheck batch samples/manifest.toml --cache .cache/landmarks --baseline .cache/baseline.json

.PHONY: demo test realtime coverage clips catalogs notebooks constraints clean

demo: $(VENV)/.formcheck
	$(BIN)/formcheck analyze samples/clips/hip-lift-over-arched.mp4 --exercise hip-lift \
		--answers docs/answers.toml --json demo-result.json --html demo-report.html
	@echo "Everything that was measured is in demo-result.json; open demo-report.html in a browser to look at it"

test: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@mkdir -p .cache
	$(SCORE) --update-baseline
	$(SCORE) --json .cache/samples.json
	! grep '"cached": false' .cache/samples.json
	$(BIN)/pytest -n 2 --dist loadfile -m "not realtime"
	$(BIN)/pytest -m realtime tests/e2e/test_live.py

# all sets that are played through formcheck live in real time; they want the machine for themselves
realtime: $(VENV)/.dev
	$(BIN)/pytest -m realtime

# the same tests, slower, with the lines that none of them runs
coverage: $(VENV)/.dev
	$(BIN)/pytest -n 2 --dist loadfile -m "not realtime" --cov=formcheck --cov-branch --cov-report=term-missing:skip-covered

clips: $(VENV)/.dev
	$(BIN)/python -m samples.render --set samples --out samples/clips

# after texts have changed: brings new ones into the translations, to be filled in, and again once they are
catalogs: $(VENV)/.dev
	$(BIN)/python -m tools.catalogs

# runs the notebooks and keeps their outputs
notebooks: $(VENV)/.dev
	$(BIN)/python -m tools.run_notebooks

constraints: $(VENV)/.dev
	{ sed -n 1p constraints.txt; $(BIN)/pip freeze --exclude-editable; } > constraints.new && mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) demo-result.json demo-report.html

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("formcheck needs Python 3.11 to 3.13, this is %d.%d: make PYTHON=python3.12 ..." \
		% sys.version_info[:2] if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.formcheck: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.formcheck
