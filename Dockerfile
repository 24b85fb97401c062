FROM python:3.13-slim AS build
WORKDIR /app
# requirements-traces.lock adds OpenTelemetry.
ARG REQUIREMENTS=requirements.lock
COPY requirements.lock requirements-traces.lock ./
# The environment that is served has no pip: the base image's pip installs into it from outside.
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv/bin/python install --no-cache-dir --require-hashes -r "$REQUIREMENTS"
COPY service/ service/
# The service runs on a read-only root, so compile here; unchecked-hash ignores file times.
RUN python -m compileall -q --invalidation-mode unchecked-hash service

FROM python:3.13-slim
LABEL org.opencontainers.image.title="biaogan" \
      org.opencontainers.image.description="Grades production-capacity lists against China's official energy-efficiency benchmark levels" \
      org.opencontainers.image.licenses="Apache-2.0"
# MALLOC_: glibc gives freed memory back to the system. By default each thread has a heap of its own, which keeps the
# memory of large lists, and the kernel would kill the container for memory that nobody uses.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=1048576 \
    HOST=0.0.0.0 \
    PORT=8000
# Nothing can be installed from here on.
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
    && rm -rf /usr/local/lib/python3*/ensurepip
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY LICENSE gunicorn.conf.py openapi.yaml ./
COPY benchmarks/ benchmarks/
COPY examples/ examples/
COPY --from=build /app/service service/
# A number, so that a scheduler sees that it is not root. This user owns nothing in the image.
USER 10001:10001
EXPOSE 8000
# Run as a file, isolated: a check every few seconds must start fast.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["python", "-I", "service/probe.py"]
CMD ["gunicorn"]
