"""A whole archive through the line: parts of it to several processes or machines, tables of Parquet out.

`parts` divides what is to be read, `batch` is the one function that every engine runs, `desk` keeps what is
done, `engines` decide who runs it where, `settle` makes the datasets of the finished parts.
"""

NEEDED = "In the folder of onrecord: pip install '.[bulk]'"  # what to do where a library is missing
