"""Prints the items in CSL-JSON, for render.mjs."""

import json
import sys

from tests.briefs.citeproc.items import in_csl

json.dump(in_csl(), sys.stdout, ensure_ascii=False)
