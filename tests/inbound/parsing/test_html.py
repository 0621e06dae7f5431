from __future__ import annotations

from followupd.inbound.parsing.text import RULE, plain


def test_blocks_become_lines_and_entities_letters():
    assert plain("<p>one &amp; two</p><p>three<br>four</p>") == "one & two\n\nthree\nfour"


def test_what_nobody_sees_is_dropped():
    assert plain("<style>p{}</style><script>x()</script><!-- no --><p>yes</p>") == "yes"


def test_a_quotation_gets_its_mark():
    assert "> quoted" in plain("new<blockquote>quoted</blockquote>")


def test_outlooks_rule_stands_above_the_quoted_mail():
    assert RULE in plain('new<div id="divRplyFwdMsg">From: Ana</div>')


def test_unclosed_tags_and_comments_end_with_the_text():
    assert plain("a<b<c") == "a<b<c"
    assert plain("a<!-- b") == "a"
    assert plain("<style>never closed") == ""


def test_a_number_without_end_is_no_character():
    assert plain("a&#" + "9" * 5000 + ";b") == "a\ufffdb"
