"""What programs put on the clipboard as HTML, and the Markdown that becomes of it; None where nothing in it is formatted."""

# ruff: noqa: E501 (as it comes from them)

GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2"><h2 dir="ltr">
<span style="font-size:16pt;font-weight:700;">Release plan</span></h2><p dir="ltr"><span style="font-size:11pt;
font-weight:400;font-style:normal;text-decoration:none;">We ship on </span><span style="font-weight:700;">Friday</span><span
style="font-weight:400;font-style:italic;"> if all</span><span style="text-decoration:line-through;"> most</span><span
style="font-weight:400;"> is done, see </span><a href="https://example.com/plan" style="text-decoration:none;"><span
style="color:#1155cc;text-decoration:underline;">the plan</span></a><span>.</span></p><br><ul style="margin-top:0;"><li
dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li><ul><li dir="ltr" aria-level="2"><p
dir="ltr"><span>one and a half</span></p></li></ul><li dir="ltr"><p dir="ltr"><span>two</span></p></li></ul></b>"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm;} @page WordSection1 {size:612.0pt} -->
</style></head><body lang=EN-US style='tab-interval:35.4pt'><!--StartFragment--><h1>Minutes<o:p></o:p></h1><p
class=MsoNormal>We agreed on <b>three</b>
things<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;
mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>
&nbsp;&nbsp;&nbsp;</span></span><![endif]>First<o:p></o:p></p><p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2
lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>a
detail<o:p></o:p></p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp;</span></span><![endif]><i>Second</i><o:p></o:p></p><!--EndFragment--></body></html>"""

SLACK = """<meta charset='utf-8'><span style="color: rgb(29, 28, 29); font-weight: 400; font-style: normal;">see </span><code
data-stringify-type="code" class="c-mrkdwn__code" style="font-family: Monaco, monospace; white-space: pre-wrap;">make x</code
><span> and </span><b data-stringify-type="bold">this</b><span> <img data-stringify-type="emoji"
data-stringify-emoji=":tada:" alt=":tada:" src="https://a.slack-edge.com/tada.png"></span><span
data-stringify-type="paragraph-break"></span><ul data-stringify-type="unordered-list" data-indent="0"><li
data-stringify-indent="0">one</li></ul><ul data-stringify-type="unordered-list" data-indent="1"><li>half</li></ul><ul
data-stringify-type="unordered-list" data-indent="0"><li>two</li></ul><pre data-stringify-type="pre" class="c-mrkdwn__pre">if x:
    y()

z()</pre><blockquote data-stringify-type="quote">quoted</blockquote>"""

GITHUB = """<meta charset='utf-8'><p dir="auto">Run <code class="notranslate">make</code>, then look at
<a href="https://github.com/a/b/issues/1">a/b#1</a>:</p><div class="highlight highlight-source-python notranslate"
dir="auto"><pre class="notranslate"><span class="pl-k">def</span> <span class="pl-en">f</span>():
    <span class="pl-k">return</span> <span class="pl-c1">1</span></pre><clipboard-copy>Copy</clipboard-copy></div><ul
class="contains-task-list"><li class="task-list-item"><input type="checkbox" disabled="" checked=""> done</li><li
class="task-list-item"><input type="checkbox" disabled=""> open</li></ul><table><thead><tr><th>Name</th><th>a|b</th></tr></thead>
<tbody><tr><td><strong>x</strong></td><td>1</td></tr></tbody></table>"""

SHEETS = """<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}--></style><table
xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" border="1"><colgroup><col width="100"/><col width="100"/>
</colgroup><tbody><tr style="height:21px;"><td style="font-weight:bold;" data-sheets-value="{}"><b>Month</b></td><td>Users</td></tr>
<tr><td>May</td><td style="text-align:right;">1,200</td></tr><tr><td></td><td></td></tr><tr><td>June</td><td></td></tr></tbody>
</table></google-sheets-html-origin>"""

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet><style>
<!--table {mso-displayed-decimal-separator:"."}--></style></head><body><table border=0 width=128><col width=64 span=2><!--StartFragment-->
<tr height=20><td height=20>a</td><td>b
  c</td></tr><tr><td colspan=2>both</td></tr><!--EndFragment--></table></body></html>"""

VS_CODE = """<meta charset='utf-8'><div style="color: #ccc;background-color: #1f1f1f;font-family: 'Droid Sans Mono', 'monospace',
monospace;font-weight: normal;font-size: 14px;line-height: 19px;white-space: pre;"><div><span style="color:#c586c0;">def</span
><span> f():</span></div><br><div><span>&#160;&#160;&#160;&#160;pass</span></div></div>"""

JETBRAINS = """<html><head><meta http-equiv="content-type"></head><body><pre style="background-color:#2b2b2b;font-family:'JetBrains
Mono',monospace;"><span style="color:#cc7832;">val </span>x = 1<br>println(x)<br></pre></body></html>"""

MAIL = """<div dir="ltr">Hello Ann,<div><br></div><div>that is <b>fine</b>.</div><div>Bye</div></div>"""

OWN = """<div class="message-body"><p>so</p><pre data-language="Python"><code><span class="k">def</span> f(): pass
</code></pre></div>"""

