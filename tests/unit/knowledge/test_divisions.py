"""Places: their names, what they belong to, and finding them in what people type."""
from __future__ import annotations

import pytest
import yaml

from bot.knowledge.divisions import Divisions, current_names
from bot.knowledge.problems import ContentError


@pytest.fixture
def found(real_divisions):
    """(text of the mention, its codes) for each place that is found."""
    return lambda text: [(mention.text, mention.codes) for mention in real_divisions.find(text)]


@pytest.mark.parametrize(("text", "name", "code"), [
    ("丰都县", "丰都县", "500230"),
    ("丰都", "丰都", "500230"),
    ("我是丰都的", "丰都", "500230"),
    ("我家在丰都", "丰都", "500230"),
    ("重庆市丰都县", "重庆市丰都县", "500230"),
    ("我在重庆丰都", "丰都", "500230"),
    ("北安市", "北安市", "231181"),
    ("我是北安的", "北安", "231181"),
    ("陵川", "陵川", "140524"),
    ("我家在陵川", "陵川", "140524"),
    ("梅州", "梅州", "441400"),
    ("我是梅州的", "梅州", "441400"),
    ("黑龙江省", "黑龙江省", "230000"),
    ("我是黑龙江的", "黑龙江", "230000"),
    ("梅州五华", "梅州五华", "441424"),
    ("梅州市五华县", "梅州市五华县", "441424"),
    ("广东省梅州市五华县", "广东省梅州市五华县", "441424"),
    ("五华县", "五华县", "441424"),
    ("灵川县", "灵川县", "450323"),
    ("陵水黎族自治县", "陵水黎族自治县", "469028"),
    ("丰顺县", "丰顺县", "441423"),
])
def test_a_place_is_found_by_its_name(found, text, name, code):
    (place,) = found(text)

    assert place[1] == (code,)
    assert name in place[0]


@pytest.mark.parametrize(("text", "code"), [
    ("陵川", "140524"), ("我家在陵川", "140524"), ("陵川县", "140524"), ("灵川县", "450323"), ("丰都", "500230"), ("丰顺", "441423"),
    ("我家在丰顺", "441423"), ("陵水", "469028"), ("我是陵水的", "469028")])
def test_places_with_similar_names_are_kept_apart(found, text, code):
    assert [codes for _, codes in found(text)] == [(code,)]


@pytest.mark.parametrize("text", ["灵川", "我是灵川的"])
def test_a_name_that_sounds_like_a_covered_place_is_asked_about_and_never_taken_for_it(found, text):
    ((_, codes),) = found(text)

    assert set(codes) == {"450323", "140524"}


def test_a_short_name_that_two_places_share_is_asked_about(found):
    ((_, codes),) = found("我是五华的")

    assert set(codes) == {"441424", "530102"}


@pytest.mark.parametrize("text", ["我是五华的，梅州那个", "梅州市的，我家在五华", "我在梅州五华"])
def test_a_shared_name_is_cleared_up_by_its_city(found, text):
    assert ("441424",) in [codes for _, codes in found(text)]
    assert all(len(codes) == 1 for _, codes in found(text))


def test_a_full_name_that_two_places_share_is_asked_about(found):
    ((_, codes),) = found("朝阳区")

    assert set(codes) == {"110105", "220104"}


def test_a_full_name_that_two_places_share_is_cleared_up_by_its_city(found):
    ((text, codes),) = found("我家在北京市朝阳区")

    assert (text, codes) == ("北京市朝阳区", ("110105",))


@pytest.mark.parametrize("text", [
    "丰都县有什么补贴", "请问一下丰都县的低保怎么办", "低保怎么办，丰都县", "你好丰都县", "听说丰都县给奖补是不是真的"])
def test_a_full_county_name_is_found_anywhere(found, text):
    assert [codes for _, codes in found(text)] == [("500230",)]


@pytest.mark.parametrize("text", [
    "平安乡村建设", "互助组织怎么参加", "安居房", "公安局", "我家安居房漏水", "和平年代", "城区", "红旗渠", "新华书店", "大病保险报多少",
    "朝阳产业", "长安汽车", "开平房", "大通过道", "东方出版社", "五一放假", "宝山上种树", "互助医疗", "平安保险能赔多少", "社会治安", "西安排了培训",
    "收入水平远低于别人", "提高平均收入", "比如县里有补助吗", "合作市场在哪", "平房区别墅", "想富裕县里能帮啥", "怀集体经济收入", "怎么安康复训练",
    "城北安置点的房子漏水", "东北安家补贴", "县城北安排公益岗", "西北安装自来水"])
def test_words_that_are_not_places_are_left_alone(found, text):
    assert found(text) == []


