# `make run` and `make test` need make and Python 3.11 or newer. They create .venv themselves.

PYTHON ?= python3
export HOST ?= 127.0.0.1
export PORT ?= 8000

export PIP_DISABLE_PIP_VERSION_CHECK = 1

VENV_PYTHON = .venv/bin/python
# As in the Dockerfile: glibc gives freed memory back to the system.
MALLOC = MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=1048576
# The tests of the rules and the data. Coverage of the other tests is not measured: that would take half as long again.
RULES = tests/benchmarks tests/cases tests/domain tests/loading
NODE_MODULES = tools/node_modules/.package-lock.json
SWAGGER_UI = service/web/static/swagger-ui
ECHARTS = service/web/static/echarts

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help run test test-page test-reliability fuzz figures deploy-check sbom screenshots bench lint format contract container \
  lock vendor clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' Makefile

run: .venv/runtime ## Start the service on HOST:PORT (default 127.0.0.1:8000)
	@echo "When it has started, try: curl -sS http://$(HOST):$(PORT)/v1/evaluations -H 'Content-Type: application/json' --data-binary @examples/mixed.json"
	@exec env $(MALLOC) $(VENV_PYTHON) -m gunicorn

test: .venv/dev ## Run the tests; service/domain and service/loading need 100 % branch coverage
	$(VENV_PYTHON) -m coverage run -m pytest $(RULES)
	$(VENV_PYTHON) -m coverage report
	$(VENV_PYTHON) -m pytest tests --ignore=tests/page $(addprefix --ignore=,$(RULES))

test-page: .venv/page $(NODE_MODULES) ## Test the web page in Chromium (apt install chromium)
	$(VENV_PYTHON) -m pytest tests/page -rP --durations=5

screenshots: .venv/page ## Renew the screenshots in docs/; needs Chromium and fonts-noto-cjk
	$(VENV_PYTHON) -m tests.page.screenshots docs

lint: .venv/dev contract ## Check style, types, imports between packages, the contract and the Dockerfile
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/hadolint Dockerfile

format: .venv/dev ## Format the code and apply safe fixes
	.venv/bin/ruff check --fix-only
	.venv/bin/ruff format

contract: .venv/dev $(NODE_MODULES) ## Check openapi.yaml; needs Node.js 18.18 or newer and npm
	.venv/bin/openapi-spec-validator openapi.yaml
	tools/node_modules/.bin/spectral lint --ruleset tools/spectral.yaml --fail-severity warn openapi.yaml

test-reliability: .venv/dev ## Test under load and faults; LONG=1: longer and with hostile input, WRITE=1: write docs/reliability.md
	LONG=$(LONG) WRITE=$(WRITE) $(VENV_PYTHON) -m tests.reliability

fuzz: .venv/dev ## Fuzz each reader of request bodies for FUZZ_SECONDS (default 30), two at a time
	printf '%s\n' $(basename $(notdir $(wildcard tests/fuzz/*_list.py))) | xargs -P 2 -I '{}' $(VENV_PYTHON) -m tests.fuzz.'{}' $(or $(FUZZ_SECONDS),30)

figures: .venv/dev ## Write the counts and the example answers in the documents
	$(VENV_PYTHON) -m tests.figures

bench: .venv/bench ## Measure speed and memory beside floors and two other services; WRITE=1: write docs/performance.md
	WRITE=$(WRITE) $(VENV_PYTHON) -m tests.performance.bench

deploy-check: .venv-deploy/installed ## Check the Dockerfile and the files for Kubernetes
	.venv-deploy/bin/kubernetes-validate --strict --quiet $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/base/*.yaml))
	if command -v kubectl >/dev/null; then \
	  kubectl kustomize deploy/kubernetes/overlays/own-benchmarks > .venv-deploy/own-benchmarks.yaml \
	  && .venv-deploy/bin/kubernetes-validate --strict --quiet .venv-deploy/own-benchmarks.yaml; fi
	.venv-deploy/bin/checkov --quiet --compact --skip-download --framework kubernetes -d deploy/kubernetes/base
	.venv-deploy/bin/checkov --quiet --compact --skip-download --framework dockerfile -f Dockerfile

sbom: .venv/dev ## Write the bill of materials of the image to biaogan.cdx.json (CycloneDX)
	.venv/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
	  --output-file biaogan.cdx.json requirements.lock

container: .venv/dev ## Build and run the image locked down, and check it; without Docker or Podman: check its contents
	$(VENV_PYTHON) -m pytest tests/container/checks.py -v

lock: .venv/dev ## Update the lock files to the newest versions that pyproject.toml allows
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-traces.lock pyproject.toml \
	  --extra traces --constraints requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-dev.lock pyproject.toml \
	  --extra traces --group dev --constraints requirements-traces.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-bench.lock pyproject.toml \
	  --group bench --constraints requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-deploy.lock --group pyproject.toml:deploy
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command 'make lock' --output-file requirements-page.lock pyproject.toml \
	  --group page --constraints requirements-dev.lock

vendor: $(NODE_MODULES) ## Copy Swagger UI and ECharts, in the versions of tools/package-lock.json
	cd tools/node_modules/swagger-ui-dist && cp LICENSE NOTICE favicon-32x32.png swagger-ui.css \
	  swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt ../../../$(SWAGGER_UI)/
	version=$$(node -p "require('./tools/node_modules/swagger-ui-dist/package.json').version") \
	  && sed -i "s/swagger-ui-dist [0-9.]*[0-9]/swagger-ui-dist $$version/" $(SWAGGER_UI)/README.md
	cd tools/node_modules/echarts && cp LICENSE NOTICE licenses/LICENSE-d3 dist/echarts.common.min.js ../../../$(ECHARTS)/
	version=$$(node -p "require('./tools/node_modules/echarts/package.json').version") \
	  && sed -i "s/echarts [0-9.]*[0-9]/echarts $$version/" $(ECHARTS)/README.md

clean: ## Remove everything that these commands created
	rm -rf .venv .venv-deploy __pycache__ tools/node_modules .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find service tests -name __pycache__ -prune -exec rm -rf {} +

# Without the package python3-venv Debian has no ensurepip; then the pip of the machine fills a .venv without pip.
$(VENV_PYTHON):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=<path>")'
	@echo 'Creating .venv'
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip .venv

.venv/runtime: requirements.lock
.venv/dev: requirements-dev.lock
.venv/page: requirements-page.lock
.venv/bench: requirements-bench.lock
.venv/runtime .venv/dev .venv/page .venv/bench: $(VENV_PYTHON)
	@for pip in '$(VENV_PYTHON) -m pip' '$(PYTHON) -m pip --python $(VENV_PYTHON)' 'pip --python $(VENV_PYTHON)'; do \
	  if $$pip --version >/dev/null 2>&1; then \
	    echo 'Installing $(filter %.lock,$^) into .venv'; \
	    $$pip install -qq --require-hashes -r $(filter %.lock,$^) && touch $@; exit; \
	  fi; \
	done; rm -rf .venv; echo 'No pip was found: install python3-venv or python3-pip.' >&2; exit 1

.venv-deploy/installed: requirements-deploy.lock
	@$(PYTHON) -m venv --clear .venv-deploy
	@echo 'Installing requirements-deploy.lock into .venv-deploy'
	@.venv-deploy/bin/python -m pip install -qq --require-hashes -r requirements-deploy.lock && touch $@

$(NODE_MODULES): tools/package-lock.json
	cd tools && npm ci --no-progress
	@touch $@
