"""The nouns of the trade, as frozen values: no files, no devices, no clocks."""
