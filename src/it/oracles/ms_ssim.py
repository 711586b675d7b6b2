"""MS-SSIM by its definition with scipy, for MultiScaleSimilarityTest: python ms_ssim.py > FIXTURE"""
import numpy as np
from scipy.signal import correlate2d

from inputs import pictures

EXPONENTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]


def window(size):
    sigma = 1.5 * size / 11
    places = np.arange(size) - (size - 1) / 2
    line = np.exp(-(places**2) / (2 * sigma**2))
    return np.outer(line, line) / np.outer(line, line).sum()


def maps(one, other):
    w = window(min(11, len(one)))
    mean = lambda values: correlate2d(values, w, mode="valid")
    x, y = mean(one), mean(other)
    var_x, var_y, cov = mean(one**2) - x**2, mean(other**2) - y**2, mean(one * other) - x * y
    c1, c2 = 2.55**2, 7.65**2
    structure = (2 * cov + c2) / (var_x + var_y + c2)
    return structure * (2 * x * y + c1) / (x**2 + y**2 + c1), structure


def halved(picture):
    size = len(picture) // 2
    return picture[: 2 * size, : 2 * size].reshape(size, 2, size, 2, 3).mean(axis=(1, 3))


def ms_ssim(one, other):
    one, other, factors = one.astype(np.float64), other.astype(np.float64), []
    for scale, exponent in enumerate(EXPONENTS):
        channels = [maps(one[..., c], other[..., c]) for c in range(3)]
        which = 0 if scale == len(EXPONENTS) - 1 else 1
        factors.append(max(0.0, np.mean([channel[which] for channel in channels])) ** exponent)
        one, other = halved(one), halved(other)
    return np.prod(factors)


print("# edge,pair,MS-SSIM; made by src/it/oracles/ms_ssim.py")
for edge in (16, 32, 64):
    drawn = pictures(100 * edge, 6, edge)
    for pair in range(3):
        print(f"{edge},{pair},{ms_ssim(drawn[2 * pair], drawn[2 * pair + 1]):.9f}")
