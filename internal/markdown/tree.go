package markdown

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// maxCells bounds the table cells of one text. Short rows are filled up to the
// columns of the header, so that 20 KB could ask for millions of cells.
const maxCells = 2000

// boundedTables reads tables until a text has used its cells up. What is over
// stays a paragraph.
type boundedTables struct {
	parser.ParagraphTransformer
	used parser.ContextKey
}

// Transform turns a paragraph into a table where it is one.
func (b boundedTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, columns := node.Lines(), 0
	for i := range lines.Len() {
		line := lines.At(i)
		if value := line.Value(reader.Source()); len(bytes.Trim(value, "|-: \t\r\n")) == 0 {
			columns = max(columns, bytes.Count(value, []byte("|"))+1)
		}
	}
	if columns == 0 {
		return
	}
	used, _ := pc.Get(b.used).(int)
	used += columns * lines.Len()
	if used > maxCells {
		return
	}
	pc.Set(b.used, used)
	b.ParagraphTransformer.Transform(node, reader, pc)
}

// boundedDepth is a list or quote parser that opens nothing deeper than
// maxDepth. What is deeper stays text.
type boundedDepth struct {
	parser.BlockParser
}

// Open begins a block.
func (b boundedDepth) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if k := n.Kind(); k == ast.KindList || k == ast.KindBlockquote {
			depth++
		}
	}
	if depth >= maxDepth {
		return nil, parser.NoChildren
	}
	return b.BlockParser.Open(parent, reader, pc)
}

// safeLinks makes links of images, undoes links to anything but a page or an
// address, and marks the others.
type safeLinks struct{}

// Transform works on the finished tree.
func (safeLinks) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var images, links []ast.Node
	// The walk can't fail: its function never returns an error.
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n.Kind() {
			case ast.KindImage:
				images = append(images, n)
			case ast.KindLink, ast.KindAutoLink:
				links = append(links, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range images {
		if image, ok := n.(*ast.Image); ok {
			links = append(links, linkOf(image))
		}
	}
	for _, n := range links {
		destination := ""
		switch l := n.(type) {
		case *ast.Link:
			destination = string(l.Destination)
		case *ast.AutoLink:
			destination = string(l.URL(reader.Source()))
			if l.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(destination), "mailto:") {
				destination = "mailto:" + destination
			}
		}
		switch {
		case !isInLink(n) && isAllowed(destination):
			n.SetAttributeString("rel", []byte(rel))
		case n.Kind() == ast.KindLink:
			unwrap(n)
		}
	}
}

// ownDirections lets each block of a text run the way its own words do: one
// that greets in Arabic and goes on in English is read from both sides.
type ownDirections struct{}

// Transform works on the finished tree.
func (ownDirections) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		n.SetAttributeString("dir", []byte("auto"))
	}
}

// isInLink reports whether a link would stand inside another one.
func isInLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

// linkOf puts a link in an image's place.
func linkOf(image *ast.Image) ast.Node {
	link := ast.NewLink()
	link.Destination, link.Title = image.Destination, image.Title
	if image.FirstChild() == nil {
		link.AppendChild(link, ast.NewString(image.Destination))
	}
	for c := image.FirstChild(); c != nil; {
		next := c.NextSibling()
		link.AppendChild(link, c)
		c = next
	}
	image.Parent().ReplaceChild(image.Parent(), image, link)
	return link
}

// unwrap puts the text of a link in the link's place.
func unwrap(link ast.Node) {
	parent := link.Parent()
	for c := link.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, link, c)
		c = next
	}
	parent.RemoveChild(parent, link)
}

// isAllowed reports whether a link may lead there: a page, an address, or a
// place in the workspace.
func isAllowed(destination string) bool {
	u, err := url.Parse(strings.TrimSpace(destination))
	if err != nil || destination == "" {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "", "http", "https", "mailto":
		return true
	}
	return false
}
