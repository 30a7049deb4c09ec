"""The page a ministry reads: one self-contained HTML file in Chinese and English from one or more result folders.

Light to import: Altair, Jinja, fontTools and xarray are imported inside the functions that need them.
"""
