package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"cairn/internal/db"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// pageFloor is what the process that serves the floor of the page is told, in
// the environment.
type pageFloor struct {
	Engine  db.Dialect `json:"engine"`
	Folder  string     `json:"folder"`
	Address string     `json:"address"`
	Query   statement  `json:"query"`
	Tail    string     `json:"tail"` // what stands behind the items in the answer
}

// floorVariable holds a pageFloor as JSON; where it is set, the program is that
// server.
const floorVariable = "CAIRN_BENCH_FLOOR"

// servePageFloor answers every request with the page: bare net/http, the query
// by the bare driver, and encoding/json, without policy and without log-in.
func servePageFloor(text string) error {
	var floor pageFloor
	if err := json.Unmarshal([]byte(text), &floor); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &place{engine: floor.Engine, config: db.Config{Folder: floor.Folder, Address: floor.Address}}
	database, err := p.bare(ctx)
	if err != nil {
		return err
	}
	defer database.close()
	args := make([]any, len(floor.Query.Args))
	for i, arg := range floor.Query.Args {
		args[i] = arg
		if number, ok := arg.(float64); ok { // JSON has no other numbers
			args[i] = int64(number)
		}
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", os.Getenv("CAIRN_ADDR"))
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, r *http.Request) {
		body, err := floor.page(r.Context(), database, args)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

func (f *pageFloor) page(ctx context.Context, database bare, args []any) ([]byte, error) {
	items := make([]work.Task, 0, work.DefaultPage+1)
	err := database.read(ctx, f.Query.Text, args, func(row db.Row) error {
		task, err := scanTask(row)
		items = append(items, task)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString(`{"items":`)
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(items[:min(len(items), work.DefaultPage)]); err != nil {
		return nil, err
	}
	out.Truncate(out.Len() - 1) // the encoder's newline
	out.WriteString(f.Tail)
	return out.Bytes(), nil
}

// scanTask maps the columns of a task as package work does.
func scanTask(row db.Row) (work.Task, error) {
	var (
		t                                   work.Task
		level                               int
		ownerAgrees, askerAgrees            bool
		mentions, labels                    string
		dueTime                             sql.Null[worktime.TimeOfDay]
		dueDate, agreed, snoozedUntil       worktime.Date
		dueAt, overdueAt, startedAt, doneAt sql.NullInt64
		triageAt, unansweredAt, snoozeEnds  sql.NullInt64
		question                            db.JSON[*work.Question]
		proposal                            db.JSON[*work.Proposal]
		asked                               db.JSON[*work.Asked]
		answer                              db.JSON[*work.Answer]
		checklist                           db.JSON[[]work.ChecklistItem]
		waiting                             db.JSON[*work.WaitingFor]
		outcome                             db.JSON[*work.Outcome]
		moved                               db.JSON[*work.Moved]
		talk                                db.JSON[*work.Talk]
		repeat                              db.JSON[*work.Repeat]
		neededAt, doubtAt, letGoAt          sql.NullInt64
		promisedAt, touchedAt               sql.NullInt64
		urgentAt, wakeAt                    sql.NullInt64
		unansweredTold                      bool
		keeps                               int
		createdAt, updatedAt                int64
	)
	err := row.Scan(&t.ID, &t.Title, &t.Body, &t.BodyVersion, &t.OwnerID, &t.AskedByID, &t.Status, &level, &t.Rank,
		&dueDate, &dueTime, &t.DueZone, &dueAt, &overdueAt, &t.DueReason, &ownerAgrees, &askerAgrees,
		&agreed, &labels, &checklist, &waiting, &outcome, &t.CancelReason, &mentions, &t.Confidential,
		&t.SourceURL, &t.SourceKey, &moved, &t.CommentCount, &t.Revision, &createdAt, &updatedAt, &startedAt, &doneAt,
		&triageAt, &unansweredAt, &snoozedUntil, &snoozeEnds, &question, &proposal, &t.DuplicateOfID, &asked, &answer,
		&unansweredTold, &promisedAt, &touchedAt, &neededAt, &doubtAt, &keeps, &letGoAt, &urgentAt, &talk, &repeat, &wakeAt)
	if err != nil {
		return work.Task{}, err
	}
	t.Level = work.Level(levels()[level-1])
	if !dueDate.IsZero() {
		t.DueDate = &dueDate
	}
	if !agreed.IsZero() {
		t.AgreedDueDate = &agreed
	}
	if !snoozedUntil.IsZero() {
		t.SnoozedUntil = &snoozedUntil
	}
	if dueTime.Valid {
		t.DueTime = &dueTime.V
	}
	for _, at := range []struct {
		from sql.NullInt64
		to   **time.Time
	}{{dueAt, &t.DueAt}, {overdueAt, &t.OverdueAt}, {startedAt, &t.StartedAt}, {doneAt, &t.DoneAt}, {unansweredAt, &t.UnansweredAt}, {snoozeEnds, &t.SnoozeEndsAt},
		{neededAt, &t.NeededAt}, {doubtAt, &t.DoubtAt}, {letGoAt, &t.LetGoAt}} {
		if at.from.Valid {
			instant := time.UnixMilli(at.from.Int64).UTC()
			*at.to = &instant
		}
	}
	t.Labels, t.Checklist, t.WaitingFor, t.Outcome, t.Moved = strings.Fields(labels), checklist.V, waiting.V, outcome.V, moved.V
	t.Question, t.Proposal, t.Request, t.Talk, t.Repeat = question.V, proposal.V, asked.V, talk.V, repeat.V
	t.CreatedAt, t.UpdatedAt = time.UnixMilli(createdAt).UTC(), time.UnixMilli(updatedAt).UTC()
	return t, nil
}

// pageTail is what stands behind the items in our own answer.
func pageTail(body []byte) (string, error) {
	i := bytes.LastIndex(body, []byte(`,"next_cursor"`))
	if i < 0 {
		return "", fmt.Errorf("the page has no next_cursor: %.200s", body)
	}
	return string(body[i:]), nil
}
