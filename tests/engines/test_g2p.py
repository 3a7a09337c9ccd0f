"""From text to phonemes: figures are read out, neighbours decide between readings, nothing leaves Kokoro's symbols."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engines import g2p, g2p_en, g2p_en_numbers, g2p_zh_numbers
from simulator.engines.g2p_en_lexicon import STRESS, by_letters, inflected, one_stress
from simulator.engines.kokoro_tokens import vocabulary
from simulator.errors import BadInput
from simulator.speech.markup import CLOSE, OPEN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("$1,299.50", "one thousand two hundred ninety nine dollars and fifty cents"),
        ("£1", "one pound"),
        ("$0.99", "ninety nine cents"),
        ("$2.5 million", "two point five million dollars"),
        ("at 7:30 pm", "at seven thirty P M"),
        ("at 9:05", "at nine oh five"),
        ("on 2 April 2025", "on the second of April twenty twenty five"),
        ("March 5th, 2024", "March fifth, twenty twenty four"),
        ("since 2019", "since twenty nineteen"),
        ("3 times", "three times"),
        ("the 22nd time", "the twenty second time"),
        ("5% of 1,000,000", "five percent of one million"),
        ("call 555-123-4567", "call five five five one two three four five six seven"),
        ("order #45821", "order number four five eight two one"),
        ("3-5 days", "three to five days"),
        ("iPhone15 with 128GB", "iPhone fifteen with one hundred twenty eight gigabytes"),
        ("Mr. Smith", "mister Smith"),
        ("version 3.14", "version three point one four"),
        ("order A3087", "order A three oh eight seven"),
        ("flight BA-117", "flight B A one one seven"),
        ("on 3/8, 1/2 of it, 2/3 of that", "on March eighth, one half of it, two thirds of that"),
        ("38.5°C, -3 ℃", "thirty eight point five degrees Celsius, minus three degrees"),
    ],
)
def test_english_figures(text: str, said: str) -> None:
    """As people say them."""
    assert g2p_en_numbers.spoken_numbers(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-03-05", "二零二四年三月五日"),
        ("2024年3月5号", "二零二四年三月五号"),
        ("下午3:30", "下午三点半"),
        ("19:05", "十九点零五分"),
        ("等了2个小时", "等了两个小时"),
        ("第2次", "第二次"),
        ("2号来", "二号来"),
        ("¥299.5", "二百九十九点五元"),
        ("打10086", "打幺零零八六"),
        ("订单号12345678", "订单号幺二三四五六七八"),
        ("手机13812345678", "手机幺三八幺二三四五六七八"),
        ("3-5天", "三到五天"),
        ("退5%", "退百分之五"),
        ("1008块", "一千零八块"),
        ("重2kg", "重两公斤"),
        ("电池5000mAh", "电池五千毫安时"),
        ("用5G网", "用五G网"),
        ("-3℃", "零下三摄氏度"),
        ("下午2:30-4:00", "下午两点半到四点整"),
        ("08:00开门", "八点整开门"),
        ("iPhone15", "iPhone十五 "),
        ("X100", "X幺零零 "),
        ("QQ号123456", "QQ号幺二三四五六"),
        ("贵了2倍", "贵了两倍"),
    ],
)
def test_mandarin_figures(text: str, said: str) -> None:
    """Years and numbers of things to call digit by digit, 两 for a counted two."""
    assert g2p_zh_numbers.spoken_numbers(text) == said


@given(st.integers(0, 10**15 - 1))
def test_every_number_has_words(n: int) -> None:
    """No digit is left, in either language."""
    assert not any(c.isdigit() for c in g2p_en_numbers.spoken_numbers(f"I paid {n} for it"))
    assert not any(c.isdigit() for c in g2p_zh_numbers.spoken_numbers(f"花了{n}块"))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("I refuse to use it.", "ɹəfjˈuz"),
        ("your record is here.", "ɹˈɛkəɹd"),
        ("please record it.", "ɹəkˈɔɹd"),
        ("I've read it.", "ɹˈɛd"),
        ("you can read it.", "ɹˈid"),
        ("the excuse", "ɪkskjˈus"),
        ("the apple", "ði ˈæpᵊl"),
        ("the phone", "ðə fˈOn"),
        ("the VIP desk", "vˌiˌIpˈi"),
        ("my WiFi", "wˈIfˌI"),
        ("Huawei's", "hwˈɑwˌAz"),
    ],
)
def test_english_readings(text: str, part: str) -> None:
    """Weak forms, homographs, abbreviations, names, possessives."""
    assert part in g2p_en.phonemes(text)


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("银行[háng]", "银航"),
        ("行[xíng]不行", "形不行"),
        ("银行[yin2 hang2]", "银航"),
        ("你们得给我说法", "你们得[děi]给我说法"),
        ("还我钱！", "还[huán]我钱！"),
        ("他还没来", "他还[hái]没来"),
        ("说得好", "说得[de5]好"),
    ],
)
def test_mandarin_readings(text: str, same_as: str) -> None:
    """The author's reading wins; neighbours decide where a word has two and nobody said."""
    assert g2p.phonemes(text, "zh").replace(" ", "") == g2p.phonemes(same_as, "zh").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "lang", "stressed"),
    [
        ("我等了*三次*了", "zh", ["sa→n", "ʦʰɨ↘"]),
        ("等了*2*次", "zh", ["lja↓ŋ"]),
        ("I called *three* times", "en", ["θɹˈi"]),
        ("I called *3* times", "en", ["θɹˈi"]),
        ("they *are* late", "en", ["ˈɑɹ"]),
    ],
)
def test_stress_reaches_the_sounds(text: str, lang: g2p.Lang, stressed: list[str]) -> None:
    """Between the marks stands what was starred, written out as it is said; without a star there are no marks."""
    sounds = g2p.phonemes(text, lang)
    assert [part.split(CLOSE)[0] for part in sounds.split(OPEN)[1:]] == stressed
    assert not {OPEN, CLOSE} & set(g2p.phonemes(text.replace("*", ""), lang))


