# The whole job of WholeJob.java by data.table, on the rows that it wrote; called by peers.sh.
#   Rscript whole-job.R ROWS_DIRECTORY ANSWERS_DIRECTORY THREADS
# Prints one line of JSON: processor time (user and system, all threads) and clock of each stage, without loading.
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
from <- arguments[1]
to <- arguments[2]
threads <- as.integer(arguments[3])
setDTthreads(threads)

schools <- fread(file.path(from, "schools.csv"), header = FALSE, col.names = c("school", "region"))
works <- fread(file.path(from, "works.csv"), header = FALSE,
               col.names = c("id", "subject", "grade", "year", "max", "cut3", "cut4", "cut5"))
works[, work := .I - 1L]
n <- file.size(file.path(from, "work.u8"))
bytes <- function(name) readBin(file.path(from, name), "integer", n, size = 1L, signed = FALSE)
number <- readBin(file.path(from, "school.i32"), "integer", n, size = 4L, endian = "little")
rows <- data.table(school = schools$school[number + 1L], work = bytes("work.u8"), score = bytes("score.u8"), mark = bytes("mark.u8"))
rm(number)
invisible(gc())

stages <- list()
last <- proc.time()
stage <- function(name) {
  took <- proc.time() - last
  stages[[name]] <<- sprintf('"%s": {"cpu": %.3f, "wall": %.3f}', name, took[["user.self"]] + took[["sys.self"]], took[["elapsed"]])
  total <<- total + took[["user.self"]] + took[["sys.self"]]
  last <<- proc.time()
}
total <- 0

# One grouping of the rows; all else follows from the counts, which come out sorted.
counts <- rows[, .N, keyby = .(school, work, score, mark)]
stage("counts")

histogram <- counts[, .(N = sum(N)), by = .(school, work, score)]
histogram[works, on = "work", `:=`(cut3 = i.cut3, cut4 = i.cut4, cut5 = i.cut5)]
histogram[, `:=`(s = N * score, q = N * score * score,
                 m2 = N * (score < cut3), m3 = N * (score >= cut3 & score < cut4),
                 m4 = N * (score >= cut4 & score < cut5), m5 = N * (score >= cut5))]
cells <- histogram[, .(n = sum(N), s = sum(s), q = sum(q), m2 = sum(m2), m3 = sum(m3), m4 = sum(m4), m5 = sum(m5)),
                   by = .(school, work)]
cells[, `:=`(mean = s / n, variance = (q - s * (s / n)) / (n - 1))]
cells[, `:=`(sd = sqrt(variance), m2 = m2 / n, m3 = m3 / n, m4 = m4 / n, m5 = m5 / n)]
cells[schools, on = "school", region := i.region]
regions <- cells[, .(N = sum(n), S = sum(as.double(s)), Q = sum(as.double(q))), by = .(region, work)]
regions[, `:=`(Mean = S / N, Variance = (Q - S * (S / N)) / (N - 1))]
cells[regions, on = c("region", "work"), `:=`(N = i.N, Mean = i.Mean, Variance = i.Variance)]
cells[, z := (mean - Mean) / sqrt(Variance / n)]
stage("statistics and z")

inflated <- cells[n >= 2 & mean - 1.96 * sqrt(variance / n) > Mean + 1.96 * sqrt(Variance / N), .(school, work)]

# Spearman by the formula without ties on mean ranks, pupils with a journal mark only.
marked <- counts[mark > 0L]
marked[, cell := rleid(school, work)]
marked[, bin := rleid(cell, score)]
byScore <- marked[, .(N = sum(N)), by = .(bin, cell)]
byMark <- marked[, .(N = sum(N)), keyby = .(cell, mark)]
of <- byScore[, .(n = sum(N), bins = .N), by = cell]
of[, marks := byMark[, .N, by = cell]$N]
before <- c(0, cumsum(as.double(of$n)))
byScore[, rank := cumsum(as.double(N)) - before[cell] - (N - 1) / 2]
byMark[, rank := cumsum(as.double(N)) - before[cell] - (N - 1) / 2]
ofMark <- matrix(0, nrow(of), 6L)
ofMark[cbind(byMark$cell, byMark$mark)] <- byMark$rank
marked[, d := N * (byScore$rank[bin] - ofMark[cbind(cell, mark)])^2]
of[, d := marked[, .(d = sum(d)), by = cell]$d]
firsts <- marked[!duplicated(cell), .(school, work)]
mismatched <- firsts[of$n >= 2 & of$bins > 1 & of$marks > 1 & 1 - 6 * of$d / (of$n * (of$n^2 - 1)) < 0]

changed <- list()
for (i in seq_len(nrow(works))) {
  later <- works[i]
  earlier <- works[subject == later$subject & grade == later$grade - 1L & year == later$year - 1L]
  if (nrow(earlier) == 1L) {
    pair <- merge(cells[work == earlier$work, .(school, first = mean / earlier$max)],
                  cells[work == later$work, .(school, second = mean / later$max)], by = "school")[second > 0]
    pair[, k := first / second]
    quartiles <- quantile(pair$k, c(0.25, 0.75), type = 7, names = FALSE)
    far <- 3 * (quartiles[2] - quartiles[1])
    changed[[length(changed) + 1L]] <- pair[k < quartiles[1] - far, .(kind = "COHORT_RISE", school, work = later$work)]
    changed[[length(changed) + 1L]] <- pair[k > quartiles[2] + far, .(kind = "COHORT_FALL", school, work = later$work)]
  }
}
signs <- rbind(inflated[, .(kind = "INFLATED_MEAN", school, work)], mismatched[, .(kind = "JOURNAL_MISMATCH", school, work)],
               rbindlist(changed))
stage("signs")

cat(sprintf('{"who": "R data.table %s, %d threads", "rows": %d, "cpu": %.3f, "stages": {%s}}\n',
            packageVersion("data.table"), threads, n, total, paste(unlist(stages), collapse = ", ")))

dir.create(to, showWarnings = FALSE, recursive = TRUE)
cells[, at := (match(school, schools$school) - 1L) * nrow(works) + work + 1L]
values <- matrix(0, 8L, nrow(schools) * nrow(works))
values[, cells$at] <- t(as.matrix(cells[, .(n, mean, ifelse(n > 1, sd, 0), m2, m3, m4, m5, z)]))
writeBin(as.vector(values), file.path(to, "cells.f64"), size = 8L, endian = "little")
writeLines(sort(signs[, paste(kind, school, works$id[work + 1L], sep = ",")], method = "radix"), file.path(to, "signs.csv"))
writeLines(format(histogram[, sum((score + 1) * as.double(N)^2)], digits = 20), file.path(to, "histograms.txt"))
