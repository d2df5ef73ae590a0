"""What a reader must not see is found however it is written, and what is harmless is let through."""

from time import thread_time

import pytest

from services.notifications.domain.hidden_words import Hidden, hits

ADDRESS = Hidden("a1", "address", "Flat 3\n17 Harbour Street\nWhitley Bay\nNE26 9ZZ")
REFUGE = Hidden("r1", "place", "Rowan House Refuge")
PHONE = Hidden("p1", "phone", "07700 900123")
MAIL = Hidden("m1", "mail", "kelly.shaw@family.example")
SCHOOL = Hidden("s1", "school", "St Oswin's C of E Primary School")
ALL = [ADDRESS, REFUGE, PHONE, MAIL, SCHOOL]
LANDLINE = Hidden("p2", "phone", "0191 498 0123")

ADDRESSES = [
    "Flat 3\n17 Harbour Street\nWhitley Bay\nNE26 9ZZ",
    "Flat 3, 17 Harbour Street, Whitley Bay, NE26 9ZZ",
    "17 Harbour Street",
    "17 Harbour St",
    "17 Harbour St.",
    "17 Harbour Str.",
    "17, Harbour Street",
    "17 HARBOUR STREET",
    "17 harbour street",
    "17\nHarbour\nStreet",
    "17 Har-\nbour Street",
    "17 Harbour Str-\neet",
    "17 Harbour-Street",
    "17HarbourStreet",
    "17harbourst",
    "1 7 H a r b o u r S t r e e t",
    "H A R B O U R   S T R E E T",
    "H-a-r-b-o-u-r S-t-r-e-e-t",
    "H.a.r.b.o.u.r. S.t.",
    "Seventeen Harbour Street",
    "seventeen, Harbour St",
    "number 17 Harbour Street",
    "No. 17 Harbour Street",
    "no 17, Harbour Str",
    "number seventeen Harbour Street",
    "#17 Harbour Street",
    "Flat three, seventeen Harbour Street",
    "3/17 Harbour Street",
    "Flat 3/17 Harbour St",
    "Apartment 3, 17 Harbour Street",
    "Apt 3, 17 Harbour St",
    "flat 3 at 17 Harbour Street",
    "17 Harbour",
    "Harbour Street",
    "Harbour St, Whitley Bay",
    "Harbour Street in Whitley Bay",
    "Whitley Bay (Harbour Street)",
    "the Harbour Street flat",
    "17 Harbour Street's back door",
    "17 Hárbour Stréet",
    "17 Harbour\u00adStreet",
    "17 Har\u200bbour Str\u200deet",
    "17\u00a0Harbour\u00a0Street",
    "\uff11\uff17 \uff28\uff41\uff52\uff42\uff4f\uff55\uff52 \uff33\uff54\uff52\uff45\uff45\uff54",
    "17 Наrbоur Strееt",
    "17 H4rb0ur Str33t",
    "17 Harb0ur Street",
    "l7 Harbour Street",
    "17_Harbour_Street",
    "17/Harbour/Street",
    "“17 Harbour Street”",
    "17 Harbour Strt",
    "NE26 9ZZ",
    "NE269ZZ",
    "ne26 9zz",
    "NE2 69ZZ",
    "NE 26 9 ZZ",
    "N E 2 6 9 Z Z",
    "NE26-9ZZ",
    "NE26\n9ZZ",
    "N.E.26 9.Z.Z.",
    "NE26  9ZZ",
    "NE26\u00a09ZZ",
    "NE26 9Z2",
    "NEZ6 9ZZ",
    "NE two six nine ZZ",
    "NE twenty-six nine ZZ",
    "N E two six, nine Z Z",
    "(NE26 9ZZ)",
    "Postcode:NE269ZZ.",
    "NE26 nine double Z",
    "NE26 nine double zed",
    "November Echo two six nine Zulu Zulu",
]
REFUGES = [
    "Rowan House Refuge",
    "Rowan House",
    "rowan house refuge",
    "ROWAN HOUSE",
    "Rowan\nHouse",
    "Rowan House\nRefuge",
    "Rowan-House",
    "Rowan - House",
    "Ro-\nwan House",
    "Rowan Ho-\nuse",
    "RowanHouse",
    "rowanhouse",
    "RowanHouseRefuge",
    "R o w a n H o u s e",
    "R O W A N   H O U S E   R E F U G E",
    "R-o-w-a-n H-o-u-s-e",
    "R.o.w.a.n. H.o.u.s.e.",
    "Rowan Hse",
    "Rowan Hse.",
    "Rowan Hse Refuge",
    "Rowan Ho.",
    "Rowan hs",
    "Rowan Refuge",
    "the Rowan refuge",
    "Rowan House women's refuge",
    "the refuge (Rowan House)",
    "the refuge, Rowan House,",
    "refuge at Rowan House",
    "Rowan House's staff",
    "Rowan Houses",
    "“Rowan House”",
    "'Rowan' House",
    "Rowan's House",
    "Rowan, House",
    "Rowan. House.",
    "Rowan/House",
    "Rowan_House",
    "Rowan  House",
    "Rowan\tHouse",
    "Rowan\u00a0House",
    "Rowan\u00adHouse",
    "Ro\u200bwan Ho\u200buse",
    "Ro\u200dwan\u2060House",
    "Rówan Hoüse",
    "Ròwân Hôusé",
    "\uff32\uff4f\uff57\uff41\uff4e \uff28\uff4f\uff55\uff53\uff45",
    "Rоwаn Hоusе",
    "Rοwan Ηouse",
    "R0wan H0use",
    "Rowan Hou5e",
    "R0w4n House",
    "@RowanHouse",
    "#rowanhouse",
    "www.rowanhouse.example",
    "info@rowanhouse.example",
    "Rowan\u2019s House",
    "Rowan the House",
    "𝐑𝐨𝐰𝐚𝐧 𝐇𝐨𝐮𝐬𝐞",
]
PHONES = [
    "07700 900123",
    "07700900123",
    "07700 900 123",
    "0 7 7 0 0 9 0 0 1 2 3",
    "07 700 900 123",
    "077 00 90 01 23",
    "07700-900123",
    "07700-900-123",
    "07700.900.123",
    "07700/900123",
    "(07700) 900123",
    "07700,900123",
    "07700\n900123",
    "07700 900-\n123",
    "077\n00 900 123",
    "+44 7700 900123",
    "+447700900123",
    "+44 (0)7700 900123",
    "+44(0)7700900123",
    "+44 (0) 7700 900 123",
    "0044 7700 900123",
    "00447700900123",
    "0044 (0) 7700 900123",
    "44 7700 900123",
    "7700 900123",
    "7700900123",
    "tel:07700900123",
    "tel07700900123",
    "mob.07700 900123.",
    "07700 900123 (mobile)",
    "07700\u00a0900123",
    "07700\u200b900123",
    "07700\u2011900\u2011123",
    "07700\u2009900\u2009123",
    "\uff10\uff17\uff17\uff10\uff10 \uff19\uff10\uff10\uff11\uff12\uff13",
    "٠٧٧٠٠ ٩٠٠١٢٣",
    "O7700 900123",
    "O77OO 9OO123",
    "07700 9oo123",
    "07700 900l23",
    "07700 900I23",
    "oh double seven double oh nine double oh one two three",
    "oh double-seven, double-oh, nine double-oh, one two three",
    "zero seven seven zero zero nine zero zero one two three",
    "oh seven seven oh oh nine oh oh one two three",
    "0 double 7 double 0 9 double 0 1 2 3",
    "O double seven double O nine double O one two three",
    "07700 nine hundred one two three",
    "07700 900 one two three",
    "07700 900 one twenty-three",
    "oh seven seven hundred nine hundred one two three",
    "nought seven seven nought nought nine nought nought one two three",
    "OH DOUBLE SEVEN DOUBLE OH NINE DOUBLE OH ONE TWO THREE",
    "oh double\nseven double\noh nine double oh one two three",
    "plus four four double seven double oh nine double oh one two three",
    "07700 9 double 0 123",
    "0️⃣7️⃣7️⃣0️⃣0️⃣ 9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣",
    "⁰⁷⁷⁰⁰ ⁹⁰⁰¹²³",
]
MAILS = [
    "kelly.shaw@family.example",
    "KELLY.SHAW@FAMILY.EXAMPLE",
    "Kelly.Shaw@Family.Example",
    "mailto:kelly.shaw@family.example",
    "<kelly.shaw@family.example>",
    "kelly.shaw @ family.example",
    "kelly . shaw @ family . example",
    "kelly.shaw@\nfamily.example",
    "kelly.\nshaw@family.example",
    "kelly.shaw@fam-\nily.example",
    "kelly.shaw at family.example",
    "kelly.shaw(at)family.example",
    "kelly.shaw[at]family[dot]example",
    "kelly dot shaw at family dot example",
    "kelly dot shaw (at) family (dot) example",
    "KELLY DOT SHAW AT FAMILY DOT EXAMPLE",
    "kelly point shaw at family point example",
    "kelly full stop shaw at family full stop example",
    "kelly dot shaw at sign family dot example",
    "kelly.shaw(a)family.example",
    "kellydotshawatfamilydotexample",
    "kelly_dot_shaw_at_family_dot_example",
    "kellyshaw@family.example",
    "kelly.shaw@family",
    "kelly.shaw at family",
    "k e l l y . s h a w @ f a m i l y . e x a m p l e",
    "\uff4b\uff45\uff4c\uff4c\uff59.\uff53\uff48\uff41\uff57\uff20family.example",
    "kelly.sh\u200baw@family.example",
    "kélly.shaw@family.example",
    "kеlly.shаw@family.example",
    "kelly.shaw%40family.example",
    "kelly.shaw&#64;family.example",
    "ke11y.shaw@family.example",
]
SCHOOLS = [
    "St Oswin's C of E Primary School",
    "St Oswin's",
    "St Oswins",
    "St. Oswin's",
    "St. Oswins",
    "St Oswin",
    "Saint Oswin's",
    "SAINT OSWINS",
    "St Oswin’s",
    "st oswin’s primary",
    "St Oswin's Primary School",
    "St Oswin's Primary",
    "St Oswin's School",
    "St Oswin's CofE Primary",
    "St Oswin's C.E. Primary School",
    "St Oswin's Sch.",
    "St Oswin's Prim. Sch.",
    "St\nOswin's",
    "St Os-\nwin's",
    "St-Oswin's",
    "StOswins",
    "S t O s w i n s",
    "St Óswin's",
    "St Os\u200bwin's",
    "\uff33\uff54 \uff2f\uff53\uff57\uff49\uff4e\uff53",
    "St 0swin's",
    "@StOswinsPrimary",
    "office@stoswins.example",
    "the St Oswin's gate",
    "St Oѕwіn's",
]
HARMLESS = [
    "Friday 18 December 2026, 10am to 11.30am",
    "17 December 2026",
    "by 17/12/2026 and again by 26/01/2027",
    "Clause 1.6, read with 2.17 and 26.9",
    "Newcastle procedures 3.17.2, NC15",
    "Ring the office on 0191 498 0100",
    "Ring the office on +44 191 498 0100",
    "Ring 01632 960123",
    "Ring 07700 900456",
    "07700 100123",
    "900123",
    "Case number 7700900 and claim 900124",
    "Reference 0770 0900 1299",
    "17 Station Road, Whitley Bay",
    "3 Quay Street, North Shields",
    "Flat 3",
    "flat 3, 17 Quay Walk",
    "Whitley Bay",
    "NE26 8AA",
    "NE26",
    "house",
    "harbour",
    "They walked along the harbour still talking about school",
    "The harbour started to fill with boats",
    "a trip to the harbour steps",
    "He plays on the street",
    "the house on the hill",
    "The safe house was discussed, without saying where",
    "a rowan tree by the house",
    "Rowan said that she likes her school",
    "the refuge",
    "St Aidan's Primary School",
    "St Oswald's Primary School",
    "her primary school",
    "kelly.shaw@council.example",
    "kelly.short@family.example",
    "Kelly Shaw said that the family is well",
    "duty.desk@council.example",
    "seventeen children of three families",
    "double maths at seven, nine people came, one, two or three late",
    "NHS number 943 476 5919",
    "£7,700 of 900,123",
    "See page 17 of the report",
    "Agreed: review in 6 weeks; 3 actions; 12 people invited",
]