@pytest.mark.parametrize(("text", "lang"), [("行[xyz]吧", "zh"), ("行[hang]吧", "zh"), ("live[/ß/] here", "en")])
def test_a_reading_that_is_none_is_refused(text: str, lang: g2p.Lang) -> None:
    """No such syllable, no tone, no such symbol: said with an example."""
    with pytest.raises(BadInput) as caught:
        g2p.checked(text, lang, "v")
    assert caught.value.code == "voices.bad_reading"


def test_a_line_begins_soon_and_presses_where_it_says_so() -> None:
    """The first clause is short; … is a long pause; a sound is a clause of its own."""
    first, *_ = g2p.clauses("少来那套您好，死机死机，修了三回还死机！", "zh")
    assert first.text == "少来那套您好，"
    well, go_on = g2p.clauses("行……你说吧。", "zh")
    assert (well.text, go_on.text) == ("行……", "你说吧。")
    assert well.pause_s == g2p.PRESSING_PAUSE_S > go_on.pause_s
    sounds = [c.sound for c in g2p.clauses("[sigh] Well... I am waiting. [scoff] Go on.", "en")]
    assert sounds == ["sigh", None, None, "scoff", None]


def test_words_that_no_dictionary_has() -> None:
    """Endings are put on known stems, and the rest is read by its letters, with one main stress."""
    assert inflected("rebooked") is not None
    for word in ("Zentrix", "blorfing", "Quandaria"):
        guess = by_letters(word)
        assert guess.count("ˈ") == 1
        assert set(guess) <= set(vocabulary())
    assert by_letters("brate") == "bɹˈAt"


@given(st.text("bdkæˈˌiə", max_size=12))
def test_one_stress_is_one(sound: str) -> None:
    """Never two main stresses; a vowel is enough to have one."""
    out = one_stress(sound)
    assert out.count("ˈ") <= 1
    assert [c for c in out if c not in STRESS] == [c for c in sound if c not in STRESS]


