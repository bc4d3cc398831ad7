package worktime

import (
	"archive/zip"
	"crypto/sha256"
	_ "embed" // the zone data
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"cairn/internal/errs"
)

// The IANA zone data, 2025c: zoneinfo.zip as Go distributes it, and zone.tab,
// which names one zone for each place where clocks have agreed since 1970.
// To update, replace both files; DataVersion changes with them.
var (
	//go:embed tzdata/zoneinfo.zip
	zoneinfoZip string
	//go:embed tzdata/zone.tab
	zoneTab string
)

// zones indexes the embedded data once. The map is never written again; each
// zone is parsed when it is first asked for.
var zones = sync.OnceValue(func() map[string]func() (*time.Location, error) {
	archive, err := zip.NewReader(strings.NewReader(zoneinfoZip), int64(len(zoneinfoZip)))
	if err != nil {
		panic(fmt.Sprintf("worktime: the embedded zone data is damaged: %v", err))
	}
	index := make(map[string]func() (*time.Location, error), len(archive.File))
	for _, file := range archive.File {
		index[file.Name] = sync.OnceValues(func() (*time.Location, error) { return readZone(file) })
	}
	delete(index, "Factory") // the data's name for "no zone was set"
	return index
})

func readZone(file *zip.File) (*time.Location, error) {
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return time.LoadLocationFromTZData(file.Name, data)
}

// LoadZone returns the zone with this IANA name. Old names ("Asia/Calcutta")
// are understood. "Local" and the empty name are refused, because they would
// mean something else on each machine. The location names the place of the
// input in the refusal.
func LoadZone(location, name string) (*time.Location, error) {
	switch name {
	case "":
		return nil, errs.InvalidField(location, "a time zone is needed: give an IANA name such as Europe/Lisbon or America/Denver")
	case "Local":
		return nil, errs.InvalidField(location, "Local is not a time zone that others can read: give an IANA name such as Europe/Lisbon or America/Denver")
	}
	load, ok := zones()[name]
	if !ok {
		return nil, errs.InvalidField(location, "%q is not a known time zone: give an IANA name such as Europe/Lisbon, with capitals as they stand there", shorten(name))
	}
	zone, err := load()
	if err != nil {
		return nil, errs.Wrap(err, errs.Internal, "the data of time zone %q can't be read", name)
	}
	return zone, nil
}

// Zones lists the zones to choose from, sorted: one for each place of
// zone.tab, and UTC. LoadZone knows more names than these.
func Zones() []string {
	names := []string{"UTC"}
	for line := range strings.Lines(zoneTab) {
		if columns := strings.Split(strings.TrimSpace(line), "\t"); !strings.HasPrefix(line, "#") && len(columns) >= 3 {
			names = append(names, columns[2])
		}
	}
	slices.Sort(names)
	return names
}

// DataVersion changes when the embedded zone data does. Whoever stores instants
// that follow a local date compares it to know when to compute them again.
func DataVersion() string {
	sum := sha256.Sum256([]byte(zoneinfoZip))
	return hex.EncodeToString(sum[:8])
}

// Instant returns when the clocks of a zone show this date and time (RFC 5545,
// see the package comment). It is the instant of a due date with a fixed zone
// (W7); EndOfDate as the time means the end of the date.
func Instant(zone *time.Location, date Date, at TimeOfDay) time.Time {
	clock := wallClock{zone: zone}
	unix, _ := clock.resolve(date.wall() + int64(at)*60)
	return time.Unix(unix, 0).UTC()
}

// LocalDate returns the date that the clocks of a zone show at an instant.
func LocalDate(zone *time.Location, t time.Time) Date {
	_, offset := t.In(zone).Zone()
	return dateOfWall(t.Unix() + int64(offset))
}

// LocalTime returns the time that the clocks of a zone show at an instant, in
// whole minutes.
func LocalTime(zone *time.Location, t time.Time) TimeOfDay {
	hour, minute, _ := t.In(zone).Clock()
	return TimeOfDay(hour*60 + minute)
}

// maxOffset is more than the distance of any clock from UTC ever was, in seconds.
const maxOffset = 16 * 3600

// wallClock turns wall time (the seconds since 1970 that UTC clocks would have
// counted when they show the same) into Unix time. It remembers the stretch
// of constant offset that it looked at last, so going through consecutive days
// is cheap. It is not safe for concurrent use.
type wallClock struct {
	zone       *time.Location
	start, end int64 // Unix time; within [start, end) the offset holds
	offset     int64 // seconds east of UTC
}

// resolve returns the instant at which the clocks show wall, by RFC 5545, and
// the first instant at which they show wall or later. The two differ only when
// the clocks skip wall.
func (c *wallClock) resolve(wall int64) (at, reached int64) {
	if probe := wall - maxOffset; probe < c.start || probe >= c.end {
		c.load(probe)
	}
	for {
		at = wall - c.offset
		if at < c.end {
			return at, at
		}
		change := c.end
		c.load(change)
		if wall-c.offset < change {
			return at, change
		}
	}
}

func (c *wallClock) load(unix int64) {
	t := time.Unix(unix, 0).In(c.zone)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	c.start, c.end, c.offset = math.MinInt64, math.MaxInt64, int64(offset)
	if !start.IsZero() {
		c.start = start.Unix()
	}
	if !end.IsZero() {
		c.end = end.Unix()
	}
	// Beyond the changes that the data lists, the library bounds a stretch by the
	// year too, and takes every year for 365 days: on 31 December of a leap year
	// it gives an end that has passed. The offset holds to the end of that day.
	if c.end <= unix {
		c.end = unix - unix%secondsPerDay + secondsPerDay
	}
}

// begin returns the first instant of a date: local midnight, or the end of the
// gap that swallowed it.
func (c *wallClock) begin(date Date) int64 {
	_, reached := c.resolve(date.wall())
	return reached
}

// happens reports whether the zone had this date at all.
func (c *wallClock) happens(date Date) bool { return c.begin(date) < c.begin(date.AddDays(1)) }

// shorten keeps what is quoted back in a message to a readable length.
func shorten(s string) string {
	if len(s) <= 40 {
		return s
	}
	return strings.ToValidUTF8(s[:40], "") + "…"
}
