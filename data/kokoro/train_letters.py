"""Learn letters_en.json: how English words sound that are in no dictionary.

Run as ``python data/kokoro/train_letters.py``; it needs misaki (for its dictionaries) and writes beside itself.

Letters are aligned with the phonemes of the dictionary (each letter gives zero to two) by Viterbi training. Then,
for every letter, windows of growing width around it are stored as long as they change the answer of the narrower
window: the compressed trie of Daelemans & van den Bosch (IGTree, 1996). Every 20th word is held out and measured.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

STRESS = "ˈˌ"
WIDTHS = ((0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (5, 5))  # letters to the left, to the right
LEAST = 2  # how often a window must have been seen
HELD_OUT = 20
Pair = tuple[str, tuple[str, ...]]
Aligned = list[tuple[str, str]]  # letter, phonemes


def tokens(phonemes: str) -> tuple[str, ...]:
    """Split phonemes into symbols; a stress mark belongs to the symbol after it."""
    out: list[str] = []
    stress = ""
    for symbol in phonemes:
        if symbol in STRESS:
            stress = symbol
        else:
            out.append(stress + symbol)
            stress = ""
    return tuple(out)


def dictionary() -> list[Pair]:
    """Return words of letters only, with one pronunciation each, in alphabetical order."""
    entries = json.loads((files("misaki.data") / "us_gold.json").read_text(encoding="utf-8"))
    return [
        (word, tokens(sound))
        for word, sound in sorted(entries.items())
        if isinstance(sound, str) and word.isascii() and word.isalpha() and word.islower() and len(word) > 2
    ]


def align(word: str, sound: tuple[str, ...], score: dict[tuple[str, str], float]) -> Aligned | None:
    """Return the best alignment of zero to two phonemes to each letter, or None if there is none."""
    n, m = len(word), len(sound)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for i, letter in enumerate(word):
        row: dict[int, tuple[float, int]] = {}
        for j, (total, _) in best[i].items():
            for k in range(min(2, m - j) + 1):
                if m - j - k > 2 * (n - i - 1):
                    continue
                value = total + score.get((letter, " ".join(sound[j : j + k])), -12.0 - 2 * k)
                if j + k not in row or value > row[j + k][0]:
                    row[j + k] = (value, k)
        best.append(row)
    if m not in best[n]:
        return None
    out: Aligned = []
    j = m
    for i in range(n, 0, -1):
        k = best[i][j][1]
        out.append((word[i - 1], "".join(sound[j - k : j])))
        j -= k
    return out[::-1]


def first_guess(pairs: Iterable[Pair]) -> dict[tuple[str, str], float]:
    """Return scores from where letters and phonemes stand in the word, relatively."""
    counts: Counter[tuple[str, str]] = Counter()
    for word, sound in pairs:
        for i, letter in enumerate(word):
            j = round(i * (len(sound) - 1) / max(1, len(word) - 1))
            counts[letter, sound[j]] += 1
    return logs(counts)


def logs(counts: Counter[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Return the log probability of phonemes given the letter; silence is possible for every letter."""
    totals: Counter[str] = Counter()
    for (letter, _), n in counts.items():
        totals[letter] += n
    score = {key: math.log(n / totals[key[0]]) for key, n in counts.items()}
    for letter in totals:
        score.setdefault((letter, ""), -4.0)
    return score


def aligned(pairs: list[Pair], rounds: int = 4) -> list[Aligned]:
    """Return alignments after some rounds of Viterbi training, the early ones on a part of the words."""
    score = first_guess(pairs[::3])
    for _ in range(rounds):
        counts: Counter[tuple[str, str]] = Counter()
        for word, sound in pairs[::3]:
            j = 0
            for letter, given in align(word, sound, score) or []:
                k = len(tokens(given))
                counts[letter, " ".join(sound[j : j + k])] += 1
                j += k
        score = logs(counts)
    return [a for word, sound in pairs if (a := align(word, sound, score))]


def window(word: str, i: int, left: int, right: int) -> str:
    """Return the letters around position i, with the word's ends marked."""
    padded = "_" * 6 + word + "_" * 6
    return f"{padded[6 + i - left : 6 + i]}<{word[i]}>{padded[7 + i : 7 + i + right]}"


def learn(words: list[Aligned]) -> dict[str, str]:
    """Return window → phonemes, only where a wider window says something else than the narrower one."""
    table: dict[str, str] = {}
    for width in ((0, 0), *WIDTHS):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        narrow: dict[str, str] = {}
        for word in words:
            spelling = "".join(letter for letter, _ in word)
            for i, (_, given) in enumerate(word):
                key = window(spelling, i, *width)
                counts[key][given] += 1
                if key not in narrow:
                    narrow[key] = lookup(table, spelling, i)
        for key, seen in counts.items():
            given, n = seen.most_common(1)[0]
            if n >= LEAST and given != narrow[key]:
                table[key] = given
    return table


def lookup(table: dict[str, str], word: str, i: int) -> str:
    """Return the answer of the widest window in the table."""
    for width in (*WIDTHS[::-1], (0, 0)):
        key = window(word, i, *width)
        if key in table:
            return table[key]
    return ""


def one_stress(sound: str) -> str:
    """Keep the first main stress only, and put one on the first vowel where there is none."""
    first = sound.find("ˈ")
    if first >= 0:
        return sound[: first + 1] + sound[first + 1 :].replace("ˈ", "ˌ")
    if "ˌ" in sound:
        return sound.replace("ˌ", "ˈ", 1)
    at = next((i for i, c in enumerate(sound) if c in "AIOWYiuæɑəɛɪɔʊʌɜᵻ"), None)
    return sound if at is None else sound[:at] + "ˈ" + sound[at:]


def edits(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """Return the edit distance of two sequences."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def main() -> None:
    """Learn, measure, write."""
    pairs = dictionary()
    held = pairs[::HELD_OUT]
    train = [p for i, p in enumerate(pairs) if i % HELD_OUT]
    table = learn(aligned(train))
    errors = plain = length = right = 0
    for word, sound in held:
        guess = tokens(one_stress("".join(lookup(table, word, i) for i in range(len(word)))))
        bare, bare_guess = (tuple(t.strip(STRESS) for t in s) for s in (sound, guess))
        errors += edits(sound, guess)
        plain += edits(bare, bare_guess)
        length += len(sound)
        right += bare == bare_guess
    print(f"{len(train)} words, {len(table)} windows; held out {len(held)}: phoneme errors {plain / length:.3f} ")
    print(f"({errors / length:.3f} with stress), words without error {right / len(held):.3f}")
    out = Path(__file__).with_name("letters_en.json")
    out.write_text(
        json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
