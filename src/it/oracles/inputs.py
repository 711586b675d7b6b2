"""Inputs that Python and Java make alike from whole numbers (SyntheticInputs.java is the other one)."""
import numpy as np


def chances(seed, count):
    """Numbers in [0, 1) of 24 bits: the linear congruence of Numerical Recipes."""
    state, out = seed, np.empty(count, dtype=np.float64)
    for i in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        out[i] = (state >> 8) / 2**24
    return out


def pictures(seed, count, size):
    """[count, size, size, 3] levels: a triangle wave that all have, one of chance period and phase, and noise."""
    out = np.empty((count, size, size, 3), dtype=np.uint8)
    for picture in range(count):
        drawn = np.floor(chances(seed + picture, 4 + 3 * size * size) * 256).astype(np.int64)
        period, tilt, phase, strength = 14 + drawn[0] % 4, 1 + drawn[1] % 2, drawn[2] % 12, drawn[3]
        at = 4
        for channel in range(3):
            for y in range(size):
                for x in range(size):
                    wave = abs((x * 3 + y * tilt + phase + 5 * channel) % (2 * period) - period)
                    base = abs((x * 2 + y * 5 + 9 * channel) % 48 - 24) * 5
                    level = base + wave * 60 // period + drawn[at] * strength // 512
                    out[picture, y, x, channel] = min(255, level)
                    at += 1
    return out


def features(seed, rows, dimensions, shift=0.0):
    """[rows, dimensions] floats, columns of different spread that hang together in neighbors."""
    raw = chances(seed, rows * (dimensions + 1)).reshape(rows, dimensions + 1)
    spread = 1 + np.arange(dimensions) % 5
    mixed = (raw[:, :-1] + raw[:, 1:] * 0.5) * spread + shift
    return mixed.astype(np.float32)


def pool_features(seed, rows, dimensions, shift=0.0):
    """[rows, dimensions] floats as a pool layer after ReLU gives: 64 factors of falling strength, mixed alike in every set, and noise."""
    factors = 64
    mix = np.floor(chances(1, factors * dimensions).reshape(factors, dimensions) * 256) - 128
    raw = np.floor(chances(seed, rows * (factors + dimensions)).reshape(rows, factors + dimensions) * 256) - 128
    strength = factors - np.arange(factors)
    # whole numbers below 2^53: exact in whatever order they are added
    mixed = (raw[:, :factors] * strength) @ mix + raw[:, factors:] * 4096 + (shift - 0.25) * 2**20
    return np.maximum(mixed / 2**20, 0).astype(np.float32)
