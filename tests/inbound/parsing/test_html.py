from __future__ import annotations

from followupd.inbound.parsing.text import SEPARATOR_LINE, html_to_text


def test_blocks_become_lines_and_entities_letters():
    assert html_to_text("<p>one &amp; two</p><p>three<br>four</p>") == "one & two\n\nthree\nfour"


def test_what_nobody_sees_is_dropped():
    assert html_to_text("<style>p{}</style><script>x()</script><!-- no --><p>yes</p>") == "yes"


def test_a_quotation_gets_its_mark():
    assert "> quoted" in html_to_text("new<blockquote>quoted</blockquote>")


def test_outlooks_rule_stands_above_the_quoted_mail():
    assert SEPARATOR_LINE in html_to_text('new<div id="divRplyFwdMsg">From: Ana</div>')


def test_unclosed_tags_and_comments_end_with_the_text():
    assert html_to_text("a<b<c") == "a<b<c"
    assert html_to_text("a<!-- b") == "a"
    assert html_to_text("<style>never closed") == ""


def test_a_number_without_end_is_no_character():
    assert html_to_text("a&#" + "9" * 5000 + ";b") == "a\ufffdb"