def minutes(words: str) -> str:
    return (
        "Minutes of the Care Team meeting\nFriday 18 December 2026 at 10am\n\n"
        f"Mr Reed said that things are better now: {words} was spoken of.\n"
        "Agreed: Tom Bell rings the office (0191 498 0100) by 8 January 2027. Clause 1.6.\n"
    )


@pytest.mark.parametrize("written", ADDRESSES)
def test_an_address_is_found_however_it_is_written(written: str) -> None:
    assert [(hit.id, hit.where) for hit in hits(minutes(written), [ADDRESS])] == [
        ("a1", "line 4 of the copy")
    ]


@pytest.mark.parametrize("written", REFUGES)
def test_a_refuge_is_found_however_it_is_written(written: str) -> None:
    assert [(hit.id, hit.where) for hit in hits(minutes(written), [REFUGE])] == [("r1", "line 4 of the copy")]


@pytest.mark.parametrize("written", PHONES)
def test_a_phone_number_is_found_however_it_is_written(written: str) -> None:
    assert [(hit.id, hit.where) for hit in hits(minutes(written), [PHONE])] == [("p1", "line 4 of the copy")]


@pytest.mark.parametrize("written", MAILS)
def test_a_mailbox_is_found_however_it_is_written(written: str) -> None:
    assert [(hit.id, hit.where) for hit in hits(minutes(written), [MAIL])] == [("m1", "line 4 of the copy")]


