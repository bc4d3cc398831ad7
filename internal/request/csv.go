package request

import (
	"context"
	"encoding/csv"
	"io"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/work"
)

// WriteCSV writes all answers that the actor may read, a person a line. Nothing
// in it is a formula to a spreadsheet.
func (s *Service) WriteCSV(ctx context.Context, actor authz.Actor, id string, out io.Writer) error {
	file := csv.NewWriter(out)
	if err := file.Write([]string{"name", "email", "state", "answer", "link", "remark", "answered_on", "due_date", "away_until", "who_has_it"}); err != nil {
		return err
	}
	names := map[string]people.Brief{}
	for page := (Page{}); ; {
		told, err := s.Get(ctx, actor, id, page)
		if err != nil {
			return err
		}
		for _, row := range told.People {
			line, err := s.line(ctx, names, told.Request, row)
			if err != nil {
				return err
			}
			if err := file.Write(line); err != nil {
				return err
			}
		}
		if told.NextCursor == nil {
			break
		}
		page.Cursor = *told.NextCursor
	}
	file.Flush()
	return file.Error()
}

// MayRead refuses whoever may not read a request, before its file is begun.
func (s *Service) MayRead(ctx context.Context, actor authz.Actor, id string) error {
	_, err := s.read(ctx, s.db, actor, id)
	return err
}

func (s *Service) line(ctx context.Context, names map[string]people.Brief, r Request, row Row) ([]string, error) {
	person, err := s.named(ctx, names, row.PersonID)
	if err != nil {
		return nil, err
	}
	has, err := s.named(ctx, names, row.OwnerID)
	if err != nil {
		return nil, err
	}
	var answer, link, remark string
	if a := row.Answer; a != nil {
		link, remark = plain(a.URL), plain(a.Text)
		switch {
		case a.Number != nil:
			answer = work.FormatNumber(*a.Number) // a number, also below zero
		case r.Kind == work.AnswerText:
			answer, remark = plain(a.Text), ""
		case r.Kind == work.AnswerLink:
			answer, link = plain(a.URL), ""
		default:
			answer = plain(a.Choice)
		}
		if answer == "" {
			answer = string(r.Kind)
		}
	}
	return []string{
		plain(person.Name), plain(person.Email), string(row.State), answer, link, remark,
		day(row.AnsweredOn), day(row.DueDate), day(row.AwayUntil), plain(has.Name),
	}, nil
}

func (s *Service) named(ctx context.Context, names map[string]people.Brief, id string) (people.Brief, error) {
	if known, ok := names[id]; ok {
		return known, nil
	}
	brief, err := s.people.Brief(ctx, s.db, id)
	if errs.Is(err, errs.NotFound) {
		brief, err = people.Brief{ID: id}, nil
	}
	names[id] = brief
	return brief, err
}

func day[D interface{ String() string }](date *D) string {
	if date == nil {
		return ""
	}
	return (*date).String()
}

// plain keeps a spreadsheet from taking a text for a formula.
func plain(text string) string {
	if strings.ContainsAny(firstRune(text), "=+-@\t\r\n|%＝＋－＠") {
		return "'" + text
	}
	return text
}

func firstRune(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}
