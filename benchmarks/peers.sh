#!/bin/sh
# The whole job by this library and by the peers that are installed, in one run, on the same rows; see README.md beside this file.
#   benchmarks/peers.sh [ROWS]          from the root of a checkout; 36600000 rows are the country
# Needs the jar of the peers' profile: mvn package -Dmaven.test.skip=true -pl benchmarks -am -Ppeers
# Peers: Rscript with data.table, python3 with pandas (Debian: r-cran-data.table, python3-pandas), DuckDB (in the jar). Python with numpy
# compares the answers. At full size about 12 GB of memory, for the peers.
set -eu
rows=${1:-36600000}
here=$(dirname "$0")
jar=$here/target/benchmarks.jar
package=io.github.eduindicators.benchmarks
python=${PYTHON:-/usr/bin/python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
lines=$folder/lines
answers=

# One core's worth of collecting, and the counts beside the rows in one gigabyte.
library() { java -Xmx1g -XX:+UseSerialGC -cp "$jar" $package.WholeJob --rows "$rows" "$@"; }

library --write "$folder/rows"
library --answers "$folder/library" | tee "$lines"
library --warm 2000000 | tee -a "$lines"
library --text fresh | tee -a "$lines"
if command -v Rscript > /dev/null && Rscript -e 'library(data.table)' > /dev/null 2>&1; then
  Rscript "$here/src/peers/R/whole-job.R" "$folder/rows" "$folder/data.table" 2 | tee -a "$lines"
  answers="$answers $folder/data.table"
fi
if "$python" -c 'import pandas' 2> /dev/null; then
  for text in category object; do
    "$python" "$here/src/peers/python/whole_job.py" "$folder/rows" "$folder/pandas-$text" $text | tee -a "$lines"
    answers="$answers $folder/pandas-$text"
  done
fi
if unzip -l "$jar" | grep -q WholeJobDuckDb; then
  java -Xmx2g -XX:+UseSerialGC -cp "$jar" $package.WholeJobDuckDb "$folder/duckdb" 2 "$rows" | tee -a "$lines"
  answers="$answers $folder/duckdb"
fi
"$python" "$here/src/peers/python/compare.py" "$folder/library" "$lines" "$here/results/whole-job.json" $answers
