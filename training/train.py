"""Train the model of academic entries and put it into the package.

Run as `python -m training.train FILE`, FILE holding labelled entries, one JSON object a line.
"""

import sys
from pathlib import Path

from training import fitting, gold

MODEL = Path(__file__).parents[1] / "briefs/references/academic.json"


def main() -> None:
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program's name and the file's
        raise SystemExit(__doc__)
    model = fitting.fit(gold.load(Path(sys.argv[1])))
    MODEL.write_text(model, "utf-8")
    print(f"{MODEL.name}: {len(model.encode()):,} bytes")  # noqa: T201 - its one line of output


if __name__ == "__main__":
    main()