MANDARIN = st.text(
    "我的手机坏了三次退钱不行哼嗯诶重银行长好得地得还没ABCapp 0123456789，。！？：%¥-", min_size=1, max_size=40
)
ENGLISH = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM '0123456789,.!?:%$-#/&é", min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(MANDARIN)
def test_mandarin_stays_in_the_vocabulary(text: str) -> None:
    """Whatever is typed, Kokoro knows the symbols."""
    assert set(g2p.phonemes(text, "zh")) <= set(vocabulary())


@settings(max_examples=60, deadline=None)
@given(ENGLISH)
def test_english_stays_in_the_vocabulary(text: str) -> None:
    """Whatever is typed, Kokoro knows the symbols."""
    assert set(g2p.phonemes(text, "en")) <= set(vocabulary())


@settings(max_examples=100, deadline=None)
@given(MANDARIN, st.sampled_from(["zh", "en"]))
def test_clauses_lose_no_word(text: str, lang: g2p.Lang) -> None:
    """Cutting into clauses keeps every letter, digit and character, in order."""
    cut = "".join(c.text for c in g2p.clauses(text, lang))
    assert [c for c in cut if c.isalnum()] == [c for c in text if c.isalnum()]


def test_clauses_are_short_enough_to_stream() -> None:
    """A long complaint falls into pieces of a few seconds, not one and not crumbs."""
    zh = "喂？我的手机又坏了！第三次了，你们到底怎么修的？我要退货，马上退，听见没有！" * 3
    en = "Hello? This is the third time my phone has crashed. I spoke to Mr. Jones at 3 p.m. and he did nothing! " * 3
    for text, lang in ((zh, "zh"), (en, "en")):
        parts = g2p.clauses(text, lang)  # type: ignore[arg-type]
        assert len(parts) >= 6
        assert all(4 <= len(p.text) <= 80 for p in parts)
        assert all(0 < p.pause_s < 0.5 for p in parts)
    assert any("Mr. Jones at 3 p.m. and he" in p.text for p in g2p.clauses(en, "en"))


def test_a_clause_without_punctuation_is_cut_all_the_same() -> None:
    """Kokoro takes 510 symbols at most."""
    assert max(len(c.text) for c in g2p.clauses("我" * 300, "zh")) <= 45


@pytest.mark.parametrize("text", ["", "   ", "\n", "😀😀", "\x00\x07", "……！？", "🎉 !"])
def test_nothing_to_say_is_refused(text: str) -> None:
    """Emoji, control characters and bare punctuation are no line."""
    for lang in ("zh", "en"):
        with pytest.raises(BadInput) as caught:
            g2p.checked(text, lang, "v")  # type: ignore[arg-type]
        assert caught.value.code == "voices.empty_text"


@pytest.mark.parametrize(
    ("text", "lang", "code"),
    [
        ("x" * 5_000, "en", "voices.too_long"),
        ("我" * 5_000, "zh", "voices.too_long"),
        ("This is an English sentence.", "zh", "voices.not_zh"),
        ("我要退货", "en", "voices.not_en"),
        ("Это не английский", "en", "voices.not_en"),
    ],
)
def test_the_wrong_text_is_refused(text: str, lang: g2p.Lang, code: str) -> None:
    """Too long, or in another language: said so."""
    with pytest.raises(BadInput) as caught:
        g2p.checked(text, lang, "v")
    assert caught.value.code == code


def test_what_can_be_spoken_is_kept() -> None:
    """Wide letters become narrow, noise goes, and Latin names in Mandarin stay."""
    assert g2p.checked("我的ＡＰＰ坏了😡\x00！", "zh", "v") == "我的APP坏了！"
    assert g2p.checked("I'm “done”…", "en", "v") == "I'm “done”…"
    assert g2p.checked("高到38.5℃，36°C😡", "zh", "v") == "高到38.5℃，36°C"
