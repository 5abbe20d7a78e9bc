import pytest

from briefs.references.find_list import find
from briefs.references.list_lines import is_trailer, names_list, surely_names_list

BODY = "The quay was raised in May. Nobody had measured it before."
ENTRIES = (
    "Brandt, Ida. Eels of the World. New York: Wiley, 1989.",
    "Lind, Tomas. The Wall. London: Penguin, 2012.",
)


@pytest.mark.parametrize(
    "heading",
    """
    Cited Sources; Sources and Further Reading; List of Works Cited; Selected Reading & References
    A. Primary sources; [References]; — Notes —; Works Referenced in This Essay; Reading list
    Quellenangaben; Literatur- und Quellenangaben; Zum Weiterlesen; Verwendete Quellen
    Notes et références; Ouvrages consultés; Sources de l’article; Pour en savoir plus
    Obras consultadas; Fuentes y bibliografía; Lecturas sugeridas; Para saber más
    Bibliografia consultada; Fontes e leituras; Obras citadas no texto; Para saber mais
    Fonti e bibliografia; Per approfondire; Note bibliografiche; Opere citate
    Źródła i opracowania; Literatura uzupełniająca; Wykaz wykorzystanych źródeł; Warto przeczytać
    Источники и литература; Использованные источники; Что почитать; Список рекомендуемой литературы
    Джерела та література; Рекомендована література; Перелік використаних джерел
    المصادر والمراجع; مراجع إضافية للقراءة; أهم المصادر; للاستزادة; الهوامش والإحالات
    İleri okuma; Yararlanılan Kaynaklar; KAYNAKLAR VE DİPNOTLAR; Başvurulan eserler
    参考资料; 資料來源; 参考书目与延伸阅读; 主な参考文献; 引用・参考資料; 注および参考文献
    참고 자료 및 출처; 더 읽을거리; 인용 및 참고문헌; 함께 읽을 책
    """.replace("\n", ";").split(";"),
)
def test_a_heading_is_known_by_its_words(heading: str) -> None:
    if heading.strip():
        assert names_list(f"## {heading.strip()}:")


@pytest.mark.parametrize(
    "line",
    [
        "Sources of the Danube",
        "Notes on a scandal",
        "The books",
        "Additional resources",
        "Related reading",
        "Read more",
        "Data",
        "Quellen der Lahn",
        "Enlaces",
        "Livres",
        "関連記事",
        "相关阅读",
        "관련 기사",
        "اقرأ أيضا",
    ],
)
def test_other_headings_name_no_list(line: str) -> None:
    assert not names_list(line)


def test_only_a_list_of_works_follows_what_names_works_that_were_used() -> None:
    assert all(map(surely_names_list, ("Works consulted", "Obras citadas")))
    assert surely_names_list("Verwendete Literatur")
    assert not any(map(surely_names_list, ("Notes", "Sources", "Links")))


@pytest.mark.parametrize(
    "after",
    [
        "About the author",
        "Appendix A",
        "Anna Doe ist freie Journalistin und lebt in Marburg.",
        "Über die Autorin",
        "Bildnachweis",
        "Anne Doe est journaliste indépendante à Lyon.",
        "À propos de l’autrice",
        "Ana Doe es periodista y vive en Bilbao.",
        "Ana Doe é jornalista e vive no Porto.",
        "Sobre a autora",
        "Anna Doe è giornalista e vive a Trieste.",
        "Anna Doe jest dziennikarką i mieszka w Krakowie.",
        "Анна Доу — журналистка, живёт в Казани.",
        "Об авторе",
        "Анна Доу — журналістка, живе у Львові.",
        "سلمى دو صحفية تقيم في عمان.",
        "Ayşe Doe gazetecidir ve İzmir'de yaşar.",
        "王小明，记者，现居上海。",
        "山田花子　ジャーナリスト。神戸市在住。",
        "김하나는 기자이며 부산에 산다.",
        "필자 소개",
        "Wszelkie prawa zastrzeżone.",
        "Tüm hakları saklıdır.",
        "Читайте также",
        "Lire aussi",
    ],
)
@pytest.mark.parametrize("list_form", ["{}", "1. {}", "- {}"])
def test_what_is_said_of_the_author_ends_the_list(after: str, list_form: str) -> None:
    assert is_trailer(after)
    entries = "\n".join(map(list_form.format, ENTRIES))
    found = find(f"{BODY}\n\nReferences\n\n{entries}\n\n{after}")
    assert [one.raw for one in found.entries] == list(ENTRIES)
    assert found.text.split("\n\n")[-1].strip() == after


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_is_no_trailer(entry: str) -> None:
    assert not is_trailer(entry)


@pytest.mark.parametrize("heading", ["## What we read", "**Books we like**", "Books:"])
def test_a_heading_with_nothing_below_but_the_list_belongs_to_it(heading: str) -> None:
    found = find("\n\n".join(("# The quay", BODY, heading, *ENTRIES)))
    assert [one.raw for one in found.entries] == list(ENTRIES)
    assert heading not in found.text


def test_the_title_above_a_list_stays() -> None:
    assert find("\n\n".join(("# Books we like", *ENTRIES))).text.strip() == "# Books we like"
