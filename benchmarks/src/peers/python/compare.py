"""Compares the answers of the peers with the library's and gathers what each took; called by peers.sh.

    python3 compare.py LIBRARY_ANSWERS LINES_OF_JSON RESULT [PEER_ANSWERS ...]
"""
import json
import os
import sys

import numpy as np

library, lines, result = sys.argv[1:4]


def read(directory):
    values = np.fromfile(os.path.join(directory, "cells.f64"), "<f8").reshape(-1, 8)
    with open(os.path.join(directory, "signs.csv"), encoding="utf-8") as file:
        signs = set(file.read().split())
    with open(os.path.join(directory, "histograms.txt"), encoding="utf-8") as file:
        return values, signs, int(float(file.read()))


ours, our_signs, our_histograms = read(library)
agreement = {}
for directory in sys.argv[4:]:
    values, signs, histograms = read(directory)
    agreement[os.path.basename(directory)] = {
        "n the same": bool((values[:, 0] == ours[:, 0]).all()),
        "histograms the same": histograms == our_histograms,
        "largest difference of mean": float(np.abs(values[:, 1] - ours[:, 1]).max()),
        "of standard deviation": float(np.abs(values[:, 2] - ours[:, 2]).max()),
        "of shares": float(np.abs(values[:, 3:7] - ours[:, 3:7]).max()),
        "of z": float(np.abs(values[:, 7] - ours[:, 7]).max()),
        "signs": len(signs),
        "signs only the library has": len(our_signs - signs),
        "signs only the peer has": len(signs - our_signs),
    }
with open(lines, encoding="utf-8") as file:
    runs = [json.loads(line) for line in file if line.startswith("{")]
new, warm = (next(run["cpu"] for run in runs if run["who"] == who) for who in ("library, shared text", "library, shared text, warm"))
print("processor time, and how many times that of the library in a new process and in a warm one")
for run in runs:
    run["times the library"] = round(run["cpu"] / new, 1)
    run["times the library, warm"] = round(run["cpu"] / warm, 1)
    print("%-40s %8.2f s  %6.1f %6.1f" % (run["who"], run["cpu"], run["times the library"], run["times the library, warm"]))
print(json.dumps(agreement, indent=1))
with open(result, "w", encoding="utf-8") as file:
    json.dump({"signs": len(our_signs), "runs": runs, "agreement": agreement}, file, indent=1, ensure_ascii=False)
    file.write("\n")
wrong = [name for name, a in agreement.items() if not (
    a["n the same"] and a["histograms the same"] and a["largest difference of mean"] < 1e-9 and a["of standard deviation"] < 1e-7
    and a["of z"] < 1e-7 and a["signs only the library has"] + a["signs only the peer has"] <= len(our_signs) // 1000)]
if wrong:
    sys.exit("not the same answers: " + ", ".join(wrong))
