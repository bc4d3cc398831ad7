package reply

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plain is the text of a page of HTML, without what its mail program marks as
// quoted or signed.
func plain(page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return ""
	}
	w := walker{}
	w.walk(root, 0)
	return w.out.String()
}

// walker writes the text of a page until the quote begins.
type walker struct {
	out  strings.Builder
	over bool // what follows is the message that is answered
}

// deepest bounds the nesting that is followed.
const deepest = 200

func (w *walker) walk(node *html.Node, depth int) {
	if w.over || depth > deepest {
		return
	}
	if node.Type == html.TextNode {
		w.text(node.Data)
		return
	}
	if node.Type == html.ElementNode {
		if beginsQuote(node) {
			w.over = true
			return
		}
		if hidden(node) {
			return
		}
	}
	block := isBlock(node)
	if block {
		w.line()
	}
	if node.DataAtom == atom.Br {
		w.out.WriteString("\n")
	}
	before := w.out.Len()
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		w.walk(child, depth+1)
	}
	if node.DataAtom == atom.A && !w.over {
		w.link(attribute(node, "href"), w.out.String()[before:])
	}
	if block {
		w.line()
	}
}

// text writes words with single spaces between them, as a browser shows them.
func (w *walker) text(data string) {
	data = strings.ReplaceAll(data, "\u00a0", " ")
	words := strings.Fields(data)
	if len(words) == 0 {
		if data != "" {
			w.space()
		}
		return
	}
	if strings.TrimLeft(data, " \t\r\n") != data {
		w.space()
	}
	w.out.WriteString(strings.Join(words, " "))
	if strings.TrimRight(data, " \t\r\n") != data {
		w.out.WriteString(" ")
	}
}

func (w *walker) space() {
	if said := w.out.String(); said != "" && !strings.HasSuffix(said, " ") && !strings.HasSuffix(said, "\n") {
		w.out.WriteString(" ")
	}
}

func (w *walker) line() {
	if said := w.out.String(); said != "" && !strings.HasSuffix(said, "\n") {
		w.out.WriteString("\n")
	}
}

// link adds where a link leads, unless its words say so.
func (w *walker) link(href, words string) {
	href = strings.TrimSpace(href)
	if (strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://")) && !strings.Contains(words, "://") {
		w.out.WriteString(" <" + href + ">")
	}
}

// beginsQuote reports whether everything from here on is the message that is
// answered: Outlook says so by an id, or by a rule above it.
func beginsQuote(node *html.Node) bool {
	switch attribute(node, "id") {
	case "divRplyFwdMsg", "appendonsend", "stopSpelling", "mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION":
		return true
	}
	style := strings.ToLower(strings.ReplaceAll(attribute(node, "style"), " ", ""))
	return node.DataAtom == atom.Div && (strings.Contains(style, "border-top:solid#e1e1e1") || strings.Contains(style, "border-top:solid#b5c4df"))
}

// hidden reports whether a part of a page is no words of its writer.
func hidden(node *html.Node) bool {
	if slices.Contains([]atom.Atom{
		atom.Head, atom.Style, atom.Script, atom.Title, atom.Template, atom.Noscript, atom.Blockquote, atom.Textarea, atom.Select,
	}, node.DataAtom) {
		return true
	}
	for class := range strings.FieldsSeq(attribute(node, "class")) {
		if slices.Contains([]string{
			"gmail_quote", "gmail_quote_container", "gmail_attr", "gmail_signature", "gmail_signature_prefix", "gmail_extra",
			"moz-cite-prefix", "moz-signature", "moz-forward-container", "yahoo_quoted", "protonmail_quote", "protonmail_signature_block",
			"tutanota_quote", "ms-outlook-mobile-signature", "zmail_extra",
		}, class) {
			return true
		}
	}
	return attribute(node, "id") == "Signature" || attribute(node, "id") == "ms-outlook-mobile-signature"
}

func isBlock(node *html.Node) bool {
	return slices.Contains([]atom.Atom{
		atom.P, atom.Div, atom.Li, atom.Tr, atom.Table, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Hr,
	}, node.DataAtom)
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
