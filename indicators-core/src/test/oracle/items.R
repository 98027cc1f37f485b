# Makes pupils.csv and pupils-expected.csv of src/test/resources/io/github/eduindicators/items, in the folder given. R 4.2.2, base only:
#   Rscript items.R FOLDER
# 24 schools of 10 pupils, tasks of 1, 1, 1, 1, 1, 2, 2 and 3 points; task 3 is made harder and task 7 easier in schools 13..24.
options(digits = 15)
folder <- commandArgs(TRUE)[1]
set.seed(20261)
max <- c(1, 1, 1, 1, 1, 2, 2, 3)
k <- length(max)
school <- rep(1:24, each = 10)
b <- c(-1.2, -0.6, 0, 0.5, 1, -0.4, 0.3, 0.6)
theta <- rnorm(24, 0, 0.5)[school] + rnorm(240)
second <- school > 12
x <- sapply(1:k, function(i) {
    logit <- 1.3 * (theta - b[i]) + ifelse(second, if (i == 3) -2 else if (i == 7) 1.6 else 0, 0) + rnorm(24, 0, 0.3)[school]
    rbinom(240, max[i], plogis(logit))
})
blank <- x == 0 & runif(length(x)) < 0.3
unknown <- c(37, 201)
cells <- ifelse(blank, "X", as.character(x))
cells[unknown, 4] <- ""
rows <- apply(cells, 1, paste, collapse = ",")
head <- paste(c("school", paste0("t", 1:k)), collapse = ",")
note <- "# Simulated by src/test/oracle/items.R; X not attempted, empty not known."
writeLines(c(note, head, paste0(sprintf("s%02d,", school), rows)), file.path(folder, "pupils.csv"))

out <- list()
tell <- function(key, value) out[[length(out) + 1]] <<- sprintf("%s,%.15g", key, value)

# Classical analysis, of the pupils of whom everything is known.
x <- x[-unknown, ]; blank <- blank[-unknown, ]; school <- school[-unknown]
n <- nrow(x); total <- rowSums(x)
tell("n", n); tell("mean", mean(total)); tell("sd", sd(total))
alpha <- function(x) ncol(x) / (ncol(x) - 1) * (1 - sum(apply(x, 2, var)) / var(rowSums(x)))
a <- alpha(x)
tell("alpha", a)
tell("alpha.lower", 1 - (1 - a) * qf(0.975, n - 1, (n - 1) * (k - 1)))
tell("alpha.upper", 1 - (1 - a) * qf(0.025, n - 1, (n - 1) * (k - 1)))
tell("sem", sd(total) * sqrt(1 - a))
tell("lambda6", 1 - sum(1 / diag(solve(cov(x)))) / var(total))
# The share of each pupil in the lower and the upper 27 %: those level at the border share what is left.
part <- function(order) {
    left <- 0.27 * n; w <- numeric(n)
    for (value in unique(order)) { at <- total == value; w[at] <- min(1, left / sum(at)); left <- max(0, left - sum(at)) }
    w
}
lower <- part(sort(unique(total))); upper <- part(sort(unique(total), decreasing = TRUE))
for (i in 1:k) {
    task <- paste0("t", i)
    tell(paste0(task, ".p"), mean(x[, i]) / max[i])
    tell(paste0(task, ".blank"), sum(blank[, i]))
    tell(paste0(task, ".zero"), sum(x[, i] == 0 & !blank[, i]))
    tell(paste0(task, ".full"), sum(x[, i] == max[i]))
    tell(paste0(task, ".sd"), sd(x[, i]))
    tell(paste0(task, ".D"), (weighted.mean(x[, i], upper) - weighted.mean(x[, i], lower)) / max[i])
    tell(paste0(task, ".rit"), cor(x[, i], total))
    tell(paste0(task, ".rir"), cor(x[, i], total - x[, i]))
    tell(paste0(task, ".without"), alpha(x[, -i]))
}
tell("binary.alpha", alpha(x[, 1:5]))
p <- colMeans(x[, 1:5]); t5 <- rowSums(x[, 1:5])
tell("binary.kr20", 5 / 4 * (1 - sum(p * (1 - p)) / (var(t5) * (n - 1) / n)))
table <- anova(lm(total ~ factor(school)))
size <- (n - sum(table(school)^2) / n) / 23
tell("schools.size", size)
tell("schools.between", (table[1, 3] - table[2, 3]) / size)
tell("schools.within", table[2, 3])
tell("schools.reliability", 1 - table[2, 3] / table[1, 3])