MARKDOWN = {
    GOOGLE_DOCS: """## Release plan

We ship on **Friday** _if all_ ~~most~~ is done, see [the plan](https://example.com/plan).

- one
  - one and a half
- two""",
    WORD: """# Minutes

We agreed on **three** things

1. First
   - a detail
2. _Second_""",
    SLACK: """see `make x` and **this** :tada:

- one
  - half
- two

```
if x:
    y()

z()
```

> quoted""",
    GITHUB: """Run `make`, then look at [a/b#1](https://github.com/a/b/issues/1):

```python
def f():
    return 1
```

- [x] done
- [ ] open

| Name | a\\|b |
| --- | --- |
| **x** | 1 |""",
    SHEETS: """| Month | Users |
| --- | --- |
| May | 1,200 |
| June |  |""",
    EXCEL: """| a | b c |
| --- | --- |
| both |  |""",
    VS_CODE: """```
def f():

    pass
```""",
    JETBRAINS: """```
val x = 1
println(x)
```""",
    MAIL: """Hello Ann,

that is **fine**.
Bye""",
    OWN: """so

```python
def f(): pass
```""",
    "<meta charset='utf-8'><span style='font-weight: 400'>just text</span>": None,
    "<p>one</p><p>two &amp; <a href='https://x.org/a_b'>https://x.org/a_b</a></p>": None,
    "<a href='https://x.org/a_(b)'>a [b]</a>": "[a [b]](<https://x.org/a_(b)>)",
    "<a href='javascript:alert(1)'><b>x</b></a> <a href='/here'>y</a>": "**x** y",
    "<b>*a* snake_case _b_ `c` 1 * 2 https://x.org/a_b_c</b>": "**\\*a\\* snake_case \\_b\\_ \\`c\\` 1 * 2 https://x.org/a_b_c**",
    "<p># no heading</p><p>- no <i>item</i></p><p>1. none</p>": "\\# no heading\n\n\\- no _item_\n\n1\\. none",
    "<b><p>one</p><p>two <i>three</i></p></b>": "one\n\ntwo _three_",
    "<b>a</b><b>b</b> <strong><b>c</b></strong>": "**ab** **c**",
    "<table><tr><td><b>only</b> a cell</td></tr></table>": "**only** a cell",
    "<p>a<img src='https://x.org/p.png' alt='a chart'><img src='data:,' alt=''></p>": "a[a chart](https://x.org/p.png)",
    "<pre><code class='language-js'>a\n```\nb</code></pre>": "````js\na\n```\nb\n````",
}

NEVER = (
    "<img src='https://canary.invalid/a' onerror='document.title=`ran`'>",
    "<script>document.title='ran'</script><b>x</b>",
    "<iframe src='https://canary.invalid/b'></iframe><link rel=stylesheet href='https://canary.invalid/c'><b>x</b>",
    "<svg onload='document.title=`ran`'><image href='https://canary.invalid/d'/></svg><b>x</b>",
    "<video src='https://canary.invalid/e' autoplay></video><b style='background:url(https://canary.invalid/f)'>x</b>",
    "<template shadowrootmode=open><script>document.title='ran'</script></template><b>x</b>",
    "<form id=x><input name=childNodes><input name=nodeName><input name=parentNode></form><b>x</b>",
    "<b id=body name=querySelector>x</b><form name=querySelectorAll></form>",
    "<object data='https://canary.invalid/g'></object><embed src='https://canary.invalid/h'><b>x</b>",
    "<base href='https://canary.invalid/'><a href='i'><b>x</b></a><meta http-equiv=refresh content='0;https://canary.invalid/j'>",
)
"""What must neither run nor load anything."""

HUGE = (
    "'<b>'.repeat(130000)",
    "'<b>x'.repeat(99)",
    "'<b>x</b>'.repeat(2400)",
    "'<b><i>x</b></i>'.repeat(1200)",
    "'<table><tr><td><b>x'.repeat(24)",
    "[...Array(1200).keys()].map((n) => `<b id=${n}>`).join('') + 'x</p><p>'.repeat(1200)",
    "'<table>' + '<tr><td>a<td>b'.repeat(1600)",
    "'<p style=\"mso-list:l0 level9\"><b>x</b></p>'.repeat(1200)",
    '\'<p style="mso-list:l0 level2"></p><p style="mso-list:l0 level1"><span>1.</span></p>\'.repeat(800)',
    "'<ul data-indent=0><li>x</ul><ul data-indent=1><li>y</ul>'.repeat(1100)",
    "'<a href=https://x.org/>a</a><b>b</b>'.repeat(1200)",
    "'<span style=font-weight:700>x</span> '.repeat(2400)",
    "'<div style=\"white-space:pre;font-family:mono\">x</div>'.repeat(2400)",
    "'<pre>' + '<span>x</span>\\n'.repeat(2400)",
    "'<ol>' + '<li>x'.repeat(4900)",
    "'<b>' + 'x \\u2003\\u00a0'.repeat(80000) + '</b>'",
    "'<b>x'.repeat(95000)",
    "'<ul><li>'.repeat(49000)",
    "'<div>'.repeat(79000)",
    "'<table><tr><td>'.repeat(26000)",
    "'<table>' + '<tr><td>a<td>b'.repeat(28000)",
    "'<a href=https://x.org/>a</a><b>b</b>'.repeat(10000)",
    "'<b>' + '\\u2003'.repeat(390000) + 'x</b>'",
    "'<i>' + 'a\\u00a0'.repeat(190000) + '</i>'",
    "'<b>' + '*_`['.repeat(95000) + '</b>'",
    "'<pre>' + '`'.repeat(390000)",
    "'<b>' + '\\\\n'.repeat(390000) + '</b>'",
    "'<p style=\"mso-list:l0 level9\"><b>x'.repeat(9000)",
    "'<ul data-indent=1><li>x</ul><ul data-indent=2><li>y</ul>'.repeat(7000)",
    "'<div style=\"white-space:pre;font-family:mono\">x<span>'.repeat(6000)",
    "'<b>' + 'http://'.repeat(55000) + '</b>'",
    "'<table><tr>' + '<td colspan=1000>x'.repeat(20000)",
    "'<blockquote><b>x'.repeat(20000)",
)
"""Scripts that make long ones."""
