"""The lexicon that annotated papers give."""

from __future__ import annotations

from extract.gold import GoldEntity, GoldPaper
from extract.training.records import Records
from extract.training.split import TENTHS, tenth_of
from schemas import EntityType, Paper

METHOD, MODEL, TASK = EntityType.METHOD, EntityType.MODEL, EntityType.TASK


def paper(name: str, abstract: str, **entities: EntityType) -> GoldPaper:
    """An annotated paper; an underscore in a surface is a blank."""
    return GoldPaper(
        paper=Paper(id=name, title="A title", abstract=abstract),
        entities=tuple(
            GoldEntity(surface=s.replace("_", " "), type=t) for s, t in entities.items()
        ),
    )


def test_a_name_is_known_by_how_often_it_is_an_entity() -> None:
    """Often from three papers on; known in fewer; seldom where it mostly is none; else not."""
    papers = [
        *(paper(f"a{k}", "FoldNet, gym and towel folding", FoldNet=METHOD) for k in range(3)),
        paper("b", "towel folding", towel_folding=TASK),
        *(paper(f"c{k}", "a gym") for k in range(4)),
        paper("d", "a gym", gym=MODEL),
        paper("e", "PickNet", PickNet=MODEL),
        *(paper(f"f{k}", "a towel") for k in range(5)),
        paper("g", "a towel", towel=TASK),
    ]
    assert Records(papers).lexicon() == {
        "foldnet": (METHOD, "often"),
        "towel folding": (TASK, "seldom"),
        "picknet": (MODEL, "known"),
    }


def test_the_most_frequent_type_counts() -> None:
    """Of equals the first of the vocabulary."""
    papers = [paper(f"p{k}", "Foo Bar", Foo=MODEL, Bar=MODEL) for k in range(2)]
    papers += [paper("q", "Foo Bar", Foo=METHOD, Bar=METHOD), paper("r", "Bar", Bar=METHOD)]
    assert Records(papers).lexicon() == {"foo": (MODEL, "often"), "bar": (METHOD, "often")}


def test_spellings_of_a_name_count_together() -> None:
    """Once for each paper."""
    papers = [paper("p", "Fold-Nets, fold net", **{"Fold-Nets": METHOD, "fold_net": METHOD})]
    papers += [paper(f"q{k}", "fold net Fold-Net") for k in range(1)]
    assert Records(papers).lexicon() == {"fold net": (METHOD, "seldom")}


def test_tenths_may_be_left_out() -> None:
    """What a paper says is not among what the other tenths say."""
    names = [f"made/{number}" for number in range(60)]
    papers = [paper(name, f"Net{k} folds", **{f"Net{k}": METHOD}) for k, name in enumerate(names)]
    records = Records(papers)
    for tenth in range(TENTHS):
        own = {f"net{k}" for k, name in enumerate(names) if tenth_of(name) == tenth}
        assert own
        assert records.lexicon(without={tenth}).keys() == records.lexicon().keys() - own
    assert records.lexicon(without=range(TENTHS)) == {}


def test_names_of_more_than_six_words_are_left_out() -> None:
    """They are never looked for."""
    long = "_".join("abcdefg")
    short = "_".join("abcdef")
    gold = paper("p", "a b c d e f g", **{long: TASK, short: TASK})
    assert Records([gold]).lexicon() == {"a b c d e f": (TASK, "known")}


def test_no_papers_know_nothing() -> None:
    """An empty lexicon."""
    assert Records([]).lexicon() == {}