@pytest.mark.parametrize("text", [
    "我去广东打工有没有交通补贴", "今年去山东打工的名额还有没有", "我要去吉林打工", "俺在天津打工，来回车费能给报多少", "到新疆摘棉花有补贴吗",
    "我妈瘫在床上，我又在广东打工回不去", "娃儿在浙江厂里上班，车费补贴咋个领", "俺从北京回来想干点买卖"])
def test_where_one_works_or_comes_back_from_is_not_where_one_is_from(found, text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "code"), [("丰都看病能报多少", "500230"), ("梅州务工补贴怎么领", "441400"), ("在北安上学有补助吗", "231181")])
def test_where_something_is_done_is_the_place_that_is_asked_about(found, text, code):
    assert [codes for _, codes in found(text)] == [(code,)]


@pytest.mark.parametrize(("text", "code"), [
    ("富裕县", "230227"), ("我是富裕县的", "230227"), ("我家在海城市", "210381"), ("我是黑龙江省齐齐哈尔市富裕县的", "230227"), ("济南市市中区", "370103")])
def test_a_full_name_that_is_also_a_plain_word_counts_where_people_say_where_they_are_from(found, text, code):
    assert [codes for _, codes in found(text)] == [(code,)]


@pytest.fixture
def amended(small):
    """The finder with two words that hide a name, and two that follow a place that is not home."""
    tree = yaml.safe_load((small.folder / "divisions.yml").read_text(encoding="utf-8"))
    small.write("divisions.yml", yaml.safe_dump({**tree, "words": ["北安置", "东北安家"], "away": ["打工", "务工"]}, allow_unicode=True))
    return small.divisions


def test_a_name_inside_a_word_of_the_list_is_not_a_place(amended):
    assert amended.find("城北安置点") == ()
    assert amended.find("东北安家") == ()
    assert [mention.codes for mention in amended.find("城北安置点在北安市")] == [("231181",)]


def test_a_place_before_a_word_of_the_list_is_not_home(amended):
    assert amended.find("去梅州打工") == ()
    assert [mention.codes for mention in amended.find("我是丰都县的，去梅州市务工")] == [("500230",)]
    assert [mention.codes for mention in amended.find("梅州人打工")] == [("441400",)]


@pytest.mark.parametrize("text", ["怀集", "我是怀集的", "我家在怀集", "我在怀集"])
def test_a_short_name_counts_alone_and_after_a_cue(found, text):
    assert [codes for _, codes in found(text)] == [("441224",)]


@pytest.mark.parametrize("text", ["", " ", "，", "丰", "县", "市辖区", "？", "a", "我是", "的"])
def test_nothing_is_found_in_nothing(found, text):
    assert found(text) == []


def test_the_position_of_a_mention_is_that_of_its_text(real_divisions):
    text = "你好，我在重庆市丰都县，问下梅州五华的低保"

    mentions = real_divisions.find(text)

    assert [text[m.start:m.end] for m in mentions] == [m.text for m in mentions]
    assert [m.codes for m in mentions] == [("500230",), ("441424",)]


def test_two_places_are_two_mentions_in_their_order(found):
    assert [codes for _, codes in found("丰都县和陵川县哪个多")] == [("500230",), ("140524",)]


def test_a_county_of_another_province_is_not_merged_into_the_place_before_it(found):
    assert [codes for _, codes in found("黑龙江省丰都县")] == [("230000",), ("500230",)]


@pytest.mark.parametrize(("code", "chain"), [
    ("500230", ("500230", "500000")),
    ("441424", ("441424", "441400", "440000")),
    ("231181", ("231181", "231100", "230000")),
    ("441400", ("441400", "440000")),
    ("230000", ("230000",)),
    ("110105", ("110105", "110000")),
])
def test_a_place_belongs_to_its_city_and_province_nearest_first(real_divisions, code, chain):
    assert real_divisions.chain(code) == chain


@pytest.mark.parametrize("code", ["000000", "999999", "500200", "110100", "", "50023", "丰都县"])
def test_a_code_that_no_place_has_does_not_exist(real_divisions, code):
    assert not real_divisions.exists(code)


@pytest.mark.parametrize(("code", "name"), [
    ("500230", "重庆市丰都县"), ("441424", "广东省梅州市五华县"), ("230000", "黑龙江省"), ("469028", "海南省陵水黎族自治县"),
    ("429004", "湖北省仙桃市"), ("659001", "新疆维吾尔自治区石河子市")])
def test_a_full_name_has_its_province_and_city_and_nothing_else(real_divisions, code, name):
    assert real_divisions.full_name(code) == name


def test_a_place_that_was_abolished_does_not_exist():
    names = current_names()

    assert "110103" not in names  # 崇文区, until 2010
    assert "152921" in names


