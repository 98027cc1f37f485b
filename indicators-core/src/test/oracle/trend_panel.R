# Shocks and effects of years on the small panel of 60 simulated schools, by plain matrices: expected values of YearShockTest and EbTrendTest.
# R 4.2.2, base only. Rscript trend_panel.R ../resources/io/github/eduindicators/trend/forecast-panel60.csv
options(digits = 15)
wide <- read.csv(commandArgs(TRUE)[1])
d <- do.call(rbind, lapply(c(2018, 2019, 2021:2024), function(t)
  data.frame(school = wide$school, year = t, se = round(10 / sqrt(wide$n), 6), y = wide[[paste0("y", t)]])))
d <- d[!is.na(d$y), ]; d <- d[order(d$school, d$year), ]
schools <- sort(unique(d$school)); years <- sort(unique(d$year)); m <- length(schools)
lines <- do.call(cbind, lapply(schools, function(s) cbind(d$school == s, (d$school == s) * (d$year - 2021))))
dummies <- outer(d$year, years, "==") + 0
straight <- qr.Q(qr(cbind(1, years - mean(years))), complete = TRUE)[, -(1:2)]
bent <- dummies %*% straight

joint <- function(omega2) {                       # effects by one big regression
  w <- 1 / (d$se^2 + omega2)
  fit <- lm.wfit(cbind(lines, bent), d$y, w)
  g <- as.vector(straight %*% tail(fit$coefficients, ncol(straight)))
  x <- cbind(lines, bent); i <- tail(seq_len(ncol(x)), ncol(straight))
  list(g = g, cov = straight %*% solve(crossprod(x * sqrt(w)))[i, i] %*% t(straight))
}
moments <- function(x) {
  w <- diag(1 / d$se^2)
  p <- w - w %*% x %*% solve(t(x) %*% w %*% x, t(x) %*% w)
  c(left = drop(t(d$y) %*% p %*% d$y) - (nrow(d) - ncol(x)), trace = sum(diag(p)))
}
misfits <- function(y, v) sapply(schools, function(s) {
  i <- d$school == s; f <- lm(y[i] ~ d$year[i], weights = 1 / v[i]); sum(residuals(f)^2 / v[i]) })
df <- as.vector(table(d$school)) - 2
caps <- qchisq(.95, df)
expected <- df * pchisq(caps, df + 2) + caps * (1 - pchisq(caps, df))
robust <- function(y, used) uniroot(function(o) sum(pmin(sum(df) / (sum(df) - used) * misfits(y, d$se^2 + o), caps) - expected),
  c(0, 50), tol = 1e-13)$root

mom <- moments(lines); cat("moments, no effects", mom, mom[1] / mom[2], "\n")
mom <- moments(cbind(lines, bent)); cat("moments, effects", mom, mom[1] / mom[2], "\n")
cat("robust, no effects", robust(d$y, 0), "\n")
o <- 0
for (round in 1:40) { e <- joint(o); o <- robust(d$y - dummies %*% e$g, ncol(straight)) }
cat("robust, effects", o, "\neffects", e$g, "\n")
cat("link", (sum(e$g^2) - sum(diag(e$cov))) / ncol(straight), ncol(straight), "\n")
ones <- sapply(schools, function(s) sum(residuals(lm(y ~ year, d[d$school == s, ]))^2))
cat("no errors: robust", uniroot(function(o) sum(pmin(ones / o, caps) - expected), c(1e-3, 500), tol = 1e-13)$root,
    "moments", sum(ones) / sum(df), "\n")
jump <- d$y; jump[d$school <= 3 & d$year == 2021] <- jump[d$school <= 3 & d$year == 2021] + 40
cat("three leaps: robust", robust(jump, 0), "\n")

# Second stage, with omega squared 1.
b <- v <- numeric(m)
for (s in schools) { i <- d$school == s; w <- 1 / (d$se[i]^2 + 1); t <- d$year[i] - weighted.mean(d$year[i], w)
  v[s] <- 1 / sum(w * t^2); b[s] <- sum(w * t * d$y[i]) * v[s] }
q <- function(tau2) { w <- 1 / (v + tau2); sum(w * (b - weighted.mean(b, w))^2) }
tau2 <- uniroot(function(x) q(x) - (m - 1), c(0, 10), tol = 1e-15)$root
w <- 1 / (v + tau2); mu <- weighted.mean(b, w); B <- tau2 / (tau2 + v)
eb <- mu + B * (b - mu); se <- sqrt(B * v + (1 - B)^2 / sum(w))
up <- pnorm(eb / se); above <- pnorm((b - mu) * B / sqrt(B * v + B^2 / sum(w)))
cat("PM", tau2, mu, sqrt(1 / sum(w)), "\n")
for (s in c(1, 7, 30)) cat(s, eb[s], se[s], up[s], above[s], pnorm((.5 - eb[s]) / se[s]) - pnorm((-.5 - eb[s]) / se[s]), "\n")
for (delta in c(0, .5)) { p <- sort(pnorm((delta - eb) / se)); k <- sum(cumsum(p) / seq_along(p) <= .1); cat("rising", delta, k, sum(p[seq_len(k)]), "\n")
  p <- sort(pnorm((delta + eb) / se)); k <- sum(cumsum(p) / seq_along(p) <= .1); cat("falling", delta, k, sum(p[seq_len(k)]), "\n") }
few <- 1:12                                       # the first twelve schools: Student's law
vf <- v[few]; bf <- b[few]
qf <- function(x) { w <- 1 / (vf + x); sum(w * (bf - weighted.mean(bf, w))^2) }
tf <- uniroot(function(x) qf(x) - 11, c(0, 10), tol = 1e-15)$root
w <- 1 / (vf + tf); mu <- weighted.mean(bf, w); B <- tf / (tf + vf); e1 <- mu + B * (bf - mu); s1 <- sqrt(B * vf + (1 - B)^2 / sum(w))
cat("twelve", tf, mu, pt(e1[1] / s1[1], 11), pt(B[1] * (bf[1] - mu) / sqrt(B[1] * vf[1] + B[1]^2 / sum(w)), 11), "\n")
