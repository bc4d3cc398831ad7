package markdown_test

import (
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"cairn/internal/errs"
	"cairn/internal/markdown"

	"golang.org/x/net/html"
)

const rel = ` rel="nofollow noopener noreferrer"`

func TestRender(t *testing.T) {
	for src, want := range map[string]string{
		"":                       "",
		"plain":                  "<p>plain</p>\n",
		"one\ntwo":               "<p>one<br>\ntwo</p>\n",
		"# Plan\n\n- a\n- **b**": "<h1>Plan</h1>\n<ul>\n<li>a</li>\n<li><strong>b</strong></li>\n</ul>\n",
		"~~gone~~ `x < y`":       "<p><del>gone</del> <code>x &lt; y</code></p>\n",
		"- [ ] a\n- [x] b": "<ul>\n<li><input disabled=\"\" type=\"checkbox\"> a</li>\n" +
			"<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> b</li>\n</ul>\n",
		"3. c":            "<ol start=\"3\">\n<li>c</li>\n</ol>\n",
		"```go\na<b\n```": "<pre><code class=\"language-go\">a&lt;b\n</code></pre>\n",
		"|a|b|\n|:-|-|\n|1|2|": "<table>\n<thead>\n<tr>\n<th align=\"left\">a</th>\n<th>b</th>\n</tr>\n</thead>\n" +
			"<tbody>\n<tr>\n<td align=\"left\">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n",

		"see https://example.com/a.":     `<p>see <a href="https://example.com/a"` + rel + `>https://example.com/a</a>.</p>` + "\n",
		"ana@example.com":                `<p><a href="mailto:ana@example.com"` + rel + `>ana@example.com</a></p>` + "\n",
		`[t](/tasks/1 "T")`:              `<p><a href="/tasks/1" title="T"` + rel + `>t</a></p>` + "\n",
		"![a plan](https://e.com/p.png)": `<p><a href="https://e.com/p.png"` + rel + `>a plan</a></p>` + "\n",
		"![](https://e.com/p.png)":       `<p><a href="https://e.com/p.png"` + rel + `>https://e.com/p.png</a></p>` + "\n",
		"[*![a](b.png)*](https://c.com)": `<p><a href="https://c.com"` + rel + `><em>a</em></a></p>` + "\n",
		"![![a](b.png)](https://c.com)":  `<p><a href="https://c.com"` + rel + `>a</a></p>` + "\n",

		"a List<String> <b>b</b>":  "<p>a List&lt;String&gt; &lt;b&gt;b&lt;/b&gt;</p>\n",
		"<div>\n\nx":               "<p>&lt;div&gt;</p>\n<p>x</p>\n",
		"[x](javascript:alert(1))": "<p>x</p>\n",
		"<ftp://example.com>":      "<p>ftp://example.com</p>\n",
	} {
		got := strings.ReplaceAll(markdown.Render(src), ` dir="auto"`, "")
		if got != want {
			t.Errorf("%q\n got %q\nwant %q", src, got, want)
		}
	}
}

func TestEachBlockRunsTheWayOfItsWords(t *testing.T) {
	src := "أهلاً!\n\n# Leila\n\n- one\n- اثنان\n\n3. x\n\n> y\n\n|a|\n|-|\n|1|\n\n---\n\n```\nc\n```"
	got := markdown.Render(src)
	for _, block := range []string{"<p", "<h1", "<ul", "<ol start=\"3\"", "<blockquote", "<table"} {
		if !strings.Contains(got, block+` dir="auto">`) {
			t.Errorf("%s has no direction of its own: %s", block, got)
		}
	}
	if n := strings.Count(got, "dir="); n != 6 {
		t.Errorf("%d directions, want one for each block of words: %s", n, got)
	}
}

