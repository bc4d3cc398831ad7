package imports

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// person is somebody whom a row may mean.
type person struct {
	id, name, email string
	managerID       string
	active          bool
}

// directory finds people by what stands in a file.
type directory struct {
	byID     map[string]*person
	byEmail  map[string]*person
	byName   map[string][]*person
	byText   map[string]*person // the owner map
	mapped   bool               // there is an owner map
	fallback *person            // for rows without an owner; nil for none
}

// readDirectory reads everybody in the workspace, as a person of it may.
func readDirectory(ctx context.Context, q db.Querier, readerID string) (*directory, error) {
	d := &directory{byID: map[string]*person{}, byEmail: map[string]*person{}, byName: map[string][]*person{}, byText: map[string]*person{}}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		p := &person{}
		err := row.Scan(&p.id, &p.name, &p.email, &p.managerID, &p.active)
		d.byID[p.id], d.byEmail[p.email] = p, p
		d.byName[fold(p.name)] = append(d.byName[fold(p.name)], p)
		return struct{}{}, err
	}, `SELECT id, name, email, coalesce(manager_id, ''), active FROM person WHERE `+authz.Holds("'"+string(authz.Workspace)+"'", "$1"), readerID)
	return d, err
}

// learn reads the owner map, and refuses it with all that is wrong in it.
func (d *directory) learn(text string) error {
	if text == "" {
		return nil
	}
	d.mapped = true
	file, err := readSheet("body.owner_map_csv", text, "owner", "email")
	if err != nil {
		return err
	}
	owner, err := file.column("body.owner_map_csv", "owner")
	if err != nil {
		return err
	}
	email, err := file.column("body.owner_map_csv", "email")
	if err != nil {
		return err
	}
	wrong := errs.Error{Code: errs.Invalid}
	for _, row := range file.rows {
		if why := d.learnRow(row, owner, email); why != "" {
			wrong.Fields = append(wrong.Fields, errs.Field{
				Location: fmt.Sprintf("body.owner_map_csv line %d", row.number),
				Message:  fmt.Sprintf("the owner map, line %d: %s", row.number, why),
			})
		}
	}
	if len(wrong.Fields) == 0 {
		return nil
	}
	wrong.Message = wrong.Fields[0].Message
	return &wrong
}

func (d *directory) learnRow(row line, owner, email int) string {
	text, address := row.of(owner), strings.ToLower(row.of(email))
	if row.problem != "" {
		return row.problem
	}
	if text == "" || address == "" {
		return "it needs both an owner and an email"
	}
	who := d.byEmail[address]
	switch before := d.byText[fold(text)]; {
	case who == nil:
		return fmt.Sprintf("nobody here has the email address %s; add the person first, or correct it", address)
	case !who.active:
		return who.name + " has left; name somebody else"
	case before != nil && before != who:
		return fmt.Sprintf("“%s” is mapped to %s already; keep one of the two lines", text, before.name)
	}
	d.byText[fold(text)] = who
	return ""
}

func (d *directory) defaultOwner(request Request) (*person, error) {
	who := d.byID[request.DefaultOwnerID]
	switch {
	case request.DefaultOwnerID != "" && (who == nil || !who.active):
		return nil, errs.InvalidField("body.default_owner_id", "there is no active person with this id")
	case who == nil && request.Mapping.Owner == "":
		return nil, errs.InvalidField("body.mapping.owner", "name the column that says whose task it is, or a default owner for all of them")
	}
	return who, nil
}

// meant is whom a row's owner text means.
type meant struct {
	owner     *person
	mentioned []*person
	note      string
}

// between is what stands between two owners.
var between = regexp.MustCompile(`(?i)\s*[/,&]\s*|\s+and\s+`)

// find says who is meant: by the whole text first, else by its parts, of which
// the first that means somebody is the owner, and the others are mentioned.
func (d *directory) find(text string) (meant, error) {
	if text == "" {
		if d.fallback == nil {
			return meant{}, problem("has no owner; name one there, or import with a default owner")
		}
		return meant{owner: d.fallback, note: "no owner in the file, so the default owner has it"}, nil
	}
	whole, err := d.one(text)
	if err != nil || whole != nil {
		return meant{owner: whole}, err
	}
	parts := slices.DeleteFunc(between.Split(text, -1), func(part string) bool { return part == "" })
	found := meant{}
	var unknown []string
	for _, part := range parts {
		who, err := d.one(part)
		switch {
		case err != nil:
			return meant{}, err
		case who == nil:
			unknown = append(unknown, "“"+part+"”")
		case found.owner == nil:
			found.owner = who
		case who != found.owner && !slices.Contains(found.mentioned, who):
			found.mentioned = append(found.mentioned, who)
		}
	}
	if found.owner == nil {
		return meant{}, d.nobody(text)
	}
	if len(parts) > 1 {
		found.note = fmt.Sprintf("“%s”: %s owns it", text, found.owner.name)
		if len(found.mentioned) > 0 {
			found.note += ", mentioned: " + strings.Join(names(found.mentioned), ", ")
		}
		if len(unknown) > 0 {
			found.note += "; nobody is known as " + strings.Join(unknown, ", ")
		}
	}
	return found, nil
}

func (d *directory) nobody(text string) error {
	if d.mapped {
		return problemf("has the owner “%s”, whom neither the owner map nor anybody's email or full name tells; add a line for it to the owner map", text)
	}
	return problemf("has the owner “%s”, which is nobody's email or full name; say in an owner map whom it means", text)
}

// one finds the person that a text means: by the owner map, by email, or by
// the full name where only one has it. It is nil when there is none.
func (d *directory) one(text string) (*person, error) {
	if who := d.byText[fold(text)]; who != nil {
		return who, nil
	}
	var found []*person
	if who := d.byEmail[fold(text)]; who != nil {
		found = append(found, who)
	} else {
		found = slices.Clone(d.byName[fold(text)])
		if active := slices.DeleteFunc(slices.Clone(found), func(p *person) bool { return !p.active }); len(active) > 0 {
			found = active
		}
	}
	switch {
	case len(found) == 0:
		return nil, nil // the text means nobody
	case len(found) > 1:
		return nil, problemf("has the owner “%s”, as %d people are called; write the email address of the one you mean", text, len(found))
	case !found[0].active:
		return nil, problemf("has the owner %s, who has left; say in an owner map who does it now", found[0].name)
	}
	return found[0], nil
}

func names(of []*person) []string {
	list := make([]string, len(of))
	for i, p := range of {
		list[i] = p.name
	}
	return list
}
