"""Territory as readers meet it: who is reported to hold a place, who claims it, what contradicts what."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from msgspec import structs

from onrecord.ledger import ContradictionQuery, open_ledger
from onrecord.ledger.claim_answers import Held, TerritoryStatus
from onrecord.pages import land, mapping, timeline
from onrecord.pages.labels import Spot, covered, labels, meet
from onrecord.pages.land import Box, around, outline
from onrecord.records import Place, new_actor
from tests.ledger.ground import BAKHMUT, OBLAST, SHUSHA, story
from tests.pages.conftest import application, serving
from tests.pages.test_browser import assert_accessible, look

__all__ = ["look"]
FELL = story(1, "Russian troops took Bakhmut", "CAPTURE", "Russia", BAKHMUT, since="2023-05-20", published="2023-05-21")
HELD = story(2, "Kyiv holds Bakhmut", "CONTROL", "Ukraine", BAKHMUT, published="2023-05-22", by=("Reznik", "city"))
OURS = story(3, "The oblast is ours", "SOVEREIGNTY", "Russia", OBLAST, since="2022-09-30", published="2022-10-01")
SHUSHI = story(4, "Baku took Shusha", "CAPTURE", "Azerbaijan", SHUSHA, since="2020-11-08", published="2020-11-09")
STORIES = (FELL, HELD, OURS, SHUSHI)


@pytest.fixture
def ground(kept):
    for reading in STORIES:
        kept.ledger.record(reading)
    return kept


def test_a_places_page_keeps_what_is_reported_and_what_is_claimed_apart(ground, desk):
    page = desk.get(f"/places/{BAKHMUT.id}", params={"on": "2023-05-23"}).text
    status = page.partition('id="status"')[2].partition('id="line"')[0]
    held, claimed = status.split("Claimed by")
    assert "<b>Russia</b>" in held
    assert "Disputed." in claimed
    for words in ("Russian troops took Bakhmut", "Kyiv holds Bakhmut"):
        assert words in page
    assert f'href="#c-{FELL.claims[0].id}"' in page
    assert f'id="c-{FELL.claims[0].id}"' in page


def test_a_day_before_anything_was_said_knows_nothing(ground, desk):
    page = desk.get(f"/places/{BAKHMUT.id}", params={"on": "2023-05-23", "known": "2001"}).text
    assert page.count("Nobody, as far as this ledger knows.") == 2


def test_the_days_of_change_are_links_without_a_script(ground, desk):
    page = desk.get(f"/places/{BAKHMUT.id}", params={"on": "2023-05-21"}).text
    assert f'rel="prev" href="/places/{BAKHMUT.id}?on=2023-05-20"' in page
    assert f'rel="next" href="/places/{BAKHMUT.id}?on=2023-05-22"' in page


def test_a_name_leads_to_its_place_and_an_unknown_one_is_told(ground, desk):
    assert desk.get("/territory", params={"name": "Bakhmut"}).headers["location"] == f"/places/{BAKHMUT.id}"
    unknown = desk.get("/territory", params={"name": "Nowhereville"})
    assert unknown.status_code == 404
    assert "neither the gazetteer nor the ledger knows a place of this name" in unknown.text
    assert desk.get("/places/none").status_code == 404


@pytest.mark.parametrize("form", ["json", "csv", "atom", "geojson"])
def test_a_place_as_data(ground, public, form):
    answer = public.get(f"/places/{BAKHMUT.id}.{form}")
    assert answer.status_code == 200
    assert "Bakhmut" in answer.text
    if form == "geojson":
        feature = answer.json()["features"][0]
        assert feature["geometry"]["coordinates"] == [BAKHMUT.lon, BAKHMUT.lat][::1]


def test_the_map_says_what_its_table_says(ground, public):
    page = public.get("/territory/map", params={"on": "2023-05-23"}).text
    drawn, _, table = page.partition("<table")
    for name in ("Bakhmut", "Kherson Oblast", "Shusha"):
        assert name in drawn
        assert name in table
    one = public.get("/territory/map", params={"on": "2023-05-23", "within": "Azerbaijan"}).text
    assert "Shusha" in one
    assert f"/places/{BAKHMUT.id}?" not in one.partition("<figure")[2]
    assert public.get("/territory/map", params={"on": "nonsense"}).status_code == 422


def pair(ground):
    [one] = ground.ledger.contradictions(ContradictionQuery(place=BAKHMUT))
    return one


def test_both_passages_stand_side_by_side_and_the_public_waits_for_a_person(ground, desk, public):
    address = f"/contradictions/{pair(ground).id}"
    assert public.get(address).status_code == 404
    assert "Nothing here." in public.get("/contradictions").text
    page = desk.get(address).text
    assert page.count('class="words"') == 2
    assert desk.post(f"{address}/review", data={"verdict": "confirmed"}).status_code == 303
    assert "Kyiv holds Bakhmut" in public.get(address).text
    assert "Kyiv holds Bakhmut" in public.get("/contradictions.atom").text


def test_a_dismissal_needs_its_reason_and_is_a_record(ground, desk, public):
    address = f"/contradictions/{pair(ground).id}"
    assert desk.post(f"{address}/review", data={"verdict": "wrong"}).status_code == 400
    assert desk.post(f"{address}/review", data={"verdict": "wrong", "why": "Two days lie between."}).status_code == 303
    assert "Two days lie between." in desk.get(address).text
    assert public.get(address).status_code == 404
    assert public.post(f"{address}/review", data={"verdict": "confirmed"}).status_code == 403


def test_a_claim_by_itself_with_a_persons_word(ground, desk, public):
    address = f"/claims/{FELL.claims[0].id}"
    assert "machine-read" in public.get(address).text
    assert public.post(f"{address}/review", data={"verdict": "confirmed"}).status_code == 403
    assert desk.post(f"{address}/review", data={"verdict": "wrong", "why": "It says Russian."}).status_code == 303
    assert "a person says this reading is wrong" in desk.get(address).text


def test_a_flag_stands_at_the_statement_that_something_contradicts(ground, desk, public):
    article, flag = f"/articles/{HELD.document.id}", "something contradicts this"
    assert flag in desk.get(article).text
    assert flag not in public.get(article).text
    ground.ledger.review(pair(ground).id, "confirmed", "", structs.replace(FELL.claims[0].stamp, by="Ada"))
    assert desk.get(f"/articles/{SHUSHI.document.id}").text.count(flag) == 0


# --- the drawings ---


def test_the_timeline_has_two_lanes_and_no_mark_covers_another(ground):
    rows = [structs.replace(row) for one in STORIES for row in ground.ledger.claims(query_of(one))]
    line = timeline.timeline(rows * 3)
    assert {mark.lane for mark in line.marks} == {0, 1}
    for lane in (0, 1):
        marks = [mark for mark in line.marks if mark.lane == lane]
        for one in marks:
            for other in marks:
                apart = one.x + one.width <= other.x or other.x + other.width <= one.x or one.row != other.row
                assert one is other or apart
    assert all(mark.x >= 0 and mark.x + mark.width <= timeline.WIDE for mark in line.marks)


def query_of(reading):
    from onrecord.ledger.claim_answers import ClaimQuery

    return ClaimQuery(document=reading.document.id)


def test_a_claim_without_a_day_has_that_of_its_article(ground):
    [row] = ground.ledger.claims(query_of(HELD))
    assert timeline.when(row) == (dt.date(2023, 5, 22), dt.date(2023, 5, 22))


def test_places_near_one_another_share_a_map_and_names_keep_apart(ground):
    east = [structs.replace(BAKHMUT, id=str(at), name=f"Town {at}", lat=48.0 + at / 9, lon=38.0) for at in range(9)]
    west = structs.replace(BAKHMUT, id="w", name="Far town", lat=40.0, lon=-3.0)
    statuses = [ground.ledger.territory(FELL.claims[0].place, "2023-05-23", "2030")]
    made = [structs.replace(statuses[0], place=place) for place in (*east, west)]
    groups = mapping.groups(made)
    assert [len(group.map.points) for group in groups] == [9, 1]
    labels = [(round(p.x + p.label.x), round(p.y + p.label.y)) for p in groups[0].map.points]
    assert len(set(labels)) == 9


def test_the_land_is_cut_to_the_map():
    box = Box(30, 44, 40, 50)
    path = outline(box)
    numbers = [int(one) for one in path.replace("M", " ").replace("L", " ").replace("Z", " ").split()]
    assert 100 < len(path) < 20_000
    assert all(-1 <= one <= land.WIDE + 1 for one in numbers)
    assert outline(around([])) != path
    assert outline(Box(-40, 20, -35, 25)) == ""  # the open Atlantic


# --- in a browser ---


@pytest.fixture(scope="module")
def war(tmp_path_factory):
    ledger = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('war') / 'ledger.sqlite'}")
    for reading in STORIES:
        ledger.record(reading)
    [found] = ledger.contradictions(ContradictionQuery(place=BAKHMUT))
    with serving(application(ledger, base_url="http://127.0.0.1:8000", desk_token=None)) as inside:
        yield SimpleNamespace(inside=inside, pair=found)
    ledger.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/territory",
        "/territory?name=Nowhereville",
        "/territory/map?on=2023-05-23",
        "/places/{place}?on=2023-05-23",
        "/contradictions",
        "/contradictions/{pair}",
        "/claims/{claim}",
        "/articles/{article}",
    ],
)
def test_nothing_stands_in_a_readers_way(war, look, path, width, scheme):
    held = {"place": BAKHMUT.id, "pair": war.pair.id, "claim": FELL.claims[0].id, "article": FELL.document.id}
    assert_accessible(look(war.inside + path.format(**held), width, scheme))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "mark"), [(1280, "#m-{} rect"), (360, "#t-{}")])
def test_a_mark_of_the_timeline_opens_its_words_without_scripts_and_they_lead_back(war, look, width, mark):
    page = look(f"{war.inside}/places/{BAKHMUT.id}", width, java_script_enabled=False)
    page.locator(mark.format(FELL.claims[0].id)).click()
    words = page.locator("li:target")
    assert "Russian troops took Bakhmut" in words.inner_text()
    words.locator("a.no:visible").click()
    assert page.locator(":target").count() == 1
    assert page.locator(":target").is_visible()


@pytest.mark.browser
def test_a_narrow_timeline_is_a_table_with_every_mark_in_its_lane(war, look):
    page = look(f"{war.inside}/places/{BAKHMUT.id}", 360)
    table = page.get_by_role("table", name="The timeline as a table")
    assert [one.inner_text() for one in table.get_by_role("columnheader").all()] == [
        "When",
        "Reported control",
        "Claims of right and intention",
    ]
    assert [one.inner_text().split("\t") for one in table.get_by_role("row").all()[1:]] == [
        ["20 May 2023", "2", ""],
        ["22 May 2023", "1", ""],
    ]
    assert page.locator("svg.timeline").is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_maps_table_is_one_for_who_listens_at_every_width(war, look, width):
    page = look(f"{war.inside}/territory/map?on=2023-05-23", width)
    table = page.get_by_role("table", name="The same as a table")
    assert table.get_by_role("columnheader").count() == 4
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Bakhmut"))
    assert row.get_by_role("cell").count() == 3
    assert "Russia" in row.get_by_role("cell").first.inner_text()


def test_a_claim_is_told_in_the_readers_language(ground, public):
    address = f"/claims/{FELL.claims[0].id}"
    claim = public.get(address, headers={"Accept-Language": "uk"}).text
    heading = claim.partition("<h1>")[2].partition("</h1>")[0]
    assert "захоплення" in heading
    assert "capture" not in heading
    assert "capture" in public.get(address, headers={"Accept-Language": "en"}).text.partition("<h1>")[2]


def test_a_region_is_an_oval_in_nobodys_colour_and_a_town_is_a_point():
    crimea = Place(id="a", name="Crimea", lat=45.3, lon=34.4)
    kerch = Place(id="b", name="Kerch", lat=45.35, lon=36.47, within=("Crimea",))
    drawn = mapping.drawn([status_of(crimea), status_of(kerch)])
    (area,) = drawn.areas
    assert (area.x, area.y) == (drawn.points[0].x, drawn.points[0].y)
    assert "held" not in area._fields
    assert [point.region for point in drawn.points] == [True, False]
    assert min(area.rx, area.ry) > 0
    assert area.x - area.rx > 0, "the whole oval is on the map"
    assert area.x + area.rx < land.WIDE


def status_of(place, **told):
    held = Held(actor=new_actor("Russia"), evidence=("c",))
    return TerritoryStatus(
        place=place, on="2022", known="2022", held_by=(held,), claimed_by=(), **{"disputed": False, "why": "", **told}
    )


def test_who_holds_a_part_has_a_star_and_a_mark_of_its_own():
    place = Place(id="p", name="Oblast", lat=48.0, lon=38.0, within=("U",))
    part = Held(actor=new_actor("Russia"), evidence=("c",), part=True)
    [group] = mapping.groups([structs.replace(status_of(place), held_by=(part,))])
    [point] = group.map.points
    assert point.signs.endswith("*")
    assert [side.part for side in point.held] == [True]


def crowd():
    """Twenty towns a stone's throw from each other, one of them disputed; one far from them."""
    near = [Place(id=f"{at}", name=f"Town {at}", lat=48 + at / 40, lon=38, within=("U",)) for at in range(20)]
    far = Place(id="far", name="Far", lat=50.5, lon=31.0, within=("U",))
    return [*(status_of(place, disputed=place.id == "6") for place in near), status_of(far)]