// payloads are known ways to get a script past a renderer.
func payloads() []string {
	return []string{
		"<script>alert(1)</script>", "<ScRiPt src=//e.com/x></script>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
		"<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
		"<iframe src=\"javascript:alert(1)\"></iframe>", "<a href=\"javascript:alert(1)\">x</a>", "<body onload=alert(1)>", "<input autofocus onfocus=alert(1)>",
		"<style>@import '//e.com'</style>", "<base href=//e.com>", "<meta http-equiv=refresh content=0;url=javascript:alert(1)>", "<form action=javascript:alert(1)><button>",
		"<!--<img src=\"--><img src=x onerror=alert(1)//\">", "<![CDATA[<script>alert(1)</script>]]>", "<?php echo 1 ?><script>", "</p><script>alert(1)</script>",
		"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))",
		"[x](&#x6A&#x61;vascript:alert(1))", "[x](\x01javascript:alert(1))", "[x]( javascript:alert(1))", "[x](<javascript:alert(1)>)", "[x](vbscript:msgbox(1))",
		"[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](data:image/svg+xml,<svg onload=alert(1)>)", "[x](file:///etc/passwd)", "<javascript:alert(1)>", "[x][1]\n\n[1]: javascript:alert(1)",
		"![x](javascript:alert(1))", "![x](x \"onerror=alert(1)\")", "![\" onerror=\"alert(1)](x)", "[x](y \"\\\" onclick=\\\"alert(1)\")", "[x](https://e.com/\" onclick=\"alert(1))",
		"[x](https://e.com/'onclick='alert(1))", "https://e.com/\"onmouseover=\"alert(1)", "http://e.com/<script>alert(1)</script>", "www.e.com\"onclick=alert(1)",
		"```\"><script>alert(1)</script>\nx\n```", "```js onclick=alert(1)\nx\n```", "`<script>`", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;",
		"|<script>|\n|-|\n|<img onerror=x>|", "# <script>", "- [ ] <script>", "> <script>alert(1)", "\\<script>", "<a\x00b onclick=x>", "<x/\u2028onclick=alert(1)>",
		"*<script>*", "**[x](javascript:alert(1))**", "[![x](javascript:a)](javascript:b)", "[x](//e.com)", "[x](\\\\e.com)", "[x](https:javascript:alert(1))", "[x](%6Aavascript:alert(1))",
	}
}

func TestNoPayloadGetsThrough(t *testing.T) {
	for _, src := range payloads() {
		checkSafe(t, src, markdown.Render(src))
	}
}

// checkSafe holds the HTML to the few tags and attributes that are ours.
func checkSafe(t testing.TB, src, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%q gives bad UTF-8", src)
	}
	tags := strings.Fields("p br hr h1 h2 h3 h4 h5 h6 blockquote pre code em strong del ul ol li table thead tbody tr th td a input")
	attributes := strings.Fields("p.dir h1.dir h2.dir h3.dir h4.dir h5.dir h6.dir blockquote.dir ul.dir ol.dir table.dir a.href a.title a.rel ol.start th.align td.align code.class input.type input.checked input.disabled")
	tokens := html.NewTokenizer(strings.NewReader(out))
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			if !errors.Is(tokens.Err(), io.EOF) {
				t.Errorf("%q: %v", src, tokens.Err())
			}
			return
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%q gives a %v: %s", src, kind, out)
		case html.TextToken:
		default:
			token := tokens.Token()
			if !slices.Contains(tags, token.Data) {
				t.Errorf("%q gives <%s>: %s", src, token.Data, out)
			}
			checkAttributes(t, src, token, attributes)
		}
	}
}

func checkAttributes(t testing.TB, src string, token html.Token, allowed []string) {
	t.Helper()
	hasRel := false
	for _, a := range token.Attr {
		if !slices.Contains(allowed, token.Data+"."+a.Key) {
			t.Errorf("%q gives %s", src, token)
		}
		switch a.Key {
		case "rel":
			hasRel = a.Val == "nofollow noopener noreferrer"
		case "href":
			u, err := url.Parse(a.Val)
			if err != nil || !slices.Contains([]string{"", "http", "https", "mailto"}, strings.ToLower(u.Scheme)) {
				t.Errorf("%q leads to %q", src, a.Val)
			}
		}
	}
	if token.Type == html.StartTagToken && token.Data == "a" && !hasRel {
		t.Errorf("%q gives a link without its rel: %s", src, token)
	}
}

