package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
	"time"

	"cairn/internal/app"
	"cairn/internal/db"
	"cairn/internal/id"
)

// profileVariable names a file; where it is set, the program is Cairn's server
// under the profiler, and writes there what it used processors for.
const profileVariable = "CAIRN_BENCH_PROFILE"

func serveProfiled(path string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	options := app.Options{Addr: os.Getenv("CAIRN_ADDR"), Folder: os.Getenv("CAIRN_DATA"), Database: os.Getenv("CAIRN_DATABASE")}
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	err = app.Serve(ctx, options, io.Discard, quiet(), nil)
	pprof.StopCPUProfile()
	return errors.Join(err, file.Close(), writeHeap(path+".heap"))
}

// writeHeap tells what the server still holds as it ends.
func writeHeap(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(pprof.WriteHeapProfile(file), file.Close())
}

// profile drives the page, creates and completions against servers under the
// profiler, and tells how much processor time of the server each request took:
// a figure that other programs on the machine hardly change.
func (b *bench) profile(ctx context.Context, engine db.Dialect) error {
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return err
	}
	defer p.drop()
	var c *company
	err = p.open(ctx, func(house *app.House) error {
		var err error
		c, err = b.listCompany(ctx, p, house)
		return err
	})
	if err == nil {
		err = p.settle(ctx)
	}
	if err != nil {
		return err
	}
	owner := c.people[listOwner]
	page := request("GET", "/api/v1/people/"+owner.id+"/worklist?limit=50", owner.token, "", nil)
	task := request("GET", "/api/v1/people/"+owner.id, owner.token, "", nil)
	open, err := (&longList{b: b, p: p, c: c, owner: owner}).open(ctx, "rank DESC")
	if err != nil {
		return err
	}
	for _, path := range []struct {
		name string
		next func(worker, i int) []byte
	}{
		{"page", func(int, int) []byte { return page }},
		{"person", func(int, int) []byte { return task }},
		{"create", func(int, int) []byte { return b.newTask(owner.token) }},
		{"done", each(open, func(task string) []byte {
			return request("POST", "/api/v1/tasks/"+task+"/complete", owner.token, id.New(), []byte(`{}`))
		})},
	} {
		s, err := b.startCairn(ctx, p)
		if err != nil {
			return err
		}
		before, err := s.processorTime()
		if err != nil {
			return errors.Join(err, s.stop())
		}
		done, err := drive(ctx, sixteen, b.lasts, requests(s.address, path.next))
		after, timeErr := s.processorTime()
		if err := errors.Join(err, timeErr, s.stop()); err != nil {
			return err
		}
		took := (after - before) / time.Duration(max(done.done, 1))
		b.report.add(engine, line{what: path.name + ", profiled, c=16", ours: fmt.Sprintf("%s, %d µs of processor each, p50 / p99 %s / %s",
			b.sound(done), took.Microseconds(), ms(done.at(0.5)), ms(done.at(0.99)))})
	}
	return nil
}
