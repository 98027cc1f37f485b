#!/bin/sh
# Reading a file of results by the library and its peers, in turn, three rounds; the medians as JSON.
#   mvn package -Dmaven.test.skip=true -pl benchmarks -am -Ppeers
#   benchmarks/reading.sh [ROWS] [plain|pupils] [FOLDER] > benchmarks/results/reading.json
# The file (1.2 GB with 36,600,000 rows) is written into a folder of its own, below FOLDER, and removed. The file is read once before,
# so that it is in memory for all. Without R and data.table fread is left out, without the profile Jackson and DuckDB.
set -eu
rows=${1:-36600000}
kind=${2:-plain}
folder=$(mktemp -d "${3:-${TMPDIR:-/tmp}}/reading.XXXXXX")
trap 'rm -rf "$folder"' EXIT INT TERM
here=$(dirname "$0")
jar=$here/target/benchmarks.jar
package=io.github.eduindicators.benchmarks
heap=1g
[ "$kind" = pupils ] && heap=2g
run() {
    java -Xmx$heap -cp "$jar" "$package.$1" "$2" "$folder/results.csv"
}
java -cp "$jar" $package.Reading generate "$folder/results.csv" "$rows" "$kind"
cat "$folder/results.csv" > /dev/null
for round in 1 2 3; do
    run Reading count
    run Reading lines
    run Reading library
    run Reading fastcsv
    if unzip -l "$jar" 2> /dev/null | grep -q "ReadingPeers"; then
        run ReadingPeers jackson
        run ReadingPeers duckdb
    fi
    if command -v Rscript > /dev/null && Rscript -e 'quit(status = !requireNamespace("data.table", quietly = TRUE))'; then
        Rscript "$here/src/peers/R/reading.R" "$folder/results.csv"
    fi
    echo "round $round done" >&2
done > "$folder/runs"
cat "$folder/runs" >&2
java -cp "$jar" $package.Reading summary "$folder/runs"
