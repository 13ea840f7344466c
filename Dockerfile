FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY bot ./bot
COPY glossary.yaml ./
RUN python -m compileall -q bot
USER 65534:65534
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
