#!/bin/sh
# Runs one target, or all of them one after the other: run.sh [TARGET] [SECONDS]
#
# Needs a nightly compiler and `cargo install cargo-fuzz`. Findings are in artifacts/TARGET/, and the corpus is kept in
# corpus/TARGET/ for the next run. Neither is part of the repository; the seeds are.
set -eu
cd -- "$(dirname -- "$0")"

target=${1:-all} seconds=${2:-600}
if [ "$target" = all ]; then
    for target in brief template reader svg theme whole; do "./run.sh" "$target" "$seconds"; done
    exit
fi

# Most seeds are files of the tests and of the program.
words=$target length=8192
case $target in
    brief) seeds="seeds/brief ../tests/briefs ../tests/structure" ;;
    template) seeds="../templates" ;;
    reader) seeds="seeds/reader" length=2048 ;;
    svg) seeds="seeds/svg ../tests/briefs/pictures ../tests/briefs/bad/drawings" ;;
    theme) seeds="seeds/theme ../templates/themes" length=4096 ;;
    whole) seeds="seeds/brief ../tests/briefs" words=brief length=6000 ;;
    *) echo "there is no target \`$target\`" >&2; exit 2 ;;
esac
mkdir -p "corpus/$target"
# No sanitizer: there is no unsafe code here, and without one far more inputs run in the same time.
# shellcheck disable=SC2086 # the folders are words of their own
exec cargo +nightly fuzz run --sanitizer none --release --debug-assertions --fuzz-dir . "$target" "corpus/$target" $seeds -- \
    -dict="dictionaries/$words.dict" -max_len="$length" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048