def test_every_name_of_the_content_file_belongs_to_a_place_that_exists(real_divisions):
    codes = {code for codes in real_divisions._given.values() for code in codes}

    assert [code for code in codes if not real_divisions.exists(code)] == []


@pytest.mark.parametrize(("text", "code"), [
    ("我是宾县的，我妈七十了，有啥补贴", "230125"), ("我家在哈尔滨宾县农村，老人住院报不报", "230125"), ("宾县农村的老太太能领多少", "230125"),
    ("宾县低保多少钱", "230125"), ("呼兰的", "230111"), ("哈尔滨呼兰的", "230111"), ("黑龙江哈尔滨宾县的", "230125"), ("随县的", "421321"),
    ("莘县的", "371522"), ("低保怎么办，道县的", "431124"), ("哈尔滨的宾县", "230125")])
def test_a_county_with_a_short_name_is_found_where_people_say_where_they_are_from(found, text, code):
    assert [codes for _, codes in found(text)] == [(code,)]


@pytest.mark.parametrize("text", [
    "示范县的标准是啥", "贫困县和县里的文件", "简单县里办不办", "我和县里说过了", "免费县里给修不", "答应县的事没办", "来宾县里管不", "城区的房子能补不",
    "和县里说了没人管", "应县里要求办的", "东区的房子漏水", "信息县里有没有", "收入水平远", "我是郊区的", "找到县里", "比如县里的"])
def test_a_short_county_name_inside_other_words_is_left_alone(found, text):
    assert found(text) == []


@pytest.mark.parametrize("key", ["cues", "tails", "short_names", "ambiguous", "not_places", "suffixes"])
def test_a_content_file_that_lacks_a_part_says_which(small, key):
    tree = yaml.safe_load((small.folder / "divisions.yml").read_text(encoding="utf-8"))
    del tree[key]
    small.write("divisions.yml", yaml.safe_dump(tree, allow_unicode=True))

    with pytest.raises(ContentError, match=key):
        Divisions(small.folder / "divisions.yml")


# our place and others

@pytest.mark.parametrize(("text", "compared"), [
    ("丰都的8300我们这能用不", [True]),
    ("我们丰都有没有奖补", [False]),
    ("丰都那个2000块的奖补，我们梅州有没有", [True, False]),
    ("丰都有没有奖补", [False]),
])
def test_a_place_beside_our_place_is_only_compared_with(real_divisions, text, compared):
    assert [mention.is_compared for mention in real_divisions.find(text)] == compared


@pytest.mark.parametrize("text", [
    "去浙江", "我想去浙江", "准备去浙江了，路费报不报", "到浙江", "我屋头女人在黑龙江带孙，她能报不", "俺在河南老家那边也种地", "我爸在郑州市住院", "娃儿在浙江读书",
    "老公在江苏看病能报不", "去山东念书", "我儿子在浙江", "我去广东省动手术"])
def test_where_one_goes_or_somebody_else_is_is_away(real_divisions, text):
    assert [mention.is_away for mention in real_divisions.find(text)] == [True]


@pytest.mark.parametrize(("text", "is_home"), [
    ("我是浙江的", True), ("我搬到浙江了，低保怎么办", True), ("嫁去兴宁市，那边呢", True), ("户口在浙江", True), ("老家在河南", True), ("浙江低保多少", False),
    ("那浙江呢", False), ("我现在在梅州，那边呢", False), ("去浙江", False), ("娘家在浙江", False)])
def test_where_one_says_to_live_is_home(real_divisions, text, is_home):
    assert [mention.is_home for mention in real_divisions.find(text)] == [is_home]


@pytest.mark.parametrize("text", [
    "我是浙江的", "搬到浙江了", "我嫁到浙江", "嫁去兴宁市，那边呢", "户口在浙江，人在外面打工", "我住在浙江，在厂里上班", "老家在河南", "我现在在梅州，那边呢", "那北安呢", "浙江",
    "丰都看病能报多少", "回浙江", "户口迁到浙江", "我家在北安，孩子在外面读书", "我是丰都的，老公在外面打工", "看到丰都县有奖补", "改成浙江"])
def test_where_one_lives_or_what_is_asked_about_is_not_away(real_divisions, text):
    assert [mention.is_away for mention in real_divisions.find(text)] == [False]


def test_where_a_grown_child_has_moved_is_not_where_one_lives(real_divisions):
    (moved,) = real_divisions.find("女儿嫁到枣庄")
    (own,) = real_divisions.find("我嫁到枣庄")

    assert (moved.is_away, moved.is_home) == (True, False) and (own.is_away, own.is_home) == (False, True)
