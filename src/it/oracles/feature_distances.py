"""Frechet and kernel distances by numpy and scipy: python ... > FIXTURE

For FeatureDistancesTest; with "pool" behind it for PoolFeatureDistancesIT, which takes some minutes.
"""
import sys

import numpy as np
from scipy.linalg import sqrtm, svdvals

from inputs import features, pool_features


def frechet(x, y):
    x, y = x.astype(np.float64), y.astype(np.float64)
    shift = np.sum((x.mean(0) - y.mean(0)) ** 2)
    c1, c2 = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    if min(len(x), len(y)) > x.shape[1]:
        overlap = np.trace(sqrtm(c1 @ c2)).real
    else:  # sqrtm loses half of the digits of a singular matrix; this does not
        a = (x - x.mean(0)) / np.sqrt(len(x) - 1)
        b = (y - y.mean(0)) / np.sqrt(len(y) - 1)
        overlap = svdvals(a @ b.T).sum()
    return shift + np.trace(c1) + np.trace(c2) - 2 * overlap


def kernel(x, y):
    x, y = x.astype(np.float64), y.astype(np.float64)
    k = lambda a, b: (a @ b.T / x.shape[1] + 1) ** 3
    off = lambda m: (m.sum() - np.trace(m)) / (len(m) * (len(m) - 1))
    return off(k(x, x)) + off(k(y, y)) - 2 * k(x, y).mean()


pool = sys.argv[1:] == ["pool"]
small = [(200, 200, 16, 0.1), (300, 250, 64, 0.5), (40, 50, 96, 0.2), (60, 60, 8, 0.0)]
as_inceptions = [(2304, 2304, 2048, 0.25), (1024, 1024, 2048, 0.25)]
made = pool_features if pool else features
print("# rows,other rows,dimensions,shift,frechet,kernel; made by src/it/oracles/feature_distances.py", *sys.argv[1:])
for rows, others, dimensions, shift in as_inceptions if pool else small:
    x, y = made(11, rows, dimensions), made(12, others, dimensions, shift)
    print(f"{rows},{others},{dimensions},{shift},{frechet(x, y):.12g},{kernel(x, y):.12g}")
