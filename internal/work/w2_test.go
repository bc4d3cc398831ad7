package work

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/rank"

	"pgregory.net/rapid"
)

// seat is where a task stands, as the model has it.
type seat struct {
	id      string
	level   Level
	status  Status
	started bool
}

func (s seat) holdsSlot() bool { return s.status == Todo || s.status == InProgress }

// modelList is a worklist said a second time, as a slice.
type modelList struct{ seats []seat }

func (m *modelList) at(id string) int {
	return slices.IndexFunc(m.seats, func(s seat) bool { return s.id == id })
}

func (m *modelList) slots(level Level) int { return map[Level]int{Urgent: 1, High: 3}[level] }

func (m *modelList) full(level Level, except string) bool {
	if m.slots(level) == 0 {
		return false
	}
	held := 0
	for _, s := range m.seats {
		if s.level == level && s.holdsSlot() && s.id != except {
			held++
		}
	}
	return held >= m.slots(level)
}

// end is the index behind the last seat of a level, start that of its first.
func (m *modelList) end(level Level) int {
	n := 0
	for n < len(m.seats) && m.seats[n].level.order() <= level.order() {
		n++
	}
	return n
}

func (m *modelList) start(level Level) int { return m.end(levelOfOrZero(level.order() - 1)) }

func levelOfOrZero(order int) Level {
	if order < 1 {
		return ""
	}
	return levelOf(order)
}

// place seats a task, and reports whether that is refused.
func (m *modelList) place(s seat, place Place) bool {
	was := m.at(s.id)
	level := place.Level
	neighbour := place.BeforeID + place.AfterID
	if neighbour != "" {
		level = m.seats[m.at(neighbour)].level
	}
	keeps := was >= 0 && m.seats[was].level == level && m.seats[was].holdsSlot()
	top := false
	for s.holdsSlot() && !keeps && m.full(level, s.id) {
		if place.OnFull != Lower {
			return false
		}
		level, top, neighbour = levelOf(level.order()+1), true, ""
	}
	if was >= 0 {
		m.seats = slices.Delete(m.seats, was, was+1)
	}
	at := m.end(level)
	switch {
	case top:
		at = m.start(level)
	case neighbour != "" && place.BeforeID != "":
		at = m.at(neighbour)
	case neighbour != "":
		at = m.at(neighbour) + 1
	}
	s.level = level
	m.seats = slices.Insert(m.seats, at, s)
	return true
}

func (m *modelList) String() string {
	words := make([]string, len(m.seats))
	for i, s := range m.seats {
		words[i] = fmt.Sprintf("%s:%s:%s", s.level, s.status, s.id[len(s.id)-4:])
	}
	return strings.Join(words, " ")
}

// Over random writes of all sorts, the list is in the order, and the slots are
// held, as in a model that is nothing but a slice.
func TestW2_OrderAndSlotsFollowTheModel(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		rapid.Check(t, func(rt *rapid.T) {
			owner := r.person(fmt.Sprintf("P%d", r.next()), r.ben.PersonID)
			m := &modelList{}
			anyLevel := rapid.SampledFrom([]Level{Urgent, High, Medium, Low})
			anyPlace := func(except string) Place {
				place := Place{OnFull: rapid.SampledFrom([]OnFull{Refuse, Lower}).Draw(rt, "on full")}
				kind := rapid.IntRange(0, 2).Draw(rt, "place")
				others := slices.DeleteFunc(slices.Clone(m.seats), func(s seat) bool { return s.id == except })
				if kind == 0 || len(others) == 0 {
					place.Level = anyLevel.Draw(rt, "level")
					return place
				}
				id := rapid.SampledFrom(others).Draw(rt, "neighbour").id
				if kind == 1 {
					place.BeforeID = id
				} else {
					place.AfterID = id
				}
				return place
			}
			for range rapid.IntRange(5, 25).Draw(rt, "steps") {
				var err error
				refused := false
				step := rapid.SampledFrom([]string{"create", "create", "move", "move", "block", "unblock", "close", "start"}).Draw(rt, "step")
				if step == "create" || len(m.seats) == 0 {
					place := anyPlace("")
					var result Result
					result, err = r.Create(r.ctx, owner, Draft{Title: "x", Place: place})
					id := result.ID
					if err != nil {
						id = "none"
					}
					refused = !m.place(seat{id: id, status: Todo}, place)
				} else {
					at := rapid.IntRange(0, len(m.seats)-1).Draw(rt, "task")
					s := m.seats[at]
					switch step {
					case "move":
						place := anyPlace(s.id)
						_, err = r.Move(r.ctx, owner, s.id, place, "")
						refused = !m.place(s, place)
					case "block":
						_, err = r.Block(r.ctx, owner, s.id, WaitingFor{Text: "x"})
						if refused = s.status == Blocked; !refused {
							m.seats[at].status = Blocked
						}
					case "unblock":
						_, err = r.Unblock(r.ctx, owner, s.id)
						if refused = s.status != Blocked; !refused {
							was := m.seats[at].level
							back := seat{s.id, was, Todo, s.started}
							if s.started {
								back.status = InProgress
							}
							if m.full(was, s.id) {
								m.place(back, Place{Level: was, OnFull: Lower})
							} else {
								m.seats[at] = back
							}
						}
					case "close":
						_, err = r.Complete(r.ctx, owner, s.id, nil)
						m.seats = slices.Delete(m.seats, at, at+1)
					case "start":
						_, err = r.Start(r.ctx, owner, s.id)
						if refused = s.status != Todo; !refused {
							m.seats[at].status, m.seats[at].started = InProgress, true
						}
					}
				}
				if (err != nil) != refused || err != nil && !errs.Is(err, errs.SlotFull) && !errs.Is(err, errs.StateConflict) {
					rt.Fatalf("%s: %v, the model refuses: %v\n%s", step, err, refused, m)
				}
				if stored := (&modelList{r.seats(owner.PersonID)}).String(); stored != m.String() {
					rt.Fatalf("after %s the list is\n%s\nand the model\n%s", step, stored, m)
				}
			}
		})
	})
}

