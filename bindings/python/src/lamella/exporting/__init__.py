"""Everything in a diary as files that other programs read, and the way back.

``diary.export`` writes CSV or Parquet, one file a kind of entry, or JSON Lines of full records.
``diary.import_file`` reads them back, entry for entry. The files are not encrypted.
"""

from lamella.exporting.export import export
from lamella.exporting.read_back import import_exported, is_export
from lamella.exporting.report import ExportReport

__all__ = ["ExportReport", "export", "import_exported", "is_export"]