# Differences between groups, 1 the reference and 2 the focal group.
group <- ifelse(school > 12, 2, 1)
both <- function(score) { t <- table(factor(group, 1:2), score); colnames(t)[t[1, ] > 0 & t[2, ] > 0] }
smd <- function(item, score, group) {
    d <- w <- 0
    for (s in unique(score)) {
        f <- item[score == s & group == 2]; r <- item[score == s & group == 1]
        if (length(f) && length(r)) { d <- d + length(f) * (mean(f) - mean(r)); w <- w + length(f) }
    }
    d / w
}
odds <- function(item, score, group) {
    r <- s <- 0
    for (v in unique(score)) {
        at <- score == v
        t <- table(factor(group[at], 1:2), factor(item[at], 1:0))
        if (all(rowSums(t) > 0)) { r <- r + t[1, 1] * t[2, 2] / sum(t); s <- s + t[1, 2] * t[2, 1] / sum(t) }
    }
    -2.35 * log(r / s)
}
jackknife <- function(figure, item, score) {
    v <- parts <- 0
    for (g in 1:2) {
        ids <- unique(school[group == g])
        m <- length(ids)
        values <- sapply(ids, function(id) figure(item[school != id], score[school != id], group[school != id]))
        own <- (m - 1) / m * sum((values - mean(values))^2)
        v <- v + own; parts <- parts + own^2 / (m - 1)
    }
    c(sqrt(v), v^2 / parts)
}
dif <- function(prefix, i, score) {
    item <- x[, i]; tag <- paste0(prefix, ".t", i)
    used <- score %in% both(score)
    if (max[i] == 1) {
        mh <- mantelhaen.test(table(factor(group[used]), factor(item[used], 1:0), score[used]), correct = TRUE)
        d <- v <- 0
        for (s in both(score)) {
            y <- item[score == s]; g <- group[score == s]; N <- length(y)
            d <- d + sum(y[g == 1]) - sum(g == 1) * mean(y); v <- v + sum(g == 1) * sum(g == 2) / N * var(y)
        }
        # Within 1/2 of what is expected R leaves the correction out; corrected, nothing is left.
        close <- abs(d) < 0.5
        if (!close) stopifnot(all.equal(unname(mh$statistic), (abs(d) - 0.5)^2 / v))
        tell(paste0(tag, ".chi"), if (close) 0 else mh$statistic); tell(paste0(tag, ".chip"), if (close) 1 else mh$p.value)
        tell(paste0(tag, ".odds"), mh$estimate)
        tell(paste0(tag, ".delta"), -2.35 * log(mh$estimate))
        tell(paste0(tag, ".pupilerror"), 2.35 * diff(log(mh$conf.int)) / (2 * qnorm(0.975)))
        j <- jackknife(odds, item, score)
        tell(paste0(tag, ".error"), j[1])
        tell(paste0(tag, ".p"), 2 * pt(-abs(odds(item, score, group)) / j[1], j[2]))
    } else {
        d <- v <- 0
        for (s in both(score)) {
            y <- item[score == s]; g <- group[score == s]; N <- length(y)
            d <- d + sum(y[g == 2]) - sum(g == 2) * mean(y); v <- v + sum(g == 1) * sum(g == 2) / N * var(y)
        }
        tell(paste0(tag, ".chi"), d^2 / v); tell(paste0(tag, ".chip"), pchisq(d^2 / v, 1, lower.tail = FALSE))
        j <- jackknife(smd, item, score)
        tell(paste0(tag, ".p"), 2 * pt(-abs(smd(item, score, group)) / j[1], j[2]))
    }
    value <- smd(item, score, group) / max[i]
    j <- jackknife(smd, item, score)
    tell(paste0(tag, ".difference"), value)
    tell(paste0(tag, ".lower"), value - qt(0.975, j[2]) * j[1] / max[i])
    tell(paste0(tag, ".standardised"), value * max[i] / sd(item))
}
for (i in 1:k) dif("total", i, total)
# Without tasks 3 and 7 in the totals of the others.
for (i in 1:k) dif("purified", i, rowSums(x[, union(setdiff(1:k, c(3, 7)), i)]))

