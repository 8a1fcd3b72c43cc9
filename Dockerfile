# syntax=docker/dockerfile:1
# The reference service in a small image: Node, one file of code, one artefact.
#   docker build -t recsys-service . && docker run --rm -p 8080:8080 recsys-service
# To serve an artefact of your own, which may be replaced while it runs, mount its folder:
#   docker run --rm -p 8080:8080 -v "$PWD/models:/models:ro" -e MODEL=/models/model.bin recsys-service
ARG NODE_VERSION=24-alpine

FROM node:${NODE_VERSION} AS build
WORKDIR /app
# First what changes seldom: as long as the lock file stays, so does this layer.
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json ./
COPY scripts/bundle.mjs scripts/
COPY src/ src/
RUN npm run bundle -- /out/serve.mjs
# The model of the built-in world, so that a container answers at once.
COPY static/data/ static/data/
RUN mv "$(node /out/serve.mjs --prepare)" /out/model.bin

FROM node:${NODE_VERSION}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 MODEL=/app/model.bin
WORKDIR /app
COPY --from=build --chown=root:root /out/ ./
USER node
EXPOSE 8080
# Busybox's own client: starting a Node every ten seconds would cost more than the service does at rest.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD wget -q -O /dev/null "http://127.0.0.1:${PORT}/health" || exit 1
# Node is the first process and hears SIGTERM itself: it answers what has begun, and ends.
ENTRYPOINT ["node", "serve.mjs"]
