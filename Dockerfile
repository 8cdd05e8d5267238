# The service as an image: built in one stage, run from another that holds nothing but what it needs.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
COPY scripts/prepare.mjs scripts/
RUN node -e "import('./scripts/prepare.mjs').then(({ ensureInstalled }) => ensureInstalled())"
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && mkdir /data

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Engagement Gateway" \
      org.opencontainers.image.description="Turns a strategy's decision into an invitation in a visitor's browser" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
# It writes nothing, but to an SQLite file where one is configured: mount a volume for that here.
COPY --from=build --chown=node:node /data /data
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
# It does not listen before its database is there, for which it waits a minute.
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