# Links: tasks 1..6 in schools 1..14 to tasks 1, 2, 4..8 in schools 9..24, anchors 1, 2 and 6; schools 9..14 are in both.
first <- school <= 14; second <- school >= 9
formx <- rowSums(x[, 1:6]); formy <- rowSums(x[, c(1, 2, 4:8)]); anchor <- rowSums(x[, c(1, 2, 6)])
link <- function(method, f, s, w = 0.5) {
    X <- formx[f]; Y <- formy[s]; V1 <- anchor[f]; V2 <- anchor[s]
    if (method == "mean") return(c(mean(Y) - mean(X), 1))
    if (method == "linear") return(c(mean(Y) - sd(Y) / sd(X) * mean(X), sd(Y) / sd(X)))
    if (method == "chained") {
        m <- sd(V1) / sd(X) * sd(Y) / sd(V2)
        return(c(mean(Y) + sd(Y) / sd(V2) * (mean(V1) - mean(V2)) - m * mean(X), m))
    }
    g <- if (method == "tucker") c(cov(X, V1) / var(V1), cov(Y, V2) / var(V2)) else c(var(X) / cov(X, V1), var(Y) / cov(Y, V2))
    dm <- mean(V1) - mean(V2); dv <- var(V1) - var(V2)
    mx <- mean(X) - (1 - w) * g[1] * dm; my <- mean(Y) + w * g[2] * dm
    vx <- var(X) - (1 - w) * g[1]^2 * dv + w * (1 - w) * g[1]^2 * dm^2
    vy <- var(Y) + w * g[2]^2 * dv + w * (1 - w) * g[2]^2 * dm^2
    c(my - sqrt(vy / vx) * mx, sqrt(vy / vx))
}
for (method in c("mean", "linear", "tucker", "levine", "chained")) {
    line <- link(method, first, second)
    tell(paste0(method, ".intercept"), line[1]); tell(paste0(method, ".slope"), line[2])
    at <- function(l) l[1] + 5 * l[2]
    ids <- unique(school)
    values <- sapply(ids, function(id) at(link(method, first & school != id, second & school != id)))
    tell(paste0(method, ".error5"), sqrt((length(ids) - 1) / length(ids) * sum((values - mean(values))^2)))
    v <- 0
    for (side in 1:2) {
        of <- which(if (side == 1) first else second)
        values <- sapply(of, function(i) at(link(method,
            if (side == 1) replace(first, i, FALSE) else first, if (side == 2) replace(second, i, FALSE) else second)))
        v <- v + (length(of) - 1) / length(of) * sum((values - mean(values))^2)
    }
    tell(paste0(method, ".pupilerror5"), sqrt(v))
}
line <- link("tucker", first, second, 0.3)
tell("tucker30.intercept", line[1]); tell("tucker30.slope", line[2])
tell("anchor.correlation", min(cor(formx[first], anchor[first]), cor(formy[second], anchor[second])))
tell("anchor.change", (mean(anchor[second]) - mean(anchor[first])) / sqrt((var(anchor[first]) + var(anchor[second])) / 2))
writeLines(c("# Made from pupils.csv by src/test/oracle/items.R (R 4.2.2).", "key,value", unlist(out)), file.path(folder, "pupils-expected.csv"))
