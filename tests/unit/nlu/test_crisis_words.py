"""data/crisis.yml: which words are danger, of which kind, and which only look like it. No model is asked."""
from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.crisis_words import CrisisWords
from bot.nlu.normalize import Rules, mend

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "data" / "crisis.yml"
LISTS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
RULES, WORDS = Rules(ROOT / "data" / "slips.yml"), CrisisWords(LISTS)

DANGERS = {
    "illness": [
        "我老汉儿胸口痛得喘不上气，去医院没钱啷个办", "娃儿发高烧抽筋到卫生院要多少钱", "俺爸脑出血倒地上了叫不醒", "我妈突然半边身子不能动了，看病能报多少",
        "爷爷今早起来嘴歪了说不出话，卫生院收不收", "娃儿翻白眼了，送医院要交好多押金", "老伴口吐白沫不省人事，医保能报不", "俺媳妇难产了，去县医院补多少钱",
        "我爹刚刚晕倒在地头，救护车要不要钱", "婆婆吐血了，没钱住院咋整", "阿公突然心口痛出冷汗，去医院要几多钱", "阿妈喘唔上气，有冇得补贴",
        "奶奶昏倒了喊不应，家里没车", "我婆娘生娃大出血，家里交不起钱", "娃儿烧到40度说胡话，新农合报不报", "手绞进脱粒机血止不住，去哪个医院能报",
        "俺爷上不来气嘴唇都紫了，低保户看病免钱不", "刚才我爸从房上摔下来动弹不得，工伤赔不赔", "娃吃花生噎住了脸都青了", "马蜂蜇了我妈，头昏喘不过气，卫生所能打针不",
        "爸爸有哮喘多年，现在喘不上气脸发紫", "去年住院花了三万没钱了，我爸现在胸口疼得喘不上来气", "老汉突然人事不知，慢病卡能不能用", "我爸抽搐了停不下来，救助金先给我们一点行不",
        "我妈高血压十年了，今天叫不醒", "老哮喘犯了，喘不上气，嘴皮发紫", "我妈有病多年，突然翻白眼了", "我妈喝水呛了脸都青了没人管", "俺娘胸口憋得慌出不来气了，挂号得多少钱", "我爸突然摔倒在地上浑身抽", "我婆婆脑溢血了正往医院送，押金谁给垫", "牛把我爸顶了，肚子破了肠子都出来了，报销怎么报", "蜂子锥了我妈，脸肿得眼睛都睁不开，出气恼火",
        "我媳妇肚子疼见红了，才七个月，去医院补多少", "小孩把电池吞了", "我媳妇要生了，没车送，能不能给补点",
    ],
    "snakebite": ["蛇把我妈咬了啷个报销", "我遭蛇咬了脚杆肿起来，打血清好多钱", "刚才割草被毒蛇咬了一口，新农合报得到不", "娃儿手上被蛇咬了，去卫生院要钱不", "竹叶青咬了我爸，是蛇咬到脚"],
    "poison": ["我妈喝了百草枯", "老婆吵架喝了半瓶农药，洗胃能报多少", "娃误食老鼠药，去医院没钱", "俺爹把除草剂喝了", "我把一瓶药都吃了，好困", "娃吃了耗子药，洗胃报不报", "我妈把敌敌畏当酒喝了", "一家人吃野蘑菇上吐下泻，看病报不报",
               "喂猪的时候我妈喝了农药，快点"],
    "burn": ["孩子烫伤了，开水泼了一身，皮都起泡了，能报多少", "油锅把我妈脸上手上都烧伤起泡了"],
    "fumes": ["屋里烧炭，我妈叫不醒", "煤气中毒了咋办，医院能报吗", "我弟下沼气池喊不应"],
    "gas_leak": ["灶屋液化气泄漏了，找哪个部门赔", "煤气罐嘶嘶响关不上，一屋子味"],
    "electricity": ["我舅修水泵触电了", "娃儿被电打了，医保报不报", "高压线掉下来打到人了"],
    "fire": ["屋里着火了还有人", "房子起火了，政府赔不赔", "我衣服着火了", "柴垛着火了快烧到房子"],
    "collapse": ["墙裂老大个缝子，昨晚上掉砖头了，我现在就住里头", "房子后头山在垮", "屋后山泥冲下来半间屋", "后山滑坡了石头往下滚，危房改造能不能快点批", "我男人被压在下面了",
                 "屋背后的坡在滑，我们往哪里跑", "房梁断了嘎吱响，老人睡在里屋", "土坎垮了把门堵死我们出不来", "泥石流来了，救灾款找谁", "房子正在塌，人在屋里", "挖井塌方了，我兄弟埋在底下", "屋后头的山今晚一直响，往下掉土块，要不要跑", "窑洞塌了把我爸压在里头了", "我家房子让泥石流冲了一半，人还在里头"],
    "water": ["娃儿掉井里了", "孙子掉粪坑里了，快点", "有人溺水了", "我们一家困在屋顶，水还在涨", "我妈跳河了", "老人掉到地窖喊没声", "老人掉井里没人管", "孩子被水冲走了", "孙娃子掉水凼凼头了"],
    "violence": ["我男人正在打我", "老公喝醉了把我按在地上打，离了婚能吃低保不", "我男的喝醉了提起刀在撵我", "他拿刀追我，我能不能申请救助", "老公天天打我，低保能单独办不", "隔壁在打老婆，打得头破血流", "有人喊救命", "他掐我脖子，我躲在柜子里"],
    "lost": ["孩子不见了，天都黑了", "爷爷走丢了找不到", "我妈走丢了，她有老年痴呆", "孩子不见了，报警了还没找到"],
    "self_harm": ["我不想活了", "没钱治病活不下去了，低保批不批", "想喝农药算了", "我准备去跳楼", "我姐割腕了", "遗书写好了", "钱被骗光了，我不想活了", "鸡都死完了，欠一屁股债，活着没意思"],
    "fraud": ["我已经转给他了", "钱被骗了咋办", "刚转了账才晓得是假的", "把验证码给他了", "我被骗了钱，报低保行不", "冒充扶贫办的要手续费，我已经转过去了", "遭骗了钱，三万块", "转给骗子了还追得回来不",
              "他说交保证金才放款，我已经打给他了", "卡上的钱被转走了", "银行卡里八千块让人骗走了", "我按他说的把钱打到安全账户了", "他叫我先交激活费，我交了1200", "我妈被电话骗了两万块", "有人加我微信要保证金，我已经转过去了", "我妈两万块遭人骗走了", "骗走我爸三千块钱", "有人冒充村干部，我把银行卡密码都发过去了"],
    "any": ["快来救人", "救命啊"],
}