@pytest.mark.parametrize("written", SCHOOLS)
def test_a_school_is_found_however_it_is_written(written: str) -> None:
    assert [(hit.id, hit.where) for hit in hits(minutes(written), [SCHOOL])] == [("s1", "line 4 of the copy")]


@pytest.mark.parametrize("written", HARMLESS)
def test_harmless_words_are_let_through(written: str) -> None:
    assert hits(minutes(written), ALL) == []


@pytest.mark.parametrize(
    "written", ["0191 498 0123", "498 0123", "+44 191 4980123", "four nine eight oh one two three"]
)
def test_a_landline_is_found_with_and_without_its_area_code(written: str) -> None:
    assert [hit.id for hit in hits(minutes(written), [LANDLINE])] == ["p2"]


def test_a_piece_of_a_longer_number_is_no_landline() -> None:
    assert hits(minutes("claim 1498012377 and 24980123"), [LANDLINE]) == []


@pytest.mark.parametrize("hidden", ALL, ids=lambda hidden: hidden.kind)
def test_a_hit_never_repeats_what_is_hidden(hidden: Hidden) -> None:
    (hit,) = hits(minutes(hidden.value), [hidden])
    said = f"{hit.id} {hit.where}".casefold()
    assert hit.kind == hidden.kind
    assert not [word for word in hidden.value.casefold().split() if len(word) > 2 and word in said]


