"""Makes the input and the expected output of FiokoSignsTest, independently of the library.

python3 fioko.py ../resources/io/github/eduindicators/fioko     (Python 3.11, numpy 2.4, scipy 1.17)
"""
import csv
import random
import sys

import numpy as np
from scipy.stats import rankdata

out = sys.argv[1]
rng = random.Random(20190419)
MAX = {"ma4-2020": 20, "ru4-2020": 38, "ma5-2021": 20, "ru5-2021": 45, "ma6-2021": 16, "oge-2021": 31}
WORK = {"ma4-2020": (2020, 4, "ma"), "ru4-2020": (2020, 4, "ru"), "ma5-2021": (2021, 5, "ma"), "ru5-2021": (2021, 5, "ru"),
        "ma6-2021": (2021, 6, "ma"), "oge-2021": (2021, 9, "ma")}
OFFICIAL = {"ma4-2020", "ru4-2020", "ma5-2021", "ru5-2021", "oge-2021"}
schools = [("A%02d" % i, "A", "A-%d" % (i % 3)) for i in range(16)] + [("B%02d" % i, "B", "B-%d" % (i % 2)) for i in range(9)]

rows = []
for s, (school, region, _) in enumerate(schools):
    level = rng.gauss(0, 0.06)
    for a, top in MAX.items():
        if s % 7 == 6 and a.startswith("ru"):
            continue
        n = rng.randint(2, 40)
        for _ in range(n):
            share = min(max(rng.gauss(0.5 + level, 0.2), 0), 1)
            score = round(share * top)
            mark = min(5, max(2, round(2 + 3 * share + rng.gauss(0, 0.6)))) if a != "oge-2021" and rng.random() > 0.05 else ""
            rows.append((school, a, score, mark))


def replace(school, a, new):
    global rows
    rows = [r for r in rows if (r[0], r[1]) != (school, a)] + [(school, a) + r for r in new]


replace("A01", "ma4-2020", [(20, 5)])                                     # one pupil
replace("A02", "ma4-2020", [(18, 4)] * 3)                                 # equal scores: the interval is a point; constant marks
replace("A03", "ru5-2021", [(5, 5), (12, 4), (20, 3), (30, 3), (41, 2)])  # marks against scores
replace("A04", "ma5-2021", [(0, 3)] * 4)                                  # later mean 0
replace("A05", "ma4-2020", [(19, 5), (18, 5), (20, 4), (17, 4)])
replace("A05", "ma5-2021", [(1, 3), (2, 3), (1, 4), (3, 4)])              # sharp fall
replace("B01", "ru4-2020", [(1, 2), (2, 2), (0, 3), (1, 3)])
replace("B01", "ru5-2021", [(44, 5), (43, 5), (45, 4), (44, 4)])          # sharp rise
replace("B02", "ru4-2020", [(30, ""), (31, ""), (29, "")])                # no journal marks
replace("B03", "ma4-2020", [(0, 2), (2, 2), (0, 3), (3, 2), (0, 4), (3, 4)])  # the two formulas differ in sign
rows.sort(key=lambda r: (r[0], r[1]))

with open(out + "/fioko-input.csv", "w", newline="\n") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["school", "region", "municipality", "assessment", "score", "mark"])
    place = {s: (r, m) for s, r, m in schools}
    for school, a, score, mark in rows:
        w.writerow([school, *place[school], a, score, mark])


def scores(a, pred):
    return np.array([r[2] for r in rows if r[1] == a and pred(r[0])], dtype=float)


region = {s: r for s, r, _ in schools}
found = []
for a in MAX:
    for school, reg, _ in schools:
        x = scores(a, lambda s: s == school)
        if len(x) == 0:
            continue
        X = scores(a, lambda s: region[s] == reg)
        if len(x) >= 2:
            gap = x.mean() - 1.96 * x.std(ddof=1) / len(x) ** 0.5 - X.mean() - 1.96 * X.std(ddof=1) / len(X) ** 0.5
            if gap > 0:
                found.append(("fioko-2019/inflated-mean", school, a, gap))
        if a != "oge-2021":
            pairs = [(r[2], r[3]) for r in rows if r[0] == school and r[1] == a and r[3] != ""]
            if len(pairs) >= 2 and len({p[0] for p in pairs}) > 1 and len({p[1] for p in pairs}) > 1:
                n = len(pairs)
                d = rankdata([p[0] for p in pairs]) - rankdata([p[1] for p in pairs])
                r = 1 - 6 * (d ** 2).sum() / (n * (n * n - 1))
                if r < 0:
                    found.append(("fioko-2019/journal-mismatch", school, a, r))
limits = []
for first, second in (("ma4-2020", "ma5-2021"), ("ru4-2020", "ru5-2021"), ("ma5-2020", "ma6-2021")):
    if first not in MAX:
        continue
    k = {}
    for school, _, _ in schools:
        x, y = scores(first, lambda s: s == school), scores(second, lambda s: s == school)
        if len(x) and len(y) and y.sum() > 0:
            k[school] = (x.mean() / MAX[first]) / (y.mean() / MAX[second])
    q1, q3 = np.quantile(list(k.values()), [0.25, 0.75])
    limits.append((second, q1 - 3 * (q3 - q1), q3 + 3 * (q3 - q1), len(k)))
    for school, value in k.items():
        if value > q3 + 3 * (q3 - q1):
            found.append(("fioko-2019/cohort-fall", school, second, value))
        if value < q1 - 3 * (q3 - q1):
            found.append(("fioko-2019/cohort-rise", school, second, value))

with open(out + "/fioko-expected.csv", "w", newline="\n") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["kind", "method_or_unit", "school_or_year", "assessment_or_counts", "value"])
    for method, school, a, value in sorted(found):
        w.writerow(["sign", method, school, a, repr(float(value))])
    for second, low, high, n in limits:
        w.writerow(["limit", second, n, repr(float(low)), repr(float(high))])
    flagged = {(s, WORK[a][0]) for m, s, a, _ in found if a in OFFICIAL}
    for unit in sorted({r for _, r, _ in schools} | {m for _, _, m in schools}):
        for year in (2020, 2021):
            members = [s for s, r, m in schools if unit in (r, m)
                       and any(row[0] == s and row[1] in OFFICIAL and WORK[row[1]][0] == year for row in rows)]
            signed = [s for s in members if (s, year) in flagged]
            results = [row for row in rows if row[0] in members and row[1] in OFFICIAL and WORK[row[1]][0] == year]
            share = 100 * sum(row[0] in signed for row in results) / len(results)
            w.writerow(["index", unit, year, "%d %d" % (len(members), len(signed)),
                        "%r %r" % (100 - 100 * len(signed) / len(members), share)])
    # How often chance alone gives an inflated mean: pupils drawn without replacement from the region, 40,000 times a school and work.
    gen = np.random.default_rng(5)
    expected = 0.0
    for a in OFFICIAL:
        for reg in "AB":
            X = scores(a, lambda s: region[s] == reg)
            upper = X.mean() + 1.96 * X.std(ddof=1) / len(X) ** 0.5
            for school, r, _ in schools:
                m = len(scores(a, lambda s: s == school))
                if r == reg and m >= 2:
                    draws = np.array([gen.choice(X, m, replace=False) for _ in range(20000)])
                    expected += (draws.mean(1) - 1.96 * draws.std(1, ddof=1) / m ** 0.5 > upper).mean()
    w.writerow(["expected", "fioko-2019/inflated-mean", "", "", repr(float(expected))])
