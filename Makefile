# From a fresh clone: `make run` starts the app, `make test` proves it. ARGS="--port 8090" passes options on.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BIOME := 2.6.8
LINT_JS := $(VENV)/biome-$(BIOME)
ARGS ?=
export PYTHONDONTWRITEBYTECODE := # compiled once, not by every worker of the tests and every server that they start

.PHONY: run native test test-long test-services test-browsers test-native test-packages check format drawing \
  screenshots tutorial-images bench bundle packages clean

run: $(VENV)/app
	$(BIN)/python main.py $(ARGS)

native: $(VENV)/native
	$(BIN)/python main.py --native $(ARGS)

test: $(VENV)/dev
	@$(BIN)/python -m tests.chromium
	$(BIN)/pytest $(ARGS)

# What takes its time in a browser. What fails is run again, twice at most, and counted as a rerun: networks fail in these tests while
# others share the cores.
test-long: $(VENV)/dev
	$(BIN)/pytest -m "long and not drill" --reruns 2 $(ARGS)

# The same commands and queries on PostgreSQL, and what needs other servers; each is started for it, and stopped.
# A drill that fails is run again, twice at most, and counted as a rerun: it kills servers while others share the cores.
test-services: $(VENV)/dev
	$(BIN)/python -m tests.services -m "services or drill" --reruns 2 $(ARGS)

# A tour of what people do, in Firefox and in WebKitGTK, one beside the other; a browser that is missing is skipped.
test-browsers: $(VENV)/dev
	$(BIN)/pytest tests/engines -m engines --reruns 1 $(ARGS)

# The window, on a screen of its own: needs Xvfb, openbox, xdotool and ImageMagick.
# One at a time: windows that share two cores with the bundle are too slow to answer a key in time.
test-native: $(VENV)/dev $(VENV)/native
	$(BIN)/pytest tests/desktop -n 0 -m native $(ARGS)

# Builds both wheels, installs each into an empty environment, and runs the command, an example and the element's tests.
test-packages: $(VENV)/dev
	$(BIN)/pytest tests/packages -n 0 -m packages $(ARGS)

check: $(VENV)/dev $(LINT_JS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(LINT_JS)/node_modules/.bin/biome lint --config-path=.ci/lint-js.json --error-on-warnings

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Draws docs/architecture.svg from the imports; a test compares it with a fresh one.
drawing: $(BIN)/python
	$(BIN)/python docs/drawing.py

# Takes all pictures of the documentation anew. Needs a font with coloured emoji, such as Debian's fonts-noto-color-emoji.
screenshots: $(VENV)/dev tutorial-images
	@$(BIN)/python -m tests.chromium
	PYTHONPATH=. $(BIN)/python docs/screenshots.py

# Takes the pictures of docs/tutorial.md anew, while its steps are tested.
tutorial-images: $(VENV)/dev
	STREAMCHAT_TEST_IMAGES=1 $(BIN)/pytest tests/browser/elements/test_tutorial.py -n 0 -m long $(ARGS)

# Measures, and writes docs/performance.md; ARGS="--quick" for a first look, ARGS="compare report" for a part of it.
bench: $(VENV)/bench
	$(BIN)/python -m bench $(ARGS)

# A folder that runs on a machine like this one without Python: dist/streamchat/streamchat. Without a window's engine,
# which is four times as large as all else; a browser does.
bundle: $(VENV)/bundle
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN --name streamchat --onedir \
	  --distpath dist --workpath build --specpath build \
	  --collect-data nicegui --collect-data zxcvbn --collect-data grapheme --add-data "$(CURDIR)/chat:chat" \
	  $(foreach module,webview qtpy PySide6 pytest IPython matplotlib,--exclude-module $(module)) main.py

# dist/streamchat-*.whl, and the stream element alone: dist/nicegui_streams-*.whl
packages: $(BIN)/python
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist . ./chat/elements

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "StreamChat needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/app: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/app
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Biome, which lints the scripts; it has no dependencies.
$(LINT_JS): | $(BIN)/python
	@command -v npm >/dev/null || { echo "make check needs npm. On Debian and Ubuntu: apt-get install npm"; exit 1; }
	npm install --silent --no-audit --no-fund --no-save --prefix $@ @biomejs/biome@$(BIOME) || { rm -rf $@; exit 1; }

$(VENV)/bench: bench/requirements.txt $(VENV)/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@touch $@

$(VENV)/native: requirements-native.txt $(VENV)/app
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-native.txt
	@touch $@

$(VENV)/bundle: requirements-bundle.txt $(VENV)/app
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bundle.txt
	@touch $@
