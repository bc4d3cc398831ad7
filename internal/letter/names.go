package letter

import (
	"context"
	"strings"

	"cairn/internal/mail"
	"cairn/internal/notify"
)

// names reads the names of people, each once.
type names struct {
	service *Service
	known   map[string]string
}

func (s *Service) names() *names { return &names{service: s, known: map[string]string{}} }

// of is the name of a person; that of nobody is empty.
func (n *names) of(ctx context.Context, personID string) (string, error) {
	if personID == "" {
		return "", nil
	}
	if name, known := n.known[personID]; known {
		return name, nil
	}
	who, err := n.service.people.Brief(ctx, n.service.db, personID)
	if err != nil {
		return "", err
	}
	n.known[personID] = who.Name
	return who.Name, nil
}

// Signs that no name and no title holds stand for them in a sentence.
const (
	whoSign   = "\x01"
	titleSign = "\x02"
	otherSign = "\x03"
)

// sentence is notify's, with the names and the title as pieces of their own; none
// is "it".
func sentence(code, who, other string, title mail.Piece, data notify.Data) []mail.Piece {
	sign := func(name, sign string) string {
		if name == "" {
			return ""
		}
		return sign
	}
	words := notify.Sentence(code, sign(who, whoSign), sign(other, otherSign), sign(title.Text, titleSign), data)
	var pieces []mail.Piece
	for words != "" {
		at := strings.IndexAny(words, whoSign+titleSign+otherSign)
		if at < 0 {
			return append(pieces, mail.Piece{Text: words})
		}
		if at > 0 {
			pieces = append(pieces, mail.Piece{Text: words[:at]})
		}
		switch words[at : at+1] {
		case whoSign:
			pieces = append(pieces, mail.Piece{Text: mail.OneLine(who), Name: true})
		case otherSign:
			pieces = append(pieces, mail.Piece{Text: mail.OneLine(other), Name: true})
		default:
			pieces = append(pieces, title)
		}
		words = words[at+1:]
	}
	return pieces
}