func (r *rig) next() int {
	r.keys++
	return r.keys
}

// seats reads a list as it is stored.
func (r *rig) seats(ownerID string) []seat {
	r.t.Helper()
	seats, err := db.All(r.ctx, r.db, func(row db.Row) (seat, error) {
		var s seat
		var order int
		err := row.Scan(&s.id, &order, &s.status)
		s.level = levelOf(max(order, 1))
		return s, err
	}, `SELECT id, level, status FROM task WHERE owner_id = $1 AND rank IS NOT NULL ORDER BY level, rank`, ownerID)
	r.ok(err)
	return seats
}

// Sixteen people move and add on one list at once: no error but a full level or
// a neighbour that moved on, and one total order at the end.
func TestW2_ManyWritersOneOrder(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for range 20 {
			r.add(r.ana, "x", Medium)
		}
		var wait sync.WaitGroup
		failed := make(chan error, 16)
		for writer := range 16 {
			wait.Go(func() {
				random := rand.New(rand.NewPCG(uint64(writer), 2))
				for range 12 {
					seats := r.seats(r.ana.PersonID)
					id, other := seats[random.IntN(len(seats))].id, seats[random.IntN(len(seats))].id
					level := []Level{Urgent, High, Medium, Low}[random.IntN(4)]
					place := Place{Level: level, OnFull: []OnFull{Refuse, Lower}[random.IntN(2)]}
					if random.IntN(2) == 0 && id != other {
						place = Place{AfterID: other}
					}
					var err error
					switch random.IntN(5) {
					case 0:
						_, err = r.Create(r.ctx, r.ana, Draft{Title: "new", Place: place})
					case 1:
						_, err = r.Complete(r.ctx, r.ana, id, nil)
					default:
						_, err = r.Move(r.ctx, r.ana, id, place, "")
					}
					if err != nil && !errs.Is(err, errs.SlotFull) && !errs.Is(err, errs.StateConflict) {
						failed <- err
						return
					}
				}
			})
		}
		wait.Wait()
		select {
		case err := <-failed:
			t.Fatal(err)
		default:
		}
		type at struct {
			level int
			rank  string
		}
		places, err := db.All(r.ctx, r.db, func(row db.Row) (at, error) {
			var a at
			return a, row.Scan(&a.level, &a.rank)
		}, `SELECT level, rank FROM task WHERE owner_id = $1 AND status IN ('todo', 'in_progress') ORDER BY id`, r.ana.PersonID)
		r.ok(err)
		held := map[int]int{}
		slices.SortFunc(places, func(a, b at) int { return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.rank, b.rank)) })
		for i, p := range places {
			held[p.level]++
			if !rank.Valid(p.rank) || i > 0 && places[i-1] == p {
				t.Fatalf("%v is no place of its own", p)
			}
		}
		if held[1] > 1 || held[2] > 3 {
			t.Fatalf("slots held: %v", held)
		}
	})
}

// Thousands of moves into one gap use it up; the level is spread anew, in the
// same order, and nobody is refused.
func TestW2_AGapUsedUpIsSpreadAnew(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		a, b, c := r.add(r.ana, "a", Medium), r.add(r.ana, "b", Medium), r.add(r.ana, "c", Medium)
		long := *a.Rank + strings.Repeat("0", rank.MaxLength-len(*a.Rank)-1) + "1"
		r.ok(r.db.Write(r.ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `UPDATE task SET rank = $2 WHERE id = $1`, b.ID, long)
			return err
		}))
		moved, err := r.Move(r.ctx, r.ana, c.ID, Place{AfterID: a.ID}, "")
		r.ok(err)
		r.wantOrder(r.ana, "medium:a medium:c medium:b")
		if len(*moved.Rank) > 10 || len(*r.get(r.ana, b.ID).Rank) > 10 {
			t.Fatal("the ranks are still long")
		}
		// The change feed tells of the fresh ranks; the history has nothing to say.
		if r.get(r.ana, b.ID).Revision <= b.Revision {
			t.Fatal("a fresh rank is a change")
		}
		r.equal("history", len(r.sentences(r.ana, b.ID)), 1)
	})
}

func TestW2_NeighboursThatAreGone(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		a, b, h := r.add(r.ana, "a", Medium), r.add(r.ana, "b", Medium), r.add(r.ana, "h", High)
		_, err := r.Move(r.ctx, r.ana, b.ID, Place{BeforeID: b.ID}, "")
		r.refused(err, errs.Invalid)
		_, err = r.Move(r.ctx, r.ana, b.ID, Place{BeforeID: h.ID, Level: Medium}, "")
		r.refused(err, errs.StateConflict)
		_, err = r.Move(r.ctx, r.ana, b.ID, Place{BeforeID: a.ID, AfterID: h.ID}, "")
		r.refused(err, errs.Invalid)
		_, err = r.Move(r.ctx, r.ana, b.ID, Place{Level: "highest"}, "")
		r.refused(err, errs.Invalid)
		_, err = r.Complete(r.ctx, r.ana, a.ID, nil)
		r.ok(err)
		_, err = r.Move(r.ctx, r.ana, b.ID, Place{AfterID: a.ID}, "")
		r.refused(err, errs.StateConflict)
		others := r.add(r.kai, "k", Medium)
		_, err = r.Move(r.ctx, r.ana, b.ID, Place{AfterID: others.ID}, "")
		r.refused(err, errs.StateConflict)
	})
}
