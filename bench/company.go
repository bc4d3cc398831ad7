package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"cairn/internal/activity"
	"cairn/internal/app"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/login"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

// company is who works there. The first person owns the workspace and stands
// above everybody.
type company struct {
	people []person
}

type person struct {
	id, email string
	manager   int    // place of the manager in the list; -1 for none
	token     string // of the API, for those that were given one
}

// shape says what a company looks like.
type shape struct {
	people  int
	manager func(n int) int // of the nth person; a smaller number, -1 for the first
	tokens  int             // how many, from the first on, get an API token
	teams   func(n int) []int
}

// wide is how many reports a manager has.
const wide = 8

// tree is the plain reporting line: everybody has up to eight reports.
func tree(n int) int {
	if n == 0 {
		return -1
	}
	return (n - 1) / wide
}

// teamSize is how many people a team has.
const teamSize = 10

// oneTeam puts each person into one team of ten.
func oneTeam(n int) []int { return []int{n / teamSize} }

// open runs fn over the services on a place, migrated, without any server.
func (p *place) open(ctx context.Context, fn func(house *app.House) error) error {
	database, err := db.Open(ctx, p.config)
	if err != nil {
		return err
	}
	err = database.Migrate(ctx)
	if err == nil {
		err = fn(app.Build(database, clock.System{}, quiet(), "http://127.0.0.1"))
	}
	return errors.Join(err, database.Close())
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// password is the owner's. Nobody logs in by it: all use tokens.
const password = "nine stones on the pass"

// at a time in one transaction; durable commits would take most of the time.
const peopleAtOnce = 100

// settle makes the people, their reporting line, teams and tokens.
func (s shape) settle(ctx context.Context, house *app.House) (*company, error) {
	owner := login.FirstRun{
		Workspace: "Cairngorm Ltd", Name: "Person 0", Email: email(0), Password: password, TimeZone: "Europe/Lisbon",
	}
	if _, err := house.Login.CreateOwner(ctx, owner); err != nil {
		return nil, err
	}
	// The instants of due dates come from this program's zone data: the server
	// need not compute them again as it starts.
	err := house.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE workspace SET zone_data = $1`, worktime.DataVersion())
		return err
	})
	if err != nil {
		return nil, err
	}
	first, err := house.People.BriefByEmail(ctx, house.DB, email(0))
	if err != nil {
		return nil, err
	}
	c := &company{people: []person{{id: first.ID, email: email(0), manager: -1}}}
	call := authz.Call{Actor: authz.Actor{PersonID: first.ID, Role: authz.Owner}}
	for len(c.people) < s.people {
		if err := errors.Join(s.hire(ctx, house, call, c), lookAgain(ctx, house, len(c.people))); err != nil {
			return nil, err
		}
	}
	if err := s.gather(ctx, house, call, c); err != nil {
		return nil, err
	}
	for n := range c.people[:min(s.tokens, len(c.people))] {
		may := []authz.Grant{authz.GrantRead, authz.GrantWrite}
		if n == 0 {
			may = authz.Grants()
		}
		token, err := house.Login.CreateTokenFor(ctx, email(n), login.NewToken{Name: "bench", Scopes: may})
		if err != nil {
			return nil, err
		}
		c.people[n].token = token.Secret
	}
	return c, nil
}

// lookAgain has PostgreSQL count its rows anew, now and then: a company that is made
// in a minute outgrows the plans that were made for an empty one.
func lookAgain(ctx context.Context, house *app.House, people int) error {
	if house.DB.Dialect() != db.Postgres || people%(5*peopleAtOnce) != 0 {
		return nil
	}
	return house.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `ANALYZE`)
		return err
	})
}

func email(n int) string { return fmt.Sprintf("person.%d@example.com", n) }

// hire adds the next people to the company.
func (s shape) hire(ctx context.Context, house *app.House, call authz.Call, c *company) error {
	zones := []string{"Europe/Lisbon", "America/Denver", "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo"}
	before := len(c.people)
	_, err := house.Ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		c.people = c.people[:before] // it may run again
		var hired []people.NewPerson
		for n := before; n < min(before+peopleAtOnce, s.people); n++ {
			manager := s.manager(n)
			next := person{id: id.New(), email: email(n), manager: manager}
			hired = append(hired, people.NewPerson{
				ID: next.id, Name: fmt.Sprintf("Person %d", n), Email: next.email, TimeZone: zones[n%len(zones)],
				ManagerID: c.people[manager].id,
			})
			c.people = append(c.people, next)
		}
		_, err := house.People.CreatePeopleIn(ctx, tx, call.Actor, hired...)
		return err
	})
	return err
}

// gather makes the teams.
func (s shape) gather(ctx context.Context, house *app.House, call authz.Call, c *company) error {
	var teams [][]string
	for n := range c.people {
		for _, team := range s.teams(n) {
			for len(teams) <= team {
				teams = append(teams, nil)
			}
			teams[team] = append(teams[team], c.people[n].id)
		}
	}
	for n, team := range teams {
		if len(team) == 0 {
			continue
		}
		_, err := house.People.CreateTeam(ctx, call, people.NewTeam{Name: fmt.Sprintf("Team %d", n), LeadID: team[0], PersonIDs: team})
		if err != nil {
			return err
		}
	}
	return nil
}
