"""Results of a run: gathered from its scenarios, written to a folder, read back; and every word reports say them in.

Light to import: xarray, h5py and yaml are imported inside the functions that need them.
"""
