"""Makes the input and the expected output of NokoTest in exact fractions, independently of the library.

python3 noko.py ../resources/io/github/eduindicators/criteria     (Python 3.11, standard library only)
"""
import csv
import random
import sys
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP
from fractions import Fraction as F

out = sys.argv[1]
rng = random.Random(344)
NAMES = ("info_stand info_stand_norm info_site info_site_norm channels sat_stand sat_stand_n sat_site sat_site_n comfort sat_comfort "
         "respondents access_env access_service sat_access disabled_n polite_first polite_service polite_remote remote_n recommend "
         "org_conditions overall waiting_score waiting_timely").split()
ORGANISATIONS = {
    # The worked example: K1 = 90, K2 = 83.75, K3 = 74.5, K4 = 96, K5 = 93.25, S = 87.5.
    "vector": [8, 10, 38, 40, 3, 180, 200, 150, 160, 4, 210, 240, 2, 5, 9, 12, 230, 228, 118, 120, 222, 216, 228, 60, 200],
    # S = 86.5 and S = 87.505: halves at the total.
    "tie": [8, 10, 38, 40, 3, 180, 200, 150, 160, 4, 210, 240, 2, 5, 9, 12, 230, 228, 118, 120, 222, 216, 204, 60, 200],
    "tie-2": [8, 10, 38, 40, 3, 721, 800, 150, 160, 4, 210, 240, 2, 5, 9, 12, 230, 228, 118, 120, 222, 216, 228, 60, 200],
    "no-disabled": [7, 9, 31, 43, 2, 61, 77, 80, 91, 5, 90, 103, 3, 4, 0, 0, 99, 100, 50, 60, 88, 80, 91, 100, 50],
    "no-remote": [9, 9, 40, 43, 5, 61, 77, 80, 91, 3, 97, 103, 1, 2, 3, 7, 99, 101, 0, 0, 88, 80, 91, 20, 97],
    "no-stand-users": [9, 10, 40, 41, 4, 0, 0, 80, 91, 3, 97, 103, 1, 2, 3, 7, 99, 101, 13, 17, 88, 80, 91, 20, 97],
    "no-site-users": [9, 10, 40, 41, 4, 61, 77, 0, 0, 3, 97, 103, 1, 2, 3, 7, 99, 101, 13, 17, 88, 80, 91, 20, 97],
    "nobody-informed": [9, 10, 40, 41, 4, 0, 0, 0, 0, 3, 97, 103, 1, 2, 0, 0, 99, 101, 0, 0, 88, 80, 91, 20, 97],
    "thirds": [1, 3, 2, 3, 1, 1, 3, 1, 3, 1, 1, 3, 1, 1, 1, 3, 1, 2, 1, 3, 2, 1, 2, 10, 1],
    "halves": [1, 32, 1, 32, 0, 1, 32, 1, 32, 0, 1, 32, 0, 0, 1, 32, 1, 3, 5, 32, 1, 7, 9, 0, 1],
    "best": [10, 10, 40, 40, 7, 50, 50, 60, 60, 9, 70, 70, 8, 6, 4, 4, 70, 70, 30, 30, 70, 70, 70, 100, 70],
    "worst": [0, 10, 0, 40, 0, 0, 50, 0, 60, 0, 0, 70, 0, 0, 0, 4, 0, 0, 0, 30, 0, 0, 0, 0, 0],
}
for i in range(6):
    n = rng.randint(5, 600)
    part = lambda whole: rng.randint(whole // 2, whole)
    stand, site, remote, disabled = part(n), part(n), part(n), rng.randint(1, 20)
    ORGANISATIONS["random-%d" % i] = [
        rng.randint(5, 13), 13, rng.randint(20, 57), 57, rng.randint(0, 5), part(stand), stand, part(site), site, rng.randint(0, 5), part(n), n,
        rng.randint(0, 5), rng.randint(0, 6), part(disabled), disabled, part(n), part(n), part(remote), remote, part(n), part(n), part(n),
        rng.choice((0, 10, 20, 40, 60, 100)), part(n)]
MUNICIPALITIES = {name: "AB"[i % 2] for i, name in enumerate(ORGANISATIONS)}


def rounded(value, decimals, mode):
    if value is None or decimals is None:
        return value
    shifted = value * 10 ** decimals
    whole, rest = divmod(shifted, 1)
    up = rest > F(1, 2) or rest == F(1, 2) and (mode == ROUND_HALF_UP or whole % 2 == 1)
    return F(int(whole) + up, 10 ** decimals)


def score(o, general, zero="NOT_APPLICABLE", pooled=False, rounding="NONE", mode=ROUND_HALF_UP):
    step = 2 if rounding == "STEPWISE_2" else None
    final = {"FINAL_2": 2, "FINAL_0": 0}.get(rounding)
    absent = {"NOT_APPLICABLE": None, "HUNDRED": F(100), "ZERO": F(0)}[zero]

    def share(a, b):
        return F(100 * o[a], o[b]) if o[b] else None

    def both(a, an, b, bn):
        if pooled:
            return F(100 * (o[a] + o[b]), o[an] + o[bn]) if o[an] + o[bn] else None
        known = [s for s in (share(a, an), share(b, bn)) if s is not None]
        return sum(known) / len(known) if known else None

    def or_absent(value):
        return absent if value is None else value

    p = {
        "1.1": both("info_stand", "info_stand_norm", "info_site", "info_site_norm"),
        "1.2": F(min(100, 30 * o["channels"])),
        "1.3": or_absent(both("sat_stand", "sat_stand_n", "sat_site", "sat_site_n")),
        "2.1": F(min(100, 20 * o["comfort"])),
        "2.3": share("sat_comfort", "respondents"),
        "3.1": F(min(100, 20 * o["access_env"])),
        "3.2": F(min(100, 20 * o["access_service"])),
        "3.3": or_absent(share("sat_access", "disabled_n")),
        "4.1": share("polite_first", "respondents"),
        "4.2": share("polite_service", "respondents"),
        "4.3": or_absent(share("polite_remote", "remote_n")),
        "5.1": share("recommend", "respondents"),
        "5.2": share("org_conditions", "respondents"),
        "5.3": share("overall", "respondents"),
    }
    if general:
        p["2.2"] = (o["waiting_score"] + share("waiting_timely", "respondents")) / 2
    p = {k: rounded(v, step, mode) for k, v in p.items()}
    weights = {
        "K1": {"1.1": 3, "1.2": 3, "1.3": 4},
        "K2": {"2.1": 3, "2.2": 4, "2.3": 3} if general else {"2.1": 5, "2.3": 5},
        "K3": {"3.1": 3, "3.2": 4, "3.3": 3},
        "K4": {"4.1": 4, "4.2": 4, "4.3": 2},
        "K5": {"5.1": 3, "5.2": 2, "5.3": 5},
    }
    k = {}
    for code, parts in weights.items():
        known = {c: w for c, w in parts.items() if p[c] is not None}
        k[code] = rounded(sum(w * p[c] for c, w in known.items()) / sum(known.values()), step, mode)
    s = rounded(sum(k.values()) / 5, step, mode)
    return {**p, **k, "S": rounded(s, final, mode)}


def number(value):
    return "" if value is None else repr(float(value))


COMBINATIONS = [
    {}, {"pooled": True}, {"zero": "HUNDRED"}, {"zero": "ZERO"}, {"zero": "ZERO", "pooled": True},
    {"rounding": "STEPWISE_2"}, {"rounding": "FINAL_2"}, {"rounding": "FINAL_0"},
    {"rounding": "STEPWISE_2", "mode": ROUND_HALF_EVEN}, {"rounding": "FINAL_2", "mode": ROUND_HALF_EVEN},
    {"rounding": "FINAL_0", "mode": ROUND_HALF_EVEN},
]
with open(out + "/noko-input.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["organisation", "municipality", "variable", "value"])
    for name, values in ORGANISATIONS.items():
        w.writerows([name, MUNICIPALITIES[name], v, n] for v, n in zip(NAMES, values, strict=True))
with open(out + "/noko-expected.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["variant", "zero", "info", "rounding", "halves", "unit", "code", "value"])
    for general in (False, True):
        for c in COMBINATIONS:
            head = ["general" if general else "education", c.get("zero", "NOT_APPLICABLE"), "POOLED" if c.get("pooled") else "SPLIT",
                    c.get("rounding", "NONE"), c.get("mode", ROUND_HALF_UP)[6:]]
            scores = {name: score(dict(zip(NAMES, values)), general, **c) for name, values in ORGANISATIONS.items()}
            for name, result in scores.items():
                detailed = not c or c.get("rounding") == "STEPWISE_2" and name in ("thirds", "halves")
                w.writerows(head + [name, code, number(v)] for code, v in sorted(result.items()) if detailed or code[0] in "KS")
            for m in "AB" if not c else "":
                members = [name for name in scores if MUNICIPALITIES[name] == m]
                for code in ("K1", "K2", "K3", "K4", "K5", "S"):
                    of = [scores[name][code] for name in members]
                    n = [ORGANISATIONS[name][NAMES.index("respondents")] for name in members]
                    w.writerow(head + ["mean:" + m, code, number(sum(of) / len(of))])
                    w.writerow(head + ["respondents:" + m, code, number(sum(a * b for a, b in zip(of, n)) / sum(n))])