NO_DANGERS = [
    # over, an old complaint, only supposed
    "去年被蛇咬了住院花了三千能报不", "我爸胸口痛住院报了多少", "哮喘多年常喘不上气能办慢病不", "去年夏天，我妈被毒蛇咬了，花了两万", "要是被蛇咬了能报销不", "前年房子塌了到现在没修", "我爸上个月晕倒了，检查花了五千",
    "前年我妈脑梗，半边身子不能动，说不出话，能办残疾证不", "癫痫发作就口吐白沫，慢病能办不", "尘肺病走几步路就喘不上气，能评残疾不", "媳妇难产住院花了两万，能救助不", "屋里着火了烧光了，人没事，能补多少",
    "去年山泥冲下来半间屋，一直没修", "以前被骗过，被骗了钱，现在能不能申请监测户", "去年钱被骗了，家里困难", "我爹去年在工地触电了，手没了", "孩子前年掉河里，救回来了", "我爸心梗了做了手术，出院了，二次报销怎么办",
    "煤气中毒住院花了八千报了多少", "慢阻肺，喘不上气好几年了", "上次吐血了住院，能报多少", "老慢支一到冬天就上不来气", "如果房子塌了国家赔不赔", "万一触电了怎么赔", "我妈常年卧床，翻身都叫不应人，护理费怎么领",
    "老人吐血去世了，丧葬费找谁领", "房子垮了没地方住，能不能申请危房改造", "后山滑坡埋了半间屋，人没事，能补多少",
    # animals
    "我家猪前天喝了农药死了，有没得赔", "猪儿吃了打过农药的草，死了三头", "牛被蛇咬了，保险赔不赔", "我家老母猪难产了，兽医站管不管", "羊口吐白沫死了两只，能赔不", "鸡吃了老鼠药死了一窝", "狗掉井里了", "两头牛触电了，电力局赔不赔",
    "我家的牛掉进粪坑了", "我养的鱼没气了", "母猪三天不吃东西了，眼看不行了", "猪发高烧抽筋，打什么针",
    # other matters
    "血压药能不能停", "降压药能不能自己停", "俺婆婆高血压药停了三天，卫生室能领免费的不", "现在家里揭不开锅了", "家里揭不开锅了，能不能给点救济", "打完120了，到医院没钱交押金", "腿抽筋是不是缺钙，能不能免费查",
    "墙裂了一道缝，能申请危房改造不", "老屋快塌了，人搬出来了，能补多少", "债压得我喘不过气，有没有救助", "气得我吐血，跑三趟了", "地已经转给他了，补贴还归我不", "我家的地已经转给他了，种粮补贴怎么领",
    "有人打电话说给扶贫款要先交200块手续费", "怎么防被骗", "打我卡上的是什么钱", "补贴什么时候打我存折", "胸口痛挂什么科", "发烧看病能报多少", "农药瓶子该扔哪里", "孩子找不到工作怎么办", "打死我也不借高利贷", "忙到我要跳楼啦",
    "泡蛇酒咬牙坚持", "村里防溺水宣传", "灭火器去哪里领", "山林着火险怎么赔", "水管爆了没得水吃", "钱什么时候转到账上", "我把材料交给他了", "被狗咬了打狂犬针能报吗", "路垮了车过不去找谁修", "田坎垮了能不能补",
    "羊水检查报销不", "蛇年养蛇有补贴不，被咬了谁管", "种蘑菇洗胃口不好", "后山滑坡隐患点搬迁有补助吗", "房后垮了一大块，一直没人管，能申请搬迁不", "房顶掉瓦，老人住在里面，能申请危房改造不",
    "手续费要不要我交了才能办低保", "贷款手续费已经交了，什么时候放款", "保证金已经打过去了，工程款什么时候退", "银行卡密码给他了，代领养老金行不", "要生了去医院报多少", "肚子疼去医院检查出血能报吗", "邻居打死人了判刑，他家孩子算困境儿童不",
    "心脏病发作过，能申请慢病", "老人摔倒昏迷不醒，在ICU，一天八千，能救助吗", "我爸在水库边摔断了腿，手术做完了能报多少", "鱼价跌了鱼塘亏了，能贷款不", "手机掉水塘里了", "工作时手被机器绞断了，能办残疾证不", "我爸中风三年了，半边身子动不了，能领护理补贴吗", "娃小时候高烧抽筋落下残疾，能办残疾证吗", "我妈透析的时候晕倒过，能办大病救助不", "去年家里着火烧了三间房", "房子漏雨墙体开裂掉墙皮，能申请危房改造吗",
    "家里困难喘不过气来了，想申请低保", "养的羊被狗咬死了十几只", "果树被水冲走了，农业保险赔吗", "村干部把我的低保钱转走了找谁", "低保款转给他亲戚了", "我把土地流转给他了，合同怎么签", "孩子走丢了三年没找着，户口怎么办",
    "老公家暴我去年离了，一个人带娃能吃低保吗", "打农药中午吃了饭头疼", "屋头被泥石流冲垮，救灾找哪个部门", "怎么举报诈骗扶贫款的", "银行卡密码忘了怎么办", "难产的政策有没有", "孩子发烧住院三天，能报多少",
]


