"""Texts, numbers, dates and names that programs have stumbled over."""

from __future__ import annotations

MARK = "MARK7"  # stands in every hostile text, to find it where it is shown

# Syntax of somebody: pages, templates, spreadsheets, terminals, YAML, shells, paths, formats.
TEXTS = (
    "<script>document.title='MARK7'</script>", '"><img src=x onerror=MARK7>', "</script><script>MARK7</script>",
    "</title><h1>MARK7</h1>", "<!-- MARK7", "]]> MARK7", "&lt;MARK7&gt;", "javascript:MARK7", "' onclick='MARK7",
    "{{ 7 * 7 }} MARK7", "{% raw %} MARK7", "${MARK7}", "{MARK7}", "{0} %s %d MARK7", "#{MARK7}", "{# MARK7 #}",
    "=1+1 MARK7", '=HYPERLINK("http://x.invalid/","MARK7")', "@SUM(MARK7)", "+1 MARK7", "-1 MARK7", "\tMARK7",
    "[bold red]MARK7[/]", "[/] MARK7", "[link=file:///etc/passwd]MARK7[/link]", "[MARK7", "\\[MARK7]", ":smile: MARK7",
    "\x1b[31mMARK7", "\x1b]0;MARK7\x07", "\x9b31mMARK7", "MARK7\x08\x08", "\u202eMARK7", "\u2066MARK7", "\u2028MARK7",
    "MARK7\rwritten over", "MARK7\nsecond line", "MARK7\n# --- scenario: other.yaml", "--- MARK7", "# MARK7", "| MARK7",
    "!!python/object/apply:os.system [MARK7]", "&a MARK7", "*MARK7", "<<: MARK7", "a: b: MARK7", "- MARK7", "? MARK7",
    "'MARK7", '"MARK7', "\\MARK7", "`MARK7`", "$(MARK7)", "; MARK7", "../../MARK7", "C:\\MARK7", "/dev/MARK7", "~MARK7",
    "e\u0301 MARK7", "\ufeffMARK7", "MARK7\u0000", "\U0001f468\u200d\U0001f469\u200d\U0001f467 MARK7", "\u00a0MARK7",
    "\u05e9\u05dc\u05d5\u05dd MARK7", "灵" * 300 + "MARK7", "MARK7" + "x" * 5000, "MARK7" * 2000, "\uffffMARK7",
    "\U0010ffffMARK7",
)  # fmt: skip
EMPTY = ("", " ", "null", "~", "Null", "true", "yes", "off", "[]", "{}", "''")

NUMBERS = (
    "0", "-0", "-0.0", "1", "-1", "0.5", "1.0000000001", "-1e-12", "1e-320", "5e-324", "1e308", "1e309", "-1e309",
    "1e400",
    "nan", ".nan", "NaN", "inf", "-.inf", "Infinity", "9223372036854775807", "9223372036854775808", "1" * 400, "2**31",
    "0x10", "0o17", "010", "1_000", "1,000", "1.000,5", "5%", "5 %", "1/2", "1e", "e5", "--1", "+1", "+-1", "1.", ".1",
    "1 2",
    "０.３", "٠.٣", "三", "½", "²", "1\u00a0000", "true", "1j", "0.1.2",
)  # fmt: skip
DATES = (
    "2027-01", "2027-1", "2027", "27-01", "2027-00", "2027-13", "2027-02-30", "2027-01-01", "2027/01", "2027.01",
    "202701",
    "0000-00", "0001-01", "1949-12", "1950-01", "1900-01", "2075-12", "2080-12", "2081-01", "2099-01", "9999-12",
    "99999-01",
    "-2027-01", "２０２７-01", "٢٠٢٧-٠١", "2027\u201301", "january 2027", "2027-Jan", "tomorrow", "2027-01T00:00:00Z",
    "1e3-01",
    "2026-06", "2011", "2010", "2009", "2074", "2075", "2076",
)  # fmt: skip
WORDS = (
    "beijing", "Beijing", "BEIJING", "北京", "beijing ", "atlantis", "male", "female", "rural", "urban", "open",
    "none", "floor",
    "employee", "platform_flexible", "delivery_rider", "resident", "employer", "hold", "wages", "up", "same",
    "hukou_open",
    "../no_change", "/etc/passwd", "..", ".", "baseline", "enrolment.hukou_rule", "economy.inflation", "value", "from",
)  # fmt: skip
NAMES = (  # of files
    "a b", "=1+1", "-x", "--out", "[red]x", "<b>x", "x'y", 'x"y', "$(x)", "a%20b", "ü", "情景", "x\ny", "x\x1b[31m",
    "..x", "x.y",
    "CON", "x" * 200, "名" * 80, "&x", "x;y", "@x", "{{x}}", "#x", "baseline", "x\u202ey", "*", "?", "~", "1", "null",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-32", "gb18030", "big5", "shift_jis", "latin-1", "cp1252", "utf-7", "utf-8-sig")
