"""XGBoost's side of bench/trees.ts: reads the table once, then trains on each line of standard input and answers with a line of JSON.

Debian: apt-get install python3-xgboost
"""
import json
import sys
import time

import numpy as np
import xgboost as xgb

path, rows, columns, trees, leaves = sys.argv[1], *map(int, sys.argv[2:])
numbers = np.fromfile(path, np.float32)
features = numbers[: rows * columns].reshape(rows, columns)
labels = numbers[rows * columns :]
objectives = {"logistic": "binary:logistic", "l2": "reg:squarederror"}
print(json.dumps({"xgboost": xgb.__version__}), flush=True)
for line in sys.stdin:
    objective = line.strip()
    options = {
        "objective": objectives[objective],
        "tree_method": "hist",
        "grow_policy": "lossguide",
        "max_leaves": leaves,
        "max_depth": 0,
        "max_bin": 255,
        "eta": 0.1,
        "reg_lambda": 0,
        "min_child_weight": 1e-3,
        "base_score": float(labels.mean()),
        "nthread": 1,
    }
    wall, cpu = time.perf_counter(), time.process_time()
    model = xgb.train(options, xgb.DMatrix(features, labels, nthread=1), trees)
    answer = {"ms": 1000 * (time.perf_counter() - wall), "cpu": 1000 * (time.process_time() - cpu)}
    answer["scores"] = model.predict(xgb.DMatrix(features), output_margin=True)[:1000].tolist()
    print(json.dumps(answer), flush=True)