def heard(text: str):
    return WORDS.hear(mend(text, RULES))


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in DANGERS.items() for text in texts])
def test_these_words_are_danger_of_their_kind_whatever_is_asked_beside_them(kind, text):
    assert heard(text).kind == kind


@pytest.mark.parametrize("text", NO_DANGERS)
def test_these_words_only_look_like_danger(text):
    assert heard(text).kind is None


@pytest.mark.parametrize("text", [
    "血压药能不能停", "降压药能不能自己停", "俺婆婆高血压药停了三天，卫生室能领免费的不", "我家猪前天喝了农药死了，有没得赔", "猪儿吃了打过农药的草，死了三头", "现在家里揭不开锅了", "家里揭不开锅了，能不能给点救济",
    "俺家母猪下完崽不吃食，趴着不动", "屋头水管爆了没得水吃", "我今年五十八,想寻个扫街的活", "孩子没人管,他爸坐牢了", "去年被蛇咬了住院花了三千能报不"])
def test_a_model_is_doubted_more_on_matters_that_only_sound_like_danger(text):
    assert heard(text).is_doubtful


@pytest.mark.parametrize("text", [
    "低保怎么申请", "我把猪卖了，鸡也送人了，药水放在灶台上", "俺把猪羊都卖嘞，钱给孩儿留下，俺也该走嘞", "咱这病我心里有数，不治了，药都停了，今儿个把牛牵给老二家", "我不想活了，猪也死了三头"])
