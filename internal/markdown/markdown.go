// Package markdown is the one path from what people write to the HTML that
// others see: task bodies, comments, "how to work with me".
//
// It is CommonMark with tables, strikethrough, task lists and bare links; a
// line break stays a line break. HTML is no part of it: what looks like a tag
// is shown as it was typed. An image becomes a link to it, because fetching it
// would tell its server who reads when (N7). What the renderer wrote is then
// sanitized against a list of the few elements it has any business to write.
package markdown

import (
	"bytes"
	"errors"
	"html"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"cairn/internal/errs"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
	xhtml "golang.org/x/net/html"
)

// MaxBytes is the length of the longest text. Some texts take quadratic time
// to read, and this is what bounds it, with the limits below.
const MaxBytes = 20 << 10

// Nothing that a person would write comes near these. Unmatched brackets and
// emphasis are what takes the time; depth would also be the browser's trouble.
const (
	maxBrackets = 1500
	maxMarks    = 4000
	maxDepth    = 24 // of lists and quotes inside each other
)

// rel is on every link: it vouches for nothing, opens no way back, and tells
// nobody where the reader came from.
const rel = "nofollow noopener noreferrer"

// Check refuses a text that is too long, or that the database can't hold. The
// location names the place of the input in the refusal.
func Check(location, src string) error {
	switch {
	case len(src) > MaxBytes:
		return errs.InvalidField(location, "has %d bytes, and %d is the most: shorten it, or link to a longer page", len(src), MaxBytes)
	case !utf8.ValidString(src):
		return errs.InvalidField(location, "must be UTF-8 text")
	case strings.ContainsRune(src, 0):
		return errs.InvalidField(location, "must not contain the character U+0000")
	}
	return nil
}

// Renderer renders many texts. It is safe for concurrent use.
type Renderer struct {
	full, bare goldmark.Markdown
	policy     *bluemonday.Policy
}

// tableKey is where one text's tables are counted. The parser's package numbers
// its keys without a lock, so there is one for all Renderers.
var tableKey = sync.OnceValue(parser.NewContextKey)

// New makes a Renderer, which is about as much work as rendering one text.
func New() *Renderer {
	return &Renderer{full: newConverter(true), bare: newConverter(false), policy: newPolicy()}
}

// Render makes safe HTML of one text; see Renderer.Render.
func Render(src string) string { return New().Render(src) }

// Plain gives one text without its marks; see Renderer.Plain.
func Plain(src string) string { return New().Plain(src) }

// Excerpt gives the beginning of one text; see Renderer.Excerpt.
func Excerpt(src string, limit int) string { return New().Excerpt(src, limit) }

// Render makes safe HTML of a text. A text over MaxBytes, which Check would
// have refused, is shown as it was typed; one that consists of little but
// emphasis or brackets has neither emphasis nor links.
func (r *Renderer) Render(src string) string {
	tooLong := len(src) > MaxBytes
	src = strings.ToValidUTF8(src, "\uFFFD")
	if tooLong {
		return asTyped(src)
	}
	converter := r.full
	if strings.Count(src, "[") > maxBrackets || strings.Count(src, "*")+strings.Count(src, "_")+strings.Count(src, "~") > maxMarks {
		converter = r.bare
	}
	var b bytes.Buffer
	if err := converter.Convert([]byte(src), &b); err != nil {
		return asTyped(src)
	}
	return r.policy.Sanitize(b.String())
}

func asTyped(src string) string {
	return `<p dir="auto">` + html.EscapeString(src) + "</p>\n"
}

// Plain is a text without its marks, in one line: for search and mail subjects.
func (r *Renderer) Plain(src string) string {
	var words []string
	var b strings.Builder
	flush := func() {
		words = append(words, strings.Fields(b.String())...)
		b.Reset()
	}
	tokens := xhtml.NewTokenizer(strings.NewReader(r.Render(src)))
	for {
		switch tokens.Next() {
		case xhtml.ErrorToken:
			if errors.Is(tokens.Err(), io.EOF) {
				flush()
			}
			return strings.Join(words, " ")
		case xhtml.TextToken:
			b.Write(tokens.Text())
		case xhtml.StartTagToken, xhtml.EndTagToken, xhtml.SelfClosingTagToken:
			if name, _ := tokens.TagName(); !isInline(string(name)) {
				flush()
			}
		case xhtml.CommentToken, xhtml.DoctypeToken: // nobody reads them
		}
	}
}

// Excerpt is the beginning of Plain, at most limit letters long and cut
// between words where it can be; "…" shows that something follows.
func (r *Renderer) Excerpt(src string, limit int) string {
	text := []rune(r.Plain(src))
	if len(text) <= limit {
		return string(text)
	}
	if limit < 1 {
		return ""
	}
	cut := string(text[:limit-1])
	next := text[limit-1]
	if space := strings.LastIndexByte(cut, ' '); space > 0 && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:–-") + "…"
}

func isInline(tag string) bool {
	switch tag {
	case "a", "em", "strong", "del", "code":
		return true
	}
	return false
}

// newConverter knows links and emphasis if it is rich.
func newConverter(rich bool) goldmark.Markdown {
	inline := []util.PrioritizedValue{util.Prioritized(parser.NewCodeSpanParser(), 100)}
	extensions := []goldmark.Extender{extension.TaskList}
	if rich {
		inline = append(inline,
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		)
		extensions = append(extensions, extension.Strikethrough, extension.NewLinkify(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
		))
	}
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(boundedDepth{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(boundedDepth{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(inline...),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(boundedTables{extension.NewTableParagraphTransformer(), tableKey()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(safeLinks{}, 1000),
			util.Prioritized(ownDirections{}, 1100),
		),
	)
	return goldmark.New(
		goldmark.WithParser(p),
		goldmark.WithExtensions(extensions...),
		goldmark.WithRendererOptions(
			gmhtml.WithHardWraps(),
			renderer.WithNodeRenderers(util.Prioritized(extension.NewTableHTMLRenderer(
				extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute),
			), 500)),
		),
	)
}

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "em", "strong", "del",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^auto$`)).OnElements("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(bluemonday.CellAlign).OnElements("th", "td")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[\w+#-]{1,30}$`)).OnElements("code")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	p.AllowStandardURLs() // http, https and mailto
	p.AllowRelativeURLs(true)
	p.AllowAttrs("href", "title").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + rel + "$")).OnElements("a")
	return p
}
