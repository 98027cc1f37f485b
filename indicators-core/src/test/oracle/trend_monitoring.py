"""Probabilities of slopes for TrendMonitoringTest and SlopeBeliefTest, by adaptive integration.

Python 3 with numpy and scipy 1.17.1: python3 trend_monitoring.py
"""
import numpy as np
from scipy import integrate, stats

# A normal error of variance own and a shared one of variance shared on f degrees of freedom: P(slope > 0).
def sum_of_errors(mean, own, shared, f):
    def inner(chi2):
        return stats.norm.sf(-mean / np.sqrt(own + shared * f / chi2)) * stats.chi2.pdf(chi2, f)
    return integrate.quad(inner, 0, np.inf, epsabs=1e-13, limit=1000)[0]

for case in [(1.5, 1, 2, 3), (1.5, 1, 2, 1), (4, 1, 0.5, 2), (-0.3, 0.2, 0.1, 8)]:
    print("sum of errors", case, sum_of_errors(*case))

# Slopes b with the variance v, true slopes N(mu, tau^2), mu flat, tau by DuMouchel's prior: P(true slope > x), P(true slope > mu).
B = np.array([0.9, 0.5, 0.3, 0.2, 0.1, 0.1, 0.0, -0.1, -0.1, -0.2, -0.4, -0.7])

def posterior(v, own, own_v, f):
    s0 = np.sqrt(len(v) / np.sum(1 / v))
    def density(tau):
        w = 1 / (v + tau ** 2)
        mu = np.sum(w * B) / np.sum(w)
        return np.exp(0.5 * np.sum(np.log(w)) - 0.5 * np.log(np.sum(w)) - 0.5 * np.sum(w * (B - mu) ** 2)) * s0 / (s0 + tau) ** 2
    def value(tau):
        w = 1 / (v + tau ** 2)
        return density(tau) * f(tau, np.sum(w * B) / np.sum(w), 1 / np.sum(w), tau ** 2 / (tau ** 2 + own_v))
    quad = lambda g: integrate.quad(g, 0, 30, epsabs=0, epsrel=1e-10, limit=1000, points=[0.1, 0.3, 1, 3])[0]
    return quad(value) / quad(density)

v = np.full(12, 0.08)
for b in [0.9, 0.2, -0.7]:
    up = posterior(v, b, 0.08, lambda t, mu, vm, r: stats.norm.sf(
        -(mu + r * (b - mu)) / np.sqrt(r * 0.08 + (1 - r) ** 2 * vm)))
    region = posterior(v, b, 0.08, lambda t, mu, vm, r: stats.norm.sf(
        -r * (b - mu) / np.sqrt(r * 0.08 + r ** 2 * vm)))
    within = posterior(v, b, 0.08, lambda t, mu, vm, r: (lambda m, s: stats.norm.cdf((0.3 - m) / s) - stats.norm.cdf((-0.3 - m) / s))(
        mu + r * (b - mu), np.sqrt(r * 0.08 + (1 - r) ** 2 * vm)))
    print("slope", b, "up", up, "above region", region, "within 0.3", within)

print("one unit", stats.norm.cdf(np.sqrt(2)), 2 * stats.norm.sf(np.sqrt(2)), stats.norm.cdf(2 * np.sqrt(2)))
# Its deviation equally likely before: 2 / chi^2(1) for the variance on 2 degrees.
print("one unit, half of the variance on 2 degrees", sum_of_errors(1, 0.25, 0.25 * 2, 1))

# A slope that replaces the own one of the unit of 0.1 in the law: all of the posterior anew.
def replaced(b):
    global B
    old = B
    B = old.copy()
    B[5] = b
    up = posterior(v, b, 0.08, lambda t, mu, vm, r: stats.norm.sf(-(mu + r * (b - mu)) / np.sqrt(r * 0.08 + (1 - r) ** 2 * vm)))
    B = old
    return up

for b in [-1.2, -1.0, -0.9]:
    print("replaced by", b, "down", 1 - replaced(b))
for b in [0.5, 0.3, -0.4, -0.2]:
    print("slope", b, "up", posterior(v, b, 0.08, lambda t, mu, vm, r: stats.norm.sf(
        -(mu + r * (b - mu)) / np.sqrt(r * 0.08 + (1 - r) ** 2 * vm))))

from scipy import optimize
print("down with 0.95 at", optimize.brentq(lambda b: replaced(b) - 0.05, -1.2, -0.3))
