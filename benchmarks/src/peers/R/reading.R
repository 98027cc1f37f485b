# Reads a file of results by data.table's fread with two threads and prints: name, seconds of the clock, of the processors, rows.
# Rscript benchmarks/src/peers/R/reading.R FILE
suppressMessages(library(data.table))
file <- commandArgs(trailingOnly = TRUE)[1]
used <- system.time(d <- fread(file, nThread = 2, showProgress = FALSE))
cat(sprintf("fread %.3f %.3f %d\n", used["elapsed"], used["user.self"] + used["sys.self"], nrow(d)))
