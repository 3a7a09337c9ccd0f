"""Units of measure in English, each with the unit that it can be told in as well; and plurals that have no plain s."""

from __future__ import annotations

from simulator.scoring.quantity import Kind, Quantity

MEASURES: dict[str, tuple[str, str, float]] = {  # its name, the unit that it can be told in as well, and how many of it
    "degree": ("degree", "degree", 1), "unit": ("degree", "degree", 1), "percent": ("percent", "percent", 1),
    "floor": ("floor", "floor", 1), "storey": ("floor", "floor", 1), "story": ("floor", "floor", 1),
    "inch": ("inch", "inch", 1), "mile": ("mile", "mile", 1), "yard": ("yard", "yard", 1), "foot": ("foot", "foot", 1),
    "ft": ("foot", "foot", 1), "metre": ("metre", "metre", 1), "meter": ("metre", "metre", 1),
    "kilometre": ("kilometre", "metre", 1000), "kilometer": ("kilometre", "metre", 1000),
    "km": ("kilometre", "metre", 1000),
    "centimetre": ("centimetre", "metre", 0.01), "centimeter": ("centimetre", "metre", 0.01),
    "cm": ("centimetre", "metre", 0.01), "mm": ("millimetre", "metre", 0.001), "acre": ("acre", "acre", 1),
    "kilo": ("kilogram", "kilogram", 1), "kilogram": ("kilogram", "kilogram", 1), "kg": ("kilogram", "kilogram", 1),
    "gram": ("gram", "kilogram", 0.001), "tonne": ("tonne", "kilogram", 1000), "ton": ("tonne", "kilogram", 1000),
    "ounce": ("ounce", "ounce", 1), "oz": ("ounce", "ounce", 1), "lb": ("pound weight", "pound weight", 1),
    "litre": ("litre", "litre", 1), "liter": ("litre", "litre", 1), "ml": ("millilitre", "litre", 0.001),
    "pint": ("pint", "pint", 1), "gallon": ("gallon", "gallon", 1), "watt": ("watt", "watt", 1),
    "kilowatt": ("kilowatt", "watt", 1000), "gig": ("gb", "mb", 1024), "gigabyte": ("gb", "mb", 1024),
    "gb": ("gb", "mb", 1024), "meg": ("mb", "mb", 1), "megabyte": ("mb", "mb", 1), "mb": ("mb", "mb", 1),
}  # fmt: skip
_POWERS = {"square": "square", "sq": "square", "cubic": "cubic"}
_IRREGULAR = {
    "children": "child", "kids": "child", "kid": "child", "people": "person", "persons": "person", "men": "man",
    "women": "woman", "feet": "foot", "teeth": "tooth", "inches": "inch", "boxes": "box", "taxes": "tax",
    "loaves": "loaf", "shelves": "shelf", "knives": "knife", "lives": "life", "gas": "gas", "bus": "bus",
    "buses": "bus",
}  # fmt: skip


def singular(word: str) -> str:
    """Return a noun in the singular, near enough for comparing."""
    word = word.removesuffix("'s").removesuffix("'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("ches", "shes", "sses")):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def measure(value: float, unit: str, power: str, span: tuple[int, int], rough: bool) -> Quantity | None:
    """Return a measured quantity, or None if the word is no unit of measure.

    Parameters
    ----------
    power
        The word before the unit: ``square`` and ``cubic`` metres are no metres.
    """
    known = MEASURES.get(unit)
    if known is None:
        return None
    name, base, size = known
    if power in _POWERS:
        return Quantity(Kind.COUNT, value, f"{_POWERS[power]} {name}", *span, rough)
    sizes = () if name == base else (size, 1000.0) if base == "mb" else (size,)
    also = tuple(Quantity(Kind.COUNT, value * s, base, *span) for s in sizes)
    return Quantity(Kind.COUNT, value, name, *span, rough, also)
