"""Reports of results: on the screen (``console``), as a page (``page``) and as an Excel file (``workbook``)."""
