# Makes value-added-counts.csv (our own counts of scores, two works of one cohort) and the figures expected of them.
# Run in indicators-core: Rscript src/test/oracle/value_added.R   (R 4.2.2, lme4 1.1-31)
suppressMessages(library(lme4))
folder <- "src/test/resources/io/github/eduindicators/effectiveness"
set.seed(20213)
J <- 16
n <- c(3, 5, 6, 8, 9, 12, 14, 17, 20, 22, 25, 28, 33, 40, 55, 80)
level <- rnorm(J, 0, 0.6); added <- rnorm(J, 0, 0.5); added[15] <- -2.2; added[14] <- 2
draw <- function(max, mean, n) pmin(max, pmax(0, round(max / 2 + max / 6 * (mean + rnorm(n)))))
rows <- NULL
for (j in 1:J) {
  # School 7 has no work in the year before; school 3 is new in the region's list of doubtful ones.
  if (j != 7) rows <- rbind(rows, data.frame(school = sprintf("s%02d", j), year = 2020, score = draw(15, level[j], n[j] + j %% 3)))
  rows <- rbind(rows, data.frame(school = sprintf("s%02d", j), year = 2021, score = draw(20, 0.8 * level[j] + added[j], n[j])))
}
counts <- aggregate(list(count = rows$score), rows[c("score", "year", "school")], length)
write.csv(counts[c("school", "year", "score", "count")], file.path(folder, "value-added-counts.csv"), row.names = FALSE, quote = FALSE)

out <- NULL
add <- function(model, key, value) out <<- rbind(out, data.frame(model, key, value = sprintf("%.15g", value)))
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-10))
d <- rows[rows$school != "s03", ]
# The model with a known variance of each school's level, over sigma2, by full matrices; theta where the slope of the criterion is 0.
fitted <- function(y, x, school, known, reml) {
  N <- length(y); X <- cbind(1, x); Z <- model.matrix(~ 0 + school); f <- if (reml) N - 2 else N
  parts <- function(theta) {
    H <- solve(diag(N) + Z %*% (t(Z) * (theta + known)))
    A <- t(X) %*% H %*% X; b <- solve(A, t(X) %*% H %*% y); e <- y - X %*% b; R <- as.numeric(t(e) %*% H %*% e)
    list(b = b, s2 = R / f, A = A, theta = theta, dev = f * (1 + log(2 * pi * R / f)) -
      as.numeric(determinant(H)$modulus) + if (reml) as.numeric(determinant(A)$modulus) else 0)
  }
  slope <- function(lt) { h <- 1e-4; (parts(exp(lt + h))$dev - parts(exp(lt - h))$dev) / (2 * h) }
  parts(exp(uniroot(slope, c(-4, 3), tol = 1e-10)$root))
}
calibrated <- function(now, m, rest, v, k, reml) {
  schools <- sort(unique(now$school)); ratio <- 0
  repeat {
    s <- fitted(now$z, (m + k * rest)[now$school], now$school, ratio * (1 - k)^2 * v[schools], reml)
    new <- s$b[2]^2 / s$s2
    if (abs(new - ratio) < 1e-9 * new) return(c(s, list(known = ratio * (1 - k)^2 * v[schools])))
    ratio <- new
  }
}
for (reml in c(TRUE, FALSE)) {
  id <- if (reml) "REML" else "ML"
  before <- d[d$year == 2020, ]; now <- d[d$year == 2021, ]
  before$z <- (before$score - mean(before$score)) / sd(before$score)
  now$z <- (now$score - mean(now$score)) / sd(now$score)
  m0 <- lmer(z ~ 1 + (1 | school), before, REML = reml, control = control)
  r0 <- ranef(m0, condVar = TRUE)$school
  m <- fixef(m0)[1] + r0[, 1]; names(m) <- rownames(r0)
  v <- setNames(attr(r0, "postVar")[1, 1, ], rownames(r0))
  rest <- c(tapply(before$z, before$school, mean))[names(m)] - m
  now <- now[now$school %in% names(m), ]
  ks <- seq(0, 1, 0.125)
  deviances <- sapply(ks, function(k) calibrated(now, m, rest, v, k, FALSE)$dev)
  k <- ks[which.min(deviances)]; add(id, "carried", k)
  if (reml) print(setNames(round(deviances, 3), ks))
  s <- calibrated(now, m, rest, v, k, reml)
  tau2 <- s$theta * s$s2
  add(id, "tau2", tau2); add(id, "sigma2", s$s2); add(id, "intercept", s$b[1]); add(id, "slope", s$b[2])
  v0 <- as.data.frame(VarCorr(m0))$vcov; n0 <- table(before$school)
  add(id, "reliability", mean(n0 * v0[1] / (n0 * v0[1] + v0[2])))
  schools <- sort(unique(now$school)); n <- c(table(now$school)[schools])
  x <- (m + k * rest)[schools]
  residual <- c(tapply(now$z, now$school, mean))[schools] - s$b[1] - s$b[2] * x
  lambda <- tau2 / (tau2 + s$known * s$s2 + s$s2 / n)
  u <- lambda * residual; se <- sqrt(tau2 * (1 - lambda))
  p <- 2 * pnorm(-abs(u / se)); q <- p.adjust(p, "BH")
  for (i in seq_along(se)) {
    add(id, paste0("u-", schools[i]), u[i]); add(id, paste0("se-", schools[i]), se[i])
    add(id, paste0("p-", schools[i]), p[i]); add(id, paste0("q-", schools[i]), q[i])
  }
}
write.csv(out, file.path(folder, "value-added-expected.csv"), row.names = FALSE, quote = FALSE)
