FROM python:3.13-slim AS build
WORKDIR /app
# requirements-traces.lock instead: the same, and OpenTelemetry.
ARG REQUIREMENTS=requirements.lock
COPY requirements.lock requirements-traces.lock ./
# No pip in the environment that is served: the base image's pip fills it from outside.
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv/bin/python install --no-cache-dir --require-hashes -r "$REQUIREMENTS"
COPY service/ service/
# Bytecode is made here, because the service runs on a read-only root; it is not checked against file times.
RUN python -m compileall -q --invalidation-mode unchecked-hash service

FROM python:3.13-slim
LABEL org.opencontainers.image.title="biaogan" \
      org.opencontainers.image.description="Grades production-capacity lists against China's official energy-efficiency benchmark levels" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000
# Nothing is installed from here on, by nobody.
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
    && rm -rf /usr/local/lib/python3*/ensurepip
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY LICENSE gunicorn.conf.py openapi.yaml ./
COPY benchmarks/ benchmarks/
COPY examples/ examples/
COPY --from=build /app/service service/
# A number, so that a scheduler can see that it is not root; it owns nothing in the image.
USER 10001:10001
EXPOSE 8000
# As a file and isolated: `python -m service.probe` would import the whole service at every check.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["python", "-I", "service/probe.py"]
CMD ["gunicorn"]
