package demo

import (
	"context"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/login"
	"cairn/internal/people"
)

// found sets the workspace up: its people, their hours and time off, the teams
// and the holidays, all before the first task.
func (p *plan) found() {
	ines, rui := p.person("ines"), p.person("rui")
	at := p.begin
	next := func() time.Time {
		at = at.Add(time.Minute)
		return at
	}
	p.add(next(), ines, func(ctx context.Context, b *builder) error {
		_, err := b.ledger.Write(ctx, b.call(), func(ctx context.Context, tx *activity.Tx) error {
			_, err := b.people.CreateWorkspaceIn(ctx, tx, people.NewWorkspace{
				Name: companyName, Owner: ines.name, Email: ines.email(), TimeZone: ines.zone, Demo: true,
			})
			return err
		})
		return err
	})
	for _, one := range p.people {
		p.join(next(), ines, one)
	}
	for _, team := range teams {
		p.team(next(), team.name, team.lead)
	}
	p.add(next(), rui, func(ctx context.Context, b *builder) error {
		change := people.WorkspaceChange{}
		change.Emergencies.Set, change.Emergencies.To = true, "Water where it shouldn't be, or a person in it: ring the watch, +351 555 0142. Nikhil or Arjun answers."
		change.Interruptions.Set, change.Interruptions.To = true, "Somebody stands still until you answer, and it can't be put right tomorrow. A question that can wait for nine o'clock waits for nine o'clock."
		_, err := b.people.UpdateWorkspace(ctx, b.call(), change)
		return err
	})
	for _, day := range p.ownHolidays() {
		holiday := people.NewHoliday{ID: p.newID(next()), Date: day.date, Name: day.name}
		p.add(at, rui, func(ctx context.Context, b *builder) error {
			_, err := b.people.AddHoliday(ctx, b.call(), holiday)
			return err
		})
	}
	for _, off := range away {
		one := p.person(off.who)
		stretch := people.NewTimeOff{ID: p.newID(next()), StartsOn: p.day.AddDays(off.from), EndsOn: p.day.AddDays(off.to), Note: off.note}
		p.add(at, one, func(ctx context.Context, b *builder) error {
			_, err := b.people.AddTimeOff(ctx, b.call(), one.id, stretch)
			return err
		})
	}
	p.add(next(), ines, func(ctx context.Context, b *builder) error {
		return b.login.ShareDemoPassword(ctx, Password)
	})
}

// join brings somebody in; the founder, who is there, says who they are.
func (p *plan) join(at time.Time, ines, one *person) {
	if one == ines {
		p.add(at, ines, func(ctx context.Context, b *builder) error {
			change := people.PersonChange{}
			change.Title.Set, change.Title.To = true, one.title
			change.WorkingHours.Set, change.WorkingHours.To = true, one.hours
			change.Focus.Set, change.Focus.To = true, one.focus
			change.HolidayRegion.Set, change.HolidayRegion.To = true, one.region
			change.HowToWork.Set, change.HowToWork.To = true, one.howToWork()
			change.HowToWorkVersion.Set, change.HowToWorkVersion.To = true, 1
			_, err := b.people.Update(ctx, b.call(), one.id, change)
			return err
		})
		return
	}
	p.add(at, ines, func(ctx context.Context, b *builder) error {
		_, err := b.people.Create(ctx, b.call(), people.NewPerson{
			ID: one.id, Name: one.name, Email: one.email(), Title: one.title, Role: one.role, TimeZone: one.zone,
			WorkingHours: &one.hours, Focus: one.focus, HolidayRegion: one.region, HowToWork: one.howToWork(), ManagerID: p.person(one.manager).id,
		})
		return err
	})
}

func (p *plan) team(at time.Time, name, lead string) {
	made := people.NewTeam{ID: p.newID(at), Name: name, LeadID: p.person(lead).id}
	for _, one := range p.people {
		if one.team == name {
			made.PersonIDs = append(made.PersonIDs, one.id)
		}
	}
	p.teamIDs[name] = made.ID
	p.add(at, p.person("ines"), func(ctx context.Context, b *builder) error {
		_, err := b.people.CreateTeam(ctx, b.call(), made)
		return err
	})
}

// doors leaves something to see where one looks after who comes in: a token,
// and somebody who is invited.
func (p *plan) doors() {
	ruth, katrin := p.person("ruth"), p.person("katrin")
	p.add(ruth.after(p.options.Now.AddDate(0, 0, -40), 0), ruth, func(ctx context.Context, b *builder) error {
		_, err := b.login.CreateToken(ctx, b.call(), login.NewToken{Name: "Figures for the board", Scopes: []authz.Grant{authz.GrantRead}})
		return unlessThere(err)
	})
	p.add(katrin.after(p.options.Now.AddDate(0, 0, -6), 0), katrin, func(ctx context.Context, b *builder) error {
		_, err := b.login.Invite(ctx, b.call(), login.NewInvitation{
			Name: "Matías Oyarzún", Email: "matias@" + domain, Title: "Field technician", Role: authz.Member,
			TimeZone: "America/Santiago", ManagerID: p.person("hemi").id,
		})
		return unlessThere(err)
	})
}

// unlessThere takes a secret that was made before the making broke off for done:
// nobody is to be told it.
func unlessThere(err error) error {
	if errs.Is(err, errs.ShownOnce) {
		return nil
	}
	return err
}