def test_the_first_of_several_places_is_named() -> None:
    text = "one\ntwo\nHarbour\nStreet\nfive\n17 Harbour Street\n"
    assert [hit.where for hit in hits(text, [ADDRESS])] == ["line 3 of the copy"]


def test_each_value_is_found_on_its_own_line() -> None:
    text = "\n".join(["Minutes", "07700 900123", "-", "rowan hse", "NE26 9ZZ"])
    assert {hit.id: hit.where for hit in hits(text, ALL)} == {
        "p1": "line 2 of the copy",
        "r1": "line 4 of the copy",
        "a1": "line 5 of the copy",
    }


def test_an_empty_copy_holds_nothing_and_nothing_hidden_is_nowhere() -> None:
    assert hits("", ALL) == [] and hits(minutes("17 Harbour Street"), []) == []


def test_a_house_with_a_name_is_found_by_its_name() -> None:
    cottage = Hidden("a2", "address", "Curlew Cottage, Denwick, NE66 9ZZ")
    assert [hit.id for hit in hits(minutes("he waited at Curlew cottage"), [cottage])] == ["a2"]


@pytest.mark.parametrize(
    "value",
    [
        "17 Harbour Street Whitley Bay NE26 9ZZ",
        "Flat 3 17 Harbour Street Whitley Bay NE26 9ZZ",
        "17 Harbour Street Flat 3 Whitley Bay",
        "17 harbour st whitley bay ne269zz",
        "Flat 3,\r\n17 Harbour St.,\r\nWhitley Bay",
    ],
)
@pytest.mark.parametrize("written", ["17 Harbour Street", "Harbour St", "seventeen Harbour Str."])
def test_an_address_is_found_however_it_was_recorded(value: str, written: str) -> None:
    assert hits(minutes(written), [Hidden("a1", "address", value)])


