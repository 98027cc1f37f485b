"""The whole job of WholeJob.java by pandas, on the rows that it wrote; called by peers.sh.

    python3 whole_job.py ROWS_DIRECTORY ANSWERS_DIRECTORY category|object

Prints one line of JSON: processor time (user and system, all threads) and clock of each stage, without loading.
"""
import json
import os
import sys
import time

import numpy as np
import pandas as pd

source, target, kind_of_text = sys.argv[1:4]
schools = pd.read_csv(os.path.join(source, "schools.csv"), header=None, names=["school", "region"])
works = pd.read_csv(os.path.join(source, "works.csv"), header=None,
                    names=["id", "subject", "grade", "year", "max", "cut3", "cut4", "cut5"])
column = {name: np.fromfile(os.path.join(source, name + ".u8"), np.uint8) for name in ("work", "score", "mark")}
number = np.fromfile(os.path.join(source, "school.i32"), "<i4")
if kind_of_text == "category":
    text = pd.Categorical.from_codes(number, categories=schools.school)
else:
    text = schools.school.to_numpy(dtype=object)[number]
rows = pd.DataFrame({"school": text, **column})
del text, number, column

stages = {}
last = (time.process_time(), time.perf_counter())


def stage(name):
    global last
    now = (time.process_time(), time.perf_counter())
    stages[name] = {"cpu": round(now[0] - last[0], 3), "wall": round(now[1] - last[1], 3)}
    last = now


# One grouping of the rows; all else follows from the counts, which come out sorted.
counts = rows.groupby(["school", "work", "score", "mark"], observed=True, sort=True).size().rename("n").reset_index()
code = counts.school.cat.codes.to_numpy() if kind_of_text == "category" else counts.school.factorize(sort=True)[0]
counts["cell"] = code.astype(np.int64) * len(works) + counts.work.to_numpy(np.int64)
stage("counts")

histogram = counts.groupby(["cell", "score"], sort=True).n.sum().reset_index()
of = works.iloc[(histogram.cell % len(works)).to_numpy()]
score, n = histogram.score.to_numpy(np.int64), histogram.n.to_numpy()
histogram["s"] = n * score
histogram["q"] = n * score * score
mark = 2 + (score >= of.cut3.to_numpy()) + (score >= of.cut4.to_numpy()) + (score >= of.cut5.to_numpy())
for earned in (2, 3, 4, 5):
    histogram["m%d" % earned] = n * (mark == earned)
cells = histogram.drop(columns="score").groupby("cell", sort=True).sum()
cells["work"] = cells.index % len(works)
cells["region"] = schools.region.to_numpy()[cells.index // len(works)]
cells["mean"] = cells.s / cells.n
cells["variance"] = (cells.q - cells.s * (cells.s / cells.n)) / (cells.n - 1)
cells["sd"] = np.sqrt(cells.variance)
for earned in (2, 3, 4, 5):
    cells["m%d" % earned] = cells["m%d" % earned] / cells.n
regions = cells.groupby(["region", "work"])[["n", "s", "q"]].transform("sum")
cells["Mean"] = regions.s / regions.n
cells["N"] = regions.n
cells["Variance"] = (regions.q - regions.s * (regions.s / regions.n)) / (regions.n - 1)
cells["z"] = (cells["mean"] - cells.Mean) / np.sqrt(cells.Variance / cells.n)
stage("statistics and z")

low = cells["mean"] - 1.96 * np.sqrt(cells.variance / cells.n)
inflated = cells.index[(cells.n >= 2) & (low > cells.Mean + 1.96 * np.sqrt(cells.Variance / cells.N))]

# Spearman by the formula without ties on mean ranks, pupils with a journal mark only.
marked = counts.loc[counts.mark > 0, ["cell", "score", "mark", "n"]]
by_score = marked.groupby(["cell", "score"], sort=True).n.sum()
by_mark = marked.groupby(["cell", "mark"], sort=True).n.sum()


def mean_ranks(totals):
    return totals.groupby(level=0).cumsum() - (totals - 1) / 2


marked = marked.join(mean_ranks(by_score).rename("a"), on=["cell", "score"]).join(mean_ranks(by_mark).rename("b"), on=["cell", "mark"])
marked["d"] = marked.n * (marked.a - marked.b) ** 2
spearman = marked.groupby("cell", sort=True)[["n", "d"]].sum()
varied = (by_score.groupby(level=0).size() > 1) & (by_mark.groupby(level=0).size() > 1)
m = spearman.n.astype(float)
mismatched = spearman.index[varied & (m >= 2) & (1 - 6 * spearman.d / (m * (m * m - 1)) < 0)]

changed = []
for later in works.itertuples():
    earlier = works[(works.subject == later.subject) & (works.grade == later.grade - 1) & (works.year == later.year - 1)]
    if len(earlier) == 1:
        before = cells[cells.work == earlier.index[0]]
        after = cells[cells.work == later.Index]
        first = pd.Series((before["mean"] / earlier["max"].iloc[0]).to_numpy(), index=before.index // len(works))
        second = pd.Series((after["mean"] / later.max).to_numpy(), index=after.index // len(works))
        k = (first / second[second > 0]).dropna()
        q1, q3 = np.percentile(k, [25, 75])
        far = 3 * (q3 - q1)
        changed += [("COHORT_RISE", at * len(works) + later.Index) for at in k.index[k < q1 - far]]
        changed += [("COHORT_FALL", at * len(works) + later.Index) for at in k.index[k > q3 + far]]
stage("signs")

total = round(sum(took["cpu"] for took in stages.values()), 3)
print(json.dumps({"who": "pandas %s, %s" % (pd.__version__, kind_of_text), "rows": len(rows), "cpu": total, "stages": stages}))

os.makedirs(target, exist_ok=True)
values = np.zeros((len(schools) * len(works), 8))
values[cells.index] = cells[["n", "mean", "sd", "m2", "m3", "m4", "m5", "z"]].fillna(0).to_numpy()
values.astype("<f8").tofile(os.path.join(target, "cells.f64"))
signs = [("INFLATED_MEAN", at) for at in inflated] + [("JOURNAL_MISMATCH", at) for at in mismatched] + changed
lines = sorted("%s,%s,%s" % (kind, schools.school[at // len(works)], works.id[at % len(works)]) for kind, at in signs)
with open(os.path.join(target, "signs.csv"), "w", encoding="utf-8") as out:
    out.write("".join(line + "\n" for line in lines))
with open(os.path.join(target, "histograms.txt"), "w", encoding="utf-8") as out:
    out.write(str(int(((histogram.score.astype(np.int64) + 1) * histogram.n * histogram.n).sum())))
