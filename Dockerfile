# One image for web, gateway and worker; docker-compose.yml gives each its command.

FROM node:22.14.0-bookworm-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm install --no-save --no-audit --no-fund
COPY tsconfig.json vite.config.ts ./
COPY frontend ./frontend
RUN npm run build

FROM python:3.12.9-slim-bookworm AS libraries
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt
WORKDIR /srv/pantau
COPY . .
RUN find . -name '*.po' -exec sh -c 'msgfmt --check-format -o "${1%.po}.mo" "$1"' _ {} \;
COPY --from=frontend /build/frontend/static/frontend/dist ./frontend/static/frontend/dist

FROM python:3.12.9-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdal32 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --shell /usr/sbin/nologin pantau \
    && install -d -o pantau -g pantau /srv/media /srv/mqtt
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    PANTAU_STATIC_ROOT=/srv/static \
    PANTAU_MEDIA_ROOT=/srv/media
COPY --from=libraries /opt/venv /opt/venv
COPY --from=libraries /srv/pantau /srv/pantau
WORKDIR /srv/pantau
# Collecting files needs settings that start, not the installation's own: these values live in this step alone.
RUN PANTAU_SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(48))') \
    PANTAU_DATABASE_URL=postgresql://build@localhost/build \
    PANTAU_REDIS_URL=redis://localhost \
    PANTAU_ALLOWED_HOSTS=localhost \
    PANTAU_TRUSTED_ORIGINS=https://localhost \
    python manage.py collectstatic --noinput --verbosity=0
USER pantau
EXPOSE 8000 5002 5004 5013 5020 5023 5027 5055
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-m", "ops.probe", "http://127.0.0.1:8000/healthz"]
CMD ["python", "-m", "config.web", "--host", "0.0.0.0", "--port", "8000"]
