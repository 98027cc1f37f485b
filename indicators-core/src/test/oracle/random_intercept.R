# Makes random-intercept.csv (our own small data) and random-intercept-expected.csv beside it.
# Run in indicators-core: Rscript src/test/oracle/random_intercept.R   (R 4.2.2, lme4 1.1-31)
suppressMessages(library(lme4))
folder <- "src/test/resources/io/github/eduindicators/stats"
set.seed(20211)
sizes <- c(1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 8, 9, 11, 12, 14, 15, 17, 18, 22, 25, 30, 40)
group <- sprintf("s%02d", rep(sample(seq_along(sizes)), sizes))
N <- length(group)
level <- setNames(round(rnorm(length(sizes)), 3), sort(unique(group)))
prior <- round(250 + 40 * (0.4 * level[group] + rnorm(N)), 1)
girl <- rbinom(N, 1, 0.5)
context <- unname(level[group])
u <- setNames(rnorm(length(sizes), 0, 0.5), sort(unique(group)))
y <- round(1.5 + 0.012 * prior + 0.2 * girl + 0.3 * context + u[group] + rnorm(N, 0, 0.8), 3)
# Deviations from a plane that differ less between groups than chance would make them: tau2 is 0.
e <- rnorm(N)
flat <- round(0.01 * prior + (e - ave(e, group)), 3)
d <- data.frame(group, y, flat, prior, girl, context)
write.csv(d, file.path(folder, "random-intercept.csv"), row.names = FALSE, quote = FALSE)

out <- data.frame(model = character(), key = character(), value = numeric())
add <- function(model, key, value) out <<- rbind(out, data.frame(model, key, value = sprintf("%.15g", value)))
models <- list(null = y ~ 1 + (1 | group), prior = y ~ prior + (1 | group), all = y ~ prior + girl + context + (1 | group),
               zero = flat ~ prior + girl + (1 | group))
for (name in names(models)) for (reml in c(FALSE, TRUE)) {
  m <- lmer(models[[name]], d, REML = reml,
            control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-10), check.conv.singular = "ignore"))
  id <- paste0(name, if (reml) "-REML" else "-ML")
  v <- as.data.frame(VarCorr(m))$vcov
  add(id, "tau2", v[1]); add(id, "sigma2", v[2])
  add(id, "deviance", if (reml) REMLcrit(m) else deviance(m))
  b <- fixef(m); V <- as.matrix(vcov(m))
  for (i in seq_along(b)) add(id, paste0("b", i - 1), b[i])
  for (i in seq_along(b)) for (j in 1:i) add(id, paste0("cov", i - 1, j - 1), V[i, j])
  r <- ranef(m, condVar = TRUE)$group
  for (g in rownames(r)) add(id, paste0("u-", g), r[g, 1])
  se <- sqrt(attr(r, "postVar")[1, 1, ])
  for (i in seq_along(se)) add(id, paste0("se-", rownames(r)[i]), se[i])
}

# Prior measured with an error of variance 300, by dense matrices: nothing of lme4 and nothing of group sums.
X <- cbind(1, d$prior, d$girl); D <- diag(c(0, 300, 0)); Z <- model.matrix(~ 0 + group, d)
n <- as.vector(colSums(Z))
parts <- function(theta, reml) {
  H <- solve(diag(N) + theta * Z %*% t(Z))
  A <- t(X) %*% H %*% X - sum(diag(H)) * D
  b <- solve(A, t(X) %*% H %*% d$y)
  R <- as.numeric(t(d$y) %*% H %*% d$y - t(b) %*% t(X) %*% H %*% d$y)
  f <- if (reml) N - 3 else N
  dev <- f * (1 + log(2 * pi * R / f)) - as.numeric(determinant(H)$modulus) + if (reml) as.numeric(determinant(A)$modulus) else 0
  list(H = H, A = A, b = b, s2 = R / f, dev = dev)
}
for (reml in c(FALSE, TRUE)) {
  slope <- function(lt) { h <- 1e-4; (parts(exp(lt + h), reml)$dev - parts(exp(lt - h), reml)$dev) / (2 * h) }
  theta <- exp(uniroot(slope, c(-4, 3), tol = 1e-12)$root)
  s <- parts(theta, reml); id <- paste0("error", if (reml) "-REML" else "-ML")
  add(id, "tau2", theta * s$s2); add(id, "sigma2", s$s2); add(id, "deviance", s$dev)
  G <- sapply(colnames(Z), function(g) {
    i <- Z[, g] == 1; Hg <- s$H[i, i, drop = FALSE]; Xg <- X[i, , drop = FALSE]
    t(Xg) %*% Hg %*% d$y[i] - (t(Xg) %*% Hg %*% Xg - sum(diag(Hg)) * D) %*% s$b })
  V <- solve(s$A) %*% G %*% t(G) %*% solve(s$A)
  for (i in 1:3) add(id, paste0("b", i - 1), s$b[i])
  for (i in 1:3) for (j in 1:i) add(id, paste0("cov", i - 1, j - 1), V[i, j])
  noise <- s$s2 + as.numeric(t(s$b) %*% D %*% s$b); tau2 <- theta * s$s2
  resid <- as.vector(t(Z) %*% (d$y - X %*% s$b)) / n
  lambda <- n * tau2 / (n * tau2 + noise)
  for (i in seq_along(n)) add(id, paste0("u-", sub("group", "", colnames(Z)[i])), lambda[i] * resid[i])
  for (i in seq_along(n)) add(id, paste0("se-", sub("group", "", colnames(Z)[i])), sqrt(tau2 * (1 - lambda[i])))
}
write.csv(out, file.path(folder, "random-intercept-expected.csv"), row.names = FALSE, quote = FALSE)
