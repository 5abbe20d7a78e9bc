"""How well academic entries are parsed, by a model trained on other entries than those it is tested
on.

Labelled entries (../shared/data), by 5-fold cross-validation through the whole parser; of the
second set, news and web, no model has seen any. The labelled segments become fields as the model's
own do (`academic.partial`), so the result depends on which words went where; dates of access and
addresses come from the same rules on both sides, and are right by construction. If an entry has no
container, its publisher is compared instead; any other wrong publisher counts among the wrong
fields. The floor is the parser without the model. Needs python-crfsuite.
"""

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.util import find_spec

from references import DATA, Label, Tally, cpu, fold

from briefs.model import Person, Source
from briefs.references import parse as references_parse
from briefs.references.crf import academic_model
from briefs.references.crf.academic_model import Chain, Labelled
from briefs.references.fields import urls
from briefs.references.fields.entry_text import clean, without_number
from briefs.references.styles import academic
from training import gold
from training.gold import Example

FOLDS = 5
SETS = ("anystyle_core.jsonl", "anystyle_newsweb.jsonl")
FORMS = references_parse.FORMS
MODELS = (
    academic.read,
    academic.read_unsigned,
    academic.read_in_part,
)
RULES = tuple(form for form in FORMS if form.read not in MODELS)


def label(example: Example) -> Label:
    """The true fields of an example, as the other labelled sets give them."""
    whole = urls.take_addresses(without_number(clean(example.raw)))
    marks = gold.marked(example.labels)
    goes_on = [
        float(academic_model.BEGINS not in name) for name in (*marks[1:], academic_model.BEGINS)
    ]
    begun = [
        Labelled(name.removeprefix(academic_model.BEGINS), academic_model.BEGINS in name, 1.0, on)
        for name, on in zip(marks, goes_on, strict=True)
    ]
    told = academic.partial(whole, tuple(academic.stretches(example.words, begun)))
    return {
        "authors": [
            {"family": one.family, "given": one.given}
            if isinstance(one, Person)
            else {"literal": one.name}
            for one in told.authors
        ],
        "title": told.title or "",
        "container": [told.container or told.publisher or ""],
        "contained": told.container is not None,
        "publisher": told.publisher or "",
        "issued": told.issued or told.updated,
        "accessed": told.accessed,
        "url": whole.url,
    }


def reading_with(model: Chain | None) -> Callable[[str], Source]:
    """The whole reader with `model` in place of the package's own; the rules alone with None."""

    def parse(raw: str) -> Source:
        academic_model.trained = lambda: model  # type: ignore[assignment]  # the fold's, not the package's
        references_parse.FORMS = FORMS if model else RULES
        return references_parse.parse(raw)

    return parse


def outlet(source: Source, true: Label) -> Source:
    """The source as it is judged: where the entry has no container, its publisher stands for it."""
    stands = source.container or true["contained"]
    return source if stands else replace(source, container=source.publisher)


def wrong_publisher(source: Source, true: Label) -> bool:
    return source.publisher is not None and fold(source.publisher) != fold(true["publisher"])


def count(tally: Tally, source: Source, true: Label) -> None:
    wrong = tally.wrong
    tally.add(outlet(source, true), true)
    tally.wrong += tally.wrong == wrong and wrong_publisher(source, true)


def trained(examples: list[Example]) -> str:
    from training import fitting  # noqa: PLC0415  # it needs what only training does

    return fitting.fit(examples)


def main() -> None:
    if not DATA.is_dir():
        print(f"The labelled entries are not here: {DATA}")
        return
    if find_spec("pycrfsuite") is None:
        print("No model can be trained here: training/README.md says what that needs")
        return
    own = academic_model.trained()
    sets = {name: list(gold.load(DATA / name)) for name in SETS}
    examples = list(sets[SETS[0]])
    random.Random(7).shuffle(examples)  # noqa: S311  # the same folds in every run
    learnt = [
        [example for at, example in enumerate(examples) if at % FOLDS != held]
        for held in range(FOLDS)
    ]
    with ProcessPoolExecutor(2) as pool:
        readers = [reading_with(academic_model.read(model)) for model in pool.map(trained, learnt)]
    reader_of = {example.id: readers[at % FOLDS] for at, example in enumerate(examples)}
    print(f"{'':34} {'entries':>7}{'complete':>10}{'a wrong':>10}{'as':>10}")
    print(f"{'':34} {'':7}{'':10}{'field':>10}{'written':>10}")
    for name, held_out in sets.items():
        with_model, rules = Tally(), Tally()
        rules_alone = reading_with(None)
        right = given = due = 0
        for example in held_out:
            true = label(example)
            source = reader_of.get(example.id, reading_with(own))(example.raw)
            count(with_model, source, true)
            count(rules, rules_alone(example.raw), true)
            publisher = fold(source.publisher or "")
            right += bool(publisher) and publisher == fold(true["publisher"])
            given += bool(publisher)
            due += bool(true["publisher"])
        print(with_model.row(name))
        print(rules.row("  without the model"))
        print("\n".join(with_model.fields()))
        print(
            f"  {'publisher':12} precision {right / max(given, 1):.3f}"
            f"  recall {right / max(due, 1):.3f}  F1 {2 * right / max(given + due, 1):.3f}"
        )
        texts = [example.raw for example in held_out]
        ours, floor = cpu(reading_with(own), texts), cpu(rules_alone, texts)
        print(f"  CPU {ours:.3f} ms an entry; {floor:.3f} ms without the model\n")


if __name__ == "__main__":
    main()
