FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /dateline ./cmd/dateline
RUN mkdir /data && chown 65532:65532 /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /dateline /dateline
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
WORKDIR /data
ENV DATABASE_URL=sqlite:/data/dateline.db TMPDIR=/data
HEALTHCHECK --interval=1m --timeout=10s --start-period=20s CMD ["/dateline", "doctor", "--quick"]
ENTRYPOINT ["/dateline"]