@pytest.mark.parametrize(
    "value",
    [
        "+44 (0)7700 900123",
        "07700900123 (after 6pm)",
        "0191 498 0123 / 07700 900123",
        "07700 900123 or 07700 900456",
        "07700/900123",
    ],
)
def test_a_phone_number_is_found_however_it_was_recorded(value: str) -> None:
    assert hits(minutes("ring +44 7700 900 123"), [Hidden("p1", "phone", value)])


@pytest.mark.parametrize(
    "value",
    [
        "Kelly <kelly.shaw@family.example>",
        "kelly.shaw@family.example, k@work.example",
        " kelly.shaw@family.example ",
    ],
)
def test_a_mailbox_is_found_however_it_was_recorded(value: str) -> None:
    assert hits(minutes("kelly dot shaw at family dot example"), [Hidden("m1", "mail", value)])


def test_a_name_too_short_to_be_sure_of_still_counts_as_a_word_of_its_own() -> None:
    ark = Hidden("s2", "school", "Ark")
    assert hits(minutes("she goes to Ark now"), [ark]) and not hits(minutes("parking in the dark"), [ark])


@pytest.mark.parametrize(
    "written", ["item 12 high priority", "12 high chairs", "a street 12 high", "St Mary"]
)
def test_an_ordinary_street_name_does_not_block_ordinary_words(written: str) -> None:
    streets = ["12 High Street, Whitley Bay, NE26 9ZZ", "3 St Mary's Road", "5 Park Hill Road"]
    hidden = [Hidden(street, "address", street) for street in streets]
    assert hits(minutes(written), hidden) == []


@pytest.mark.parametrize(
    "street", ["12 High Street", "3 St Mary's Road", "5 Park Hill Road", "Unit 2, 8 Quayside"]
)
def test_an_ordinary_street_is_found(street: str) -> None:
    hidden = [Hidden("a3", "address", f"{street}, Whitley Bay, NE26 9ZZ")]
    assert hits(minutes(street.split(", ")[-1]), hidden)


def test_a_long_copy_with_many_hidden_values_is_read_quickly() -> None:
    text = minutes("nothing") * 400
    began = thread_time()
    assert hits(text, ALL * 4) == []
    assert thread_time() - began < 5
