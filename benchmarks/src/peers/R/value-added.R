# The value added of a million pupils in 26,000 schools by this library and by lme4, from the same file: processor times and differences.
# Rscript benchmarks/src/peers/R/value-added.R   (after the build; R with lme4, and java on the path)
suppressMessages(library(lme4))
folder <- tempfile("value-added"); dir.create(folder)
status <- system2("java", c("-Xmx1g", "-cp", "benchmarks/target/benchmarks.jar",
                            "io.github.eduindicators.benchmarks.ValueAddedPeer", shQuote(folder)))
if (status != 0) stop("the library did not run: build the project first")
found <- read.csv(file.path(folder, "found.csv"))
d <- read.csv(file.path(folder, "pupils.csv"), colClasses = c("factor", rep("numeric", 4)))
unlink(folder, recursive = TRUE)
cat(sprintf("%d pupils, %d schools, R %s.%s, lme4 %s\n", nrow(d), nlevels(d$school), R.version$major, R.version$minor, packageVersion("lme4")))
formulas <- list("1" = y ~ prior + (1 | school), "3" = y ~ prior + sex + context + (1 | school))
for (k in names(formulas)) {
  own <- with(found[found$covariates == k, ], setNames(value, key))
  fit <- sum(system.time(m <- lmer(formulas[[k]], d, REML = TRUE))[1:2])
  effects <- sum(system.time(u <- ranef(m, condVar = TRUE)$school)[1:2])
  v <- as.data.frame(VarCorr(m))$vcov; b <- fixef(m)
  relative <- function(a, b) max(abs(a - b) / abs(b))
  cat(sprintf("%s covariate(s): library %.3f s adding + %.3f s fitting; lme4 %.2f s fitting + %.2f s effects; ratio %.1f\n",
              k, own["time-add"], own["time-fit"], fit, effects, (fit + effects) / (own["time-add"] + own["time-fit"])))
  cat(sprintf("  largest relative difference: variances %.1e, coefficients %.1e, criterion %.1e; effects, in their largest: %.1e\n",
              relative(c(own["tau2"], own["sigma2"]), v), relative(own[paste0("b", seq_along(b) - 1)], b),
              relative(own["deviance"], REMLcrit(m)), max(abs(own[paste0("u-", rownames(u))] - u[, 1])) / max(abs(u[, 1]))))
}
