# Effects of honest schools by expectation-maximisation, from the definitions in Honest: python3 honest_effects.py (numpy 2.4.6).
# The schools and cells are those of HonestTest.
import math
import numpy as np

S, M, K = 70, 2, 2
SUBJECT = [0, 0, 1, 1]
P = np.array([.1, .2, .3, .25, .15])
F = np.array([[-1, -.5, 0, .5, 1.], [.5, -.5, 0, -.5, .5]])
DIRECTION = np.array([1., 0.])
region = [0 if s < 45 else 1 for s in range(S)]


def cell(s, t):
    if (s * 3 + t) % 8 == 0 or s == 33:
        return np.zeros(M), np.zeros((M, M))
    lift = 6 if s == 20 else round(2 * math.sin(s * 1.7) + math.sin(s * 0.9 + SUBJECT[t]) + 3 * math.sin(s * 2.3 + t * 4.1))
    counts = np.array([max(0, c) for c in (8 - lift, 7 + s % 4, 9 - (s + t) % 3, 8 + lift, 6 + lift + s % 5)], float)
    centred = F - (F @ P)[:, None]
    return centred @ counts, counts.sum() * (centred * P) @ centred.T


def work(c, along):
    u, g = c
    row = g @ along
    f = 1 / (1 + along @ row)
    return u - f * (along @ u) * row, g - f * np.outer(row, row)


def sums(s, along):
    u, g = np.zeros((K, M)), np.zeros((K, M, M))
    for t in range(4):
        a, b = work(cell(s, t), along)
        u[SUBJECT[t]] += a
        g[SUBJECT[t]] += b
    return u, g


class Posterior:
    def __init__(self, sp, us):
        mean, common, own = sp
        U, G = us
        self.v = [np.linalg.inv(np.linalg.inv(own) + G[k]) for k in range(K)]
        self.f = [np.eye(M) - self.v[k] @ G[k] for k in range(K)]
        u = [U[k] - G[k] @ mean for k in range(K)]
        prec = np.linalg.inv(common) + sum(G[k] @ self.f[k] for k in range(K))
        self.cv = np.linalg.inv((prec + prec.T) / 2)
        self.c = self.cv @ sum(self.f[k].T @ u[k] for k in range(K))
        self.own = [self.v[k] @ (u[k] - G[k] @ self.c) for k in range(K)]
        self.e = [mean + self.c + self.own[k] for k in range(K)]


def weight(mean, spread, var):
    inv = np.linalg.inv(spread)
    ex = max(0, M - np.trace(inv @ var))
    size = mean @ inv @ mean
    lim = ex + 3 * math.sqrt(2 * ex * min(1, ex))
    al = DIRECTION @ mean
    allowed = 6.25 * (DIRECTION @ spread @ DIRECTION - DIRECTION @ var @ DIRECTION)
    w = 1 if size <= lim else lim / size
    return w if al * al <= allowed else min(w, max(0, allowed) / al ** 2)


def step(now, schools, prior, n):
    mean, common, own = now
    C, O = n * prior[1], n * prior[2]
    sh = n * (prior[0] - mean)
    cc = oc = n
    for us in schools:
        q = Posterior(now, us)
        w = weight(q.c, common, q.cv)
        sh = sh + w * q.c
        C = C + w * np.outer(q.c, q.c) + q.cv
        cc += 1
        for k in range(K):
            if np.trace(us[1][k]) > 0:
                vg = q.v[k] @ us[1][k]
                var = vg @ q.cv @ vg.T + q.v[k]
                ow = weight(q.own[k], own, var)
                O = O + ow * np.outer(q.own[k], q.own[k]) + var
                oc += 1
    half = lambda a: (a + a.T) / 2
    return mean + sh / cc, half(C) / cc + 1e-6 * np.eye(M), half(O) / oc + 1e-6 * np.eye(M)


zero = np.zeros(M)
has = [s for s in range(S) if any(cell(s, t)[1].any() for t in range(4))]
every = [sums(s, zero) for s in has]
start = (np.zeros(M), .01 * np.eye(M), .01 * np.eye(M))
whole = start
for _ in range(100):
    whole = step(whole, every, start, 5)
spreads, mains = [], []
for r in (0, 1):
    own = whole
    for _ in range(20):
        own = step(own, [sums(s, zero) for s in has if region[s] == r], whole, 30)
    spreads.append(own)
    w, v = np.linalg.eigh(own[1] + own[2])
    axis = v[:, -1] * math.sqrt(w[-1])
    mains.append(axis if axis.sum() > 0 else -axis)
excess = total = 0
for s in range(S):
    r = region[s]
    q = Posterior(spreads[r], sums(s, zero))
    for t in range(4):
        u, g = work(cell(s, t), zero)
        row = g @ mains[r]
        info = mains[r] @ row
        if info > 0:
            k = SUBJECT[t]
            tr = row @ q.f[k]
            ex = info - (tr @ q.cv @ tr + row @ q.v[k] @ row)
            sq = min((mains[r] @ u - row @ q.e[k]) ** 2, 9 * ex)
            trust = 1 / (1 + info)
            excess += trust ** 2 * (sq - ex * .995007)
            total += trust ** 2 * info ** 2
share = max(0, excess / total)
print('share', share)
for r in (0, 1):
    mean, common, own = spreads[r]
    for d in ([1, 0], [0, 1], [1, 1], [2, -1], [.3, .4]):
        d = np.array(d, float)
        print(r, d, 'tau', repr(float(math.sqrt(d @ (common + own) @ d) / max(1, d.sum()))))
    print(r, 'along', (mains[r] * math.sqrt(share)).tolist())
    q = Posterior(spreads[r], sums(50 if r else 3, mains[r] * math.sqrt(share)))
    print(r, 'predicted', float(sum(np.array([1., .5]) @ q.e[k] for k in range(K))))