def test_a_model_is_believed_where_nothing_speaks_against_it(text):
    assert not heard(text).is_doubtful


@pytest.mark.parametrize(("text", "kind"), [
    ("我想喝农药", "self_harm"), ("我不想活了，刚喝了农药", "poison"), ("钱被骗走了，我想跳楼", "self_harm"), ("他拿刀追我，我不想活了", "violence"), ("我想跳河", "self_harm"), ("我妈跳河了", "water")])
def test_of_several_kinds_the_one_that_has_to_be_seen_to_first_counts(text, kind):
    assert heard(text).kind == kind


@pytest.mark.parametrize("text", ["我不想活了", "他拿刀砍我"])
def test_despair_and_violence_are_never_taken_for_over(text):
    assert heard(f"去年住院花了三万，{text}").kind and heard(f"去年{text}").kind


def test_an_old_story_in_the_sentence_before_does_not_hide_what_happens_now():
    assert heard("去年我妈被蛇咬了，住院花了三千。刚才我爸又被蛇咬了").kind == "snakebite"
    assert heard("前年盖了房子。我爸胸口疼得喘不上气").kind == "illness"


def test_words_that_are_far_apart_do_not_count_together():
    assert heard("我爸胸口疼，" + "上个礼拜六跟村里的人一起去镇上赶集买了化肥种子还有一袋子白面和两桶菜油回来" + "爬坡的时候出冷汗").kind is None


def test_it_finds_danger_anywhere_in_a_long_story():
    assert heard("我想问低保。" * 200 + "我妈喝了百草枯。" + "村里有政策没有。" * 200).kind == "poison"


def test_no_phrase_is_listed_under_two_kinds():
    listed = [word for words in LISTS["phrases"].values() for word in words]

    assert sorted(word for word in set(listed) if listed.count(word) > 1) == []


def test_every_phrase_is_as_it_arrives():
    """What the slips would rewrite can never be met."""
    phrases = [word for words in LISTS["phrases"].values() for word in words]
    groups = [word for entry in LISTS["together"] for group in entry["all"] for word in group]

    assert [word for word in (*phrases, *groups) if "…" not in word and RULES.apply(word) != word] == []


def test_words_that_count_together_are_of_a_kind_that_has_phrases():
    assert {entry["kind"] for entry in LISTS["together"]} <= set(LISTS["phrases"])
    assert {*LISTS["passing"]["kinds"], *LISTS["animals"]["kinds"]} <= set(LISTS["phrases"])


@pytest.mark.parametrize("file", ["policy_question", "eligibility_check", "elliptical", "follow_up", "place", "rumour", "small_talk", "out_of_scope"])
def test_no_sentence_that_teaches_something_else_is_danger(file):
    tree = yaml.safe_load((ROOT / "data" / "nlu" / f"{file}.yml").read_text(encoding="utf-8"))
    taught = [line.removeprefix("- ") for entry in tree["nlu"] for line in (entry.get("examples") or "").splitlines()]

    assert [text for text in taught if heard(text).kind] == []
