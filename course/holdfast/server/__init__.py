"""The course as a web application: Voila underneath, with its own list of handlers, identity and pages."""

import sys

# jsonschema, which Jupyter imports, builds a grammar of all URIs for a format that no schema of ours names. It takes
# seconds; without the package jsonschema leaves that format unchecked.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