def test_names_that_crowd_give_way_to_numbers_and_to_a_closer_map():
    [group] = mapping.groups(crowd())
    [frame] = group.map.frames
    assert [point.name for point in group.map.points if point.label] == ["Far"], "the rest is in the closer map"
    [closer] = group.closer
    assert closer.name == frame.letter == "A"
    shown = [*(point.name for point in closer.map.points if point.label and not point.label.number), *listed(closer)]
    assert sorted(shown) == sorted(["Town 6 ?", *(f"Town {at}" for at in range(20) if at != 6)])


def listed(group, layer=0):
    return [point.name for _, points in group.map.layers[layer].key for point in points]


def test_the_disputed_keeps_its_name_and_the_other_has_a_number():
    one = [Spot(150, 300, 10, "Quiet town", (-1, "a")), Spot(150, 300, 10, "Disputed town", (-1001, "b"))]
    quiet, disputed = labels(one, 4.0, 400)
    assert (quiet.number, disputed.number) == (1, 0)


@pytest.mark.parametrize("unit", mapping.UNITS)
def test_no_name_lies_on_another(unit):
    spots = [Spot(100 + at * 37 % 800, 60 + at * 71 % 500, 12, f"Town {at}", (0, f"{at:02}")) for at in range(40)]
    placed = labels(spots, unit, 620)
    named = [(spot, label) for spot, label in zip(spots, placed, strict=True) if not label.number]
    rects = [covered(spot, label, spot.words, unit) for spot, label in named]
    assert named
    assert not [1 for at, one in enumerate(rects) for other in rects[:at] if meet(one, other)]
    assert all(label.number for spot, label in zip(spots, placed, strict=True) if (spot, label) not in named)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "shown"), [(360, "tight"), (1280, "roomy")])
def test_the_map_is_whole_and_legible_at_a_phones_width(war, look, width, shown):
    page = look(f"{war.inside}/territory/map?on=2023-05-23", width, "light")
    boxes = page.locator(".chart svg.map").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert boxes
    assert max(boxes) <= width
    tall = page.locator(f".chart .{shown} text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(tall) >= 11, "letters that can be read"