func TestPlain(t *testing.T) {
	for src, want := range map[string]string{
		"": "",
		"# Plan\n\nsome **bo**ld `code`\nnext\n\n- a\n- b\n\n|c|d|\n|-|-|\n|e|f|": "Plan some bold code next a b c d e f",
		"[x](https://e.com) ![y](z.png) &amp; <b> \\*":                            "x y & <b> *",
		"```\nlet a = 1\n  b\n```":                                                "let a = 1 b",
	} {
		if got := markdown.Plain(src); got != want {
			t.Errorf("%q is %q, want %q", src, got, want)
		}
	}
	for limit, want := range map[int]string{
		0: "", 1: "…", 6: "Ask…", 9: "Ask João…", 12: "Ask João…", 100: "Ask João, then decide", 21: "Ask João, then decide", 20: "Ask João, then…",
	} {
		if got := markdown.Excerpt("**Ask** João, then decide", limit); got != want {
			t.Errorf("%d letters are %q, want %q", limit, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	if err := markdown.Check("body.body", strings.Repeat("a", markdown.MaxBytes)); err != nil {
		t.Error(err)
	}
	for _, src := range []string{strings.Repeat("a", markdown.MaxBytes+1), "\xff", "a\x00b"} {
		err := markdown.Check("body.body", src)
		var e *errs.Error
		if !errors.As(err, &e) || e.Code != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Location != "body.body" {
			t.Errorf("%.10q gives %v", src, err)
		}
	}
}

func TestWhatIsTooLongIsShownAsTyped(t *testing.T) {
	src := strings.Repeat("**<b>**\xff", markdown.MaxBytes)
	out := markdown.Render(src)
	checkSafe(t, src[:8], out)
	if !strings.HasPrefix(out, "<p dir=\"auto\">**&lt;b&gt;**\uFFFD**") {
		t.Errorf("%.40q", out)
	}
}

// adversarial are texts of MaxBytes that cost a renderer without limits
// seconds, or gigabytes.
func adversarial() map[string]string {
	full := func(s string) string { return strings.Repeat(s, markdown.MaxBytes/len(s)) }
	return map[string]string{
		"emphasis":       full("*a **a "),
		"mixed emphasis": full("*a_"),
		"just emphasis":  strings.Repeat("*a_", 1999) + full(" ")[:14000],
		"strikethrough":  full("~~a"),
		"open links":     full("[a]("),
		"just links":     strings.Repeat("[a](", 1499) + full(" ")[:14000],
		"brackets":       strings.Repeat("[", markdown.MaxBytes/2) + strings.Repeat("]", markdown.MaxBytes/2),
		"references":     "[a]: b\n\n" + full("[a]")[:20000],
		"quotes":         full(">"),
		"quotes, lists":  full("> - "),
		"lists":          full("1. "),
		"wide table":     strings.Repeat("a|", 2500) + "\n" + strings.Repeat("-|", 2500) + "\n" + strings.Repeat("|\n", 5000),
		"many tables":    full(strings.Repeat("a|", 20) + "\n" + strings.Repeat("-|", 20) + "\n" + strings.Repeat("|\n", 40) + "\n"),
		"escaped pipes":  "a\n:-\n" + full("`\\|`\n")[:20000],
		"back ticks":     full("`a"),
		"addresses":      full("a@"),
		"bare links":     full("http://a.b/("),
		"setext":         full("a\n-\n"),
		"tasks":          full("- [ ] a\n"),
	}
}

// Depth and size of what comes out are bounded, whatever goes in.
func TestAdversarialTextsStaySmall(t *testing.T) {
	r := markdown.New()
	for name, src := range adversarial() {
		out := r.Render(src)
		checkSafe(t, name, out)
		if len(out) > 20*markdown.MaxBytes {
			t.Errorf("%s: %d bytes", name, len(out))
		}
		depth, deepest := 0, 0
		tokens := html.NewTokenizer(strings.NewReader(out))
		for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
			name, _ := tokens.TagName()
			nests := slices.Contains([]string{"blockquote", "ul", "ol"}, string(name))
			switch {
			case nests && kind == html.StartTagToken:
				depth++
				deepest = max(deepest, depth)
			case nests && kind == html.EndTagToken:
				depth--
			}
		}
		if deepest > 24 {
			t.Errorf("%s: %d deep", name, deepest)
		}
	}
}

func TestOneRendererForAll(t *testing.T) {
	r := markdown.New()
	want := r.Render("**a** [b](c)\n\n|d|\n|-|\n|e|")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := r.Render("**a** [b](c)\n\n|d|\n|-|\n|e|"); got != want {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzRender(f *testing.F) {
	for _, src := range payloads() {
		f.Add(src)
	}
	f.Add("\xa3")
	f.Add("|a|b|\n|:-|-|\n|`\\|`|2|\n\n- [x] https://e.com ![a](b)\n\n> 1. ~~c~~\n\n[d]: e\n\n[d]")
	r := markdown.New()
	f.Fuzz(func(t *testing.T, src string) {
		checkSafe(t, src, r.Render(src))
		if plain := r.Plain(src); strings.ContainsAny(plain, "\n\t") || strings.TrimSpace(plain) != plain {
			t.Errorf("%q is not plain: %q", src, plain)
		}
		if n := utf8.RuneCountInString(r.Excerpt(src, 20)); n > 20 {
			t.Errorf("an excerpt of %q has %d letters", src, n)
		}
	})
}

func BenchmarkRender(b *testing.B) {
	src := "Please **review** the page, see https://example.com/pricing\n\n- figures\n- [ ] wording"
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			markdown.Render(src)
		}
	})
	b.Run("many", func(b *testing.B) {
		r := markdown.New()
		for b.Loop() {
			r.Render(src)
		}
	})
}

func BenchmarkAdversarial(b *testing.B) {
	r := markdown.New()
	for name, src := range adversarial() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.Render(src)
			}
		})
	}
}

// TestRenderersAreMadeSideBySide is for the race detector: servers of one process
// each make their own.
func TestRenderersAreMadeSideBySide(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if got := markdown.New().Plain("*so*"); got != "so" {
				t.Errorf("%q", got)
			}
		})
	}
	all.Wait()
}
