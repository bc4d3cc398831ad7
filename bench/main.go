// Command bench measures what docs/PERFORMANCE.md says, against the bars and
// against floors measured in the same run, and prints it as a Markdown table.
//
//   - company.go, tasks.go and fill.go make a company from a seed.
//   - server.go runs the built binary; wire.go and load.go drive it from here,
//     another process, over loopback.
//   - tape.go records the statements that Cairn runs; bare.go, floorcreate.go and
//     floorpage.go run them again with nothing around: the floors.
//   - list.go and the files beside it are the measurements.
//
// `make bench` runs it with a PostgreSQL server of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"cairn/internal/db"
)

// bench is a run.
type bench struct {
	tasks    int           // on the long list
	started  int           // tasks in the workspace that the server starts on
	crowded  int           // tasks in the workspace around the long list
	staff    int           // people of the large company
	branch   int           // people that move with one of them
	streams  int           // event streams that lie idle
	mixed    time.Duration // of the mixed load on the large company
	profiles string        // the folder for profiles; empty: none are wanted
	profiled int           // how many were begun
	lasts    time.Duration // of each measurement
	seed     uint64
	folder   string // where the data of SQLite goes
	postgres string
	binary   string
	self     string // this program, which serves the floors too
	report   *report
}

// warm is how long a server runs under load before it is measured.
func (b *bench) warm() time.Duration { return b.lasts / 5 }

// sound is a rate, with what went wrong beside it.
func (b *bench) sound(l load) string {
	text := perSecond(l.rate())
	if l.faults > 0 {
		text += fmt.Sprintf(", %d × 5xx", l.faults)
	}
	if l.refused > 0 {
		text += fmt.Sprintf(", %d × 4xx", l.refused)
	}
	if l.first != "" {
		b.report.sayf("first failure: %.300s", l.first)
	}
	return text
}

func main() {
	if floor := os.Getenv(floorVariable); floor != "" {
		exit(servePageFloor(floor))
	}
	if path := os.Getenv(profileVariable); path != "" {
		exit(serveProfiled(path))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// measurement is a part of the run.
type measurement struct {
	name string
	asks bool // it takes long, and runs only when it is asked for
	run  func(ctx context.Context, engine db.Dialect) error
}

func run(ctx context.Context) error {
	b := &bench{report: &report{out: os.Stdout, tell: os.Stderr}}
	engines := flag.String("engines", "sqlite,postgres", "which database engines")
	only := flag.String("only", "", "measure only these parts, separated by commas: "+strings.Join(append(names(b.measurements()), "web"), ", "))
	flag.IntVar(&b.tasks, "tasks", 10_000, "tasks on the long list")
	flag.IntVar(&b.started, "started", 100_000, "tasks in the workspace that the server starts on")
	million := flag.Bool("million", false, "measure the page in a workspace with -crowded tasks, too")
	flag.IntVar(&b.crowded, "crowded", 1_000_000, "tasks in that workspace")
	company := flag.Bool("company", false, "measure the large company, too: moving a branch, pages across owners")
	flag.IntVar(&b.staff, "staff", 5_000, "people of the large company")
	flag.IntVar(&b.branch, "branch", 1_000, "people of the branch that moves")
	flag.IntVar(&b.streams, "streams", 0, "idle event streams on the large company, such as 5000 (implies -company)")
	flag.DurationVar(&b.mixed, "mixed", 0, "how long the large company works with 300 mixed requests a second, such as 1h (implies -company)")
	flag.StringVar(&b.profiles, "profile", "", "run every server under the profiler, and write the profiles into this folder")
	flag.DurationVar(&b.lasts, "lasts", 5*time.Second, "how long each measurement goes on")
	flag.Uint64Var(&b.seed, "seed", 1, "what the made-up company is made from")
	flag.StringVar(&b.folder, "folder", "/var/tmp", "where the data of SQLite goes: a disk, no memory file system")
	flag.StringVar(&b.postgres, "postgres", os.Getenv("CAIRN_TEST_POSTGRES"), "address of a PostgreSQL server on which databases may be made")
	flag.StringVar(&b.binary, "binary", "bin/cairn", "the built program")
	document := flag.String("write", "", "a document to put the table into, such as docs/PERFORMANCE.md")
	flag.Parse()
	var err error
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	asked := map[string]bool{
		"million": *million, "company": *company || b.streams > 0 || b.mixed > 0, "profile": b.profiles != "",
	}
	for part := range strings.SplitSeq(*only, ",") {
		asked[part] = part != ""
	}
	var failed error
	for name := range strings.SplitSeq(*engines, ",") {
		engine, err := engineOf(name)
		if err != nil {
			return err
		}
		for _, m := range b.measurements() {
			if asked[m.name] || *only == "" && !m.asks {
				failed = errors.Join(failed, b.part(ctx, m, engine))
			}
		}
	}
	if *only == "" || asked["web"] {
		b.web(ctx)
	}
	b.report.print()
	if *document != "" && failed == nil {
		failed = b.report.write(*document)
	}
	return failed
}

func engineOf(name string) (db.Dialect, error) {
	for _, engine := range []db.Dialect{db.SQLite, db.Postgres} {
		if engine.String() == name {
			return engine, nil
		}
	}
	return 0, fmt.Errorf("there is no engine %q; use sqlite or postgres", name)
}

// part runs one part. When it fails, that stands in the table, and the others
// go on.
func (b *bench) part(ctx context.Context, m measurement, engine db.Dialect) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	b.report.sayf("%s on %s", m.name, engineName(engine))
	err := m.run(ctx, engine)
	if err != nil {
		b.report.add(engine, line{what: m.name, ours: "failed, see the log", met: missed})
		return fmt.Errorf("%s on %s: %w", m.name, engineName(engine), err)
	}
	return nil
}

func (b *bench) measurements() []measurement {
	return []measurement{
		{name: "list", run: b.list},
		{name: "start", run: b.starts},
		{name: "million", asks: true, run: b.million},
		{name: "company", asks: true, run: b.company},
		{name: "digests", asks: true, run: b.digests},
		{name: "request", asks: true, run: b.request},
		{name: "profile", asks: true, run: b.profile},
	}
}

func names(all []measurement) []string {
	var out []string
	for _, m := range all {
		out = append(out, m.name)
	}
	return out
}
