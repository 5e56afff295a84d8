# A small image with the program, which has its fonts inside:
#
#   docker build -t briefkit .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/work" briefkit --strict
#
# The second command renders ./briefs to ./output. Arguments after the image's name are passed to `gen`.

FROM rust:1.95.0-slim-trixie AS build
WORKDIR /build
# The sources of the program. build.rs hashes them for the `gen` entry of manifests.
COPY Cargo.toml Cargo.lock build.rs ./
COPY benches benches
COPY fonts fonts
COPY templates templates
COPY src src
# Linked statically, the program runs in every image, whatever its C library. Naming the target keeps the flag away
# from build scripts.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    RUSTFLAGS="-C target-feature=+crt-static" \
    cargo build --locked --release --bin gen --target "$(rustc --print host-tuple)" --target-dir target \
    && install -D "target/$(rustc --print host-tuple)/release/gen" /out/gen \
    && /out/gen --version

# Alpine has a shell, which CI jobs need.
FROM alpine:3.22.1
COPY LICENSE-APACHE LICENSE-MIT /usr/local/share/doc/briefkit/
COPY fonts/source-sans-3/OFL.txt /usr/local/share/doc/briefkit/OFL-source-sans-3.txt
COPY fonts/source-serif-4/OFL.txt /usr/local/share/doc/briefkit/OFL-source-serif-4.txt
COPY fonts/briefkit-han/OFL.txt /usr/local/share/doc/briefkit/OFL-briefkit-han.txt
COPY fonts/briefkit-symbols/OFL.txt /usr/local/share/doc/briefkit/OFL-briefkit-symbols.txt
COPY --from=build /out/gen /usr/local/bin/gen
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["gen"]
