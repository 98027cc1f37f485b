# What a school is expected to have, from the definitions in Expectation, HuberRegression and Heterogeneity: python3 expectation.py
# (numpy 2.4.6). The schools and values are those of ExpectationTest.
import math
import numpy as np

S, W = 60, 3
region = np.array([0 if s < 36 else 1 for s in range(S)])
municipality = [(int(region[s]), s % 3) for s in range(S)]
place = ['city' if s % 5 < 2 else 'village' if s % 5 < 4 else 'x' if s % 10 == 4 else 'town%d' % s for s in range(S)]
income = np.array([math.sin(s * 0.7) + (9 if s == 11 else 0) if s % 6 != 5 else np.nan for s in range(S)])
cohort = np.array([3 + s * 7 % 11 for s in range(S)])
known = np.array([[(s * 3 + t * 5) % 7 != 0 for t in range(W)] for s in range(S)])
known[17] = False
error = np.array([[1 / math.sqrt(4 + (s * 5 + t) % 30) if known[s, t] else 0 for t in range(W)] for s in range(S)])
value = np.array([[0.4 * math.sin(s * 2.1) + 0.5 * np.nan_to_num(income[s]) * (s != 11) + 0.3 * (place[s] == 'city') + 0.2 * t
                   + 0.25 * math.cos(s % 3 + 3 * region[s]) + 0.4 * math.sin(s * s * 0.9) + 0.3 * math.sin(s * 1.3 + t * t)
                   + 0.6 * error[s, t] * math.sin(s * 3.7 + t * 1.9) + (4 if s == 40 else 0)
                   for t in range(W)] for s in range(S)])


def quantile7(x, p):
    return np.quantile(x, p)


def tau2(y, v):
    if len(y) < 10:
        return None
    def f(t):
        z = (y - np.median(y)) / np.sqrt(v + t)
        return np.mean(np.clip(z, quantile7(z, .1), quantile7(z, .9)) ** 2) - 0.6786545589528744
    if f(0) <= 0:
        return 0.0
    lo, hi = 0.0, max(v)
    while f(hi) > 0:
        lo, hi = hi, hi * 4
    for _ in range(200):
        m = (lo + hi) / 2
        lo, hi = (m, hi) if f(m) > 0 else (lo, m)
    return (lo + hi) / 2


def huber(x, y, w):
    used = w > 0
    cols = [np.ones(len(y))]
    for j in range(x.shape[1]):
        m = np.average(x[:, j], weights=w)
        sd = math.sqrt(np.average((x[:, j] - m) ** 2, weights=w))
        cols.append((x[:, j] - m) / sd if sd > 1e-9 * max(1e-300, abs(m)) else np.zeros(len(y)))
    z = np.stack(cols, 1)
    robust = w.copy()
    for step in range(2000):
        a = z.T @ (z * robust[:, None]) + np.eye(z.shape[1]) * 1e-8 * robust.sum()
        r = y - z @ np.linalg.solve(a, z.T @ (robust * y))
        s = np.median(np.abs(r[used]) * np.sqrt(w[used])) / 0.6744897501960817
        u = np.abs(r) * np.sqrt(w) / s
        robust = np.where(u <= 1.345, w, w * 1.345 / np.maximum(u, 1e-300))
    return r


def centre(val):
    for t in range(W):
        for r in (-1, 0, 1):
            c = [s for s in range(S) if error[s, t] > 0 and (r < 0 or region[s] == r)]
            if not c or (r >= 0 and len(c) < 30):
                continue
            val[c, t] = huber(np.zeros((len(c), 0)), val[c, t], 1 / (0.1 + error[c, t] ** 2))


def spread(val):
    m = error > 0
    t = tau2(val[m], error[m] ** 2)
    return max(1e-3, 0.1 if t is None else t)


def winsorised(col):
    p = np.sort(col[np.isfinite(col)])
    k = min((len(p) - 1) // 2, max(2, int(.02 * len(p))))
    lo, hi = p[k], p[len(p) - 1 - k]
    return np.where(np.isfinite(col), np.clip(col, lo, hi), np.clip(p, lo, hi).mean())


def take(res, var, groups):
    names = sorted({g for g, v in zip(groups, var) if v > 0})
    if len(names) < 2:
        return
    members = [[s for s in range(S) if groups[s] == g and var[s] > 0] for g in names]
    kept = np.clip(res, -2.5 * np.sqrt(var), 2.5 * np.sqrt(var))
    y = np.array([sum(kept[s] / var[s] for s in g) / sum(1 / var[s] for s in g) for g in members])
    v = np.array([1 / sum(1 / var[s] for s in g) for g in members])
    b = tau2(y, v)
    b = max(0, np.mean(y * y - v)) if b is None else b
    for g, yy, vv in zip(members, y, v):
        tot, sm = 1 / vv, yy / vv
        for s in g:
            others = tot - 1 / var[s]
            if others > 1e-9 * tot and b > 0:
                res[s] -= (sm - kept[s] / var[s]) / (others + 1 / b)


centre(value)
sp = spread(value)
mean = np.zeros(S)
var = np.zeros(S)
wt = np.zeros(S)
for s in range(S):
    k = error[s] > 0
    if k.any():
        w = 1 / (sp / 2 + error[s, k] ** 2)
        mean[s] = (w * value[s, k]).sum() / w.sum()
        var[s] = sp / 2 + 1 / w.sum()
        wt[s] = 1 / var[s]
x = np.stack([winsorised(income), winsorised(np.log(1 + cohort)), [float(p == 'city') for p in place],
              [float(p == 'village') for p in place]], 1)
res = huber(x, mean, wt)
take(res, var, [int(r) for r in region])
take(res, var, municipality)
for s in range(S):
    for t in range(W):
        if error[s, t] > 0:
            value[s, t] -= mean[s] - res[s]
centre(value)
print('first spread', repr(float(sp)), 'last', repr(float(spread(value))))
for s, t in [(0, 1), (1, 0), (5, 2), (11, 1), (23, 0), (36, 2), (40, 1), (59, 0)]:
    print(s, t, known[s, t], repr(float(value[s, t])))
