# Built with pip, run without a compiler and as nobody. The root may be read-only.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check \
      --only-binary :all: --require-hashes -r requirements.txt
COPY bot ./bot
COPY glossary.yaml ./
RUN python -m compileall -q bot

FROM python:3.13-slim-bookworm
# PORT is set so that /healthz is served in Socket Mode as well.
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PORT=3000
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app ./
USER 65534:65534
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["python", "-c", "import http.client, os, sys; door = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=5); door.request('GET', '/healthz'); sys.exit(door.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
