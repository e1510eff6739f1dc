"""Import with preview, and export, of CSV and XLSX."""
