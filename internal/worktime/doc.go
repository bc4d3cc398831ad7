// Package worktime is the arithmetic of working time: when somebody's day ends,
// when they are next at work, how much working time lies between two instants,
// and when several people work at once. It is pure: it reads no clock, no
// database and nothing of the machine it runs on; zones and holidays are built
// into the program, so that every node computes the same.
//
// Begin with a Calendar, the working time of one person, made by New from their
// zone, weekly hours, holiday region and time off. It never changes afterwards
// and may be used by any number of goroutines:
//
//	zone, err := worktime.LoadZone("body.time_zone", "Europe/Lisbon")
//	cal, err := worktime.New(worktime.Settings{Zone: zone, Hours: worktime.DefaultHours(), Region: "PT"})
//	due := cal.EndOfDay(date)              // W7: the instant of a local due date
//	overdueAt, ok := cal.OverdueAt(due)    // W7: the owner's first working instant from then on
//
// Three conventions hold everywhere:
//
//   - An interval begins with its Start and ends before its End.
//   - Working hours belong to the date they begin on. A night shift from 22:00
//     to 06:00 on Friday is Friday's, its Saturday part too; a day off removes
//     what begins on it, and only that.
//   - A local time is turned into an instant as RFC 5545, section 3.3.5 has it:
//     one that a clock change skips is read with the offset from before the
//     change, one that it repeats means the first occurrence. A date that a zone
//     skipped altogether (Samoa, 30 December 2011) has no working hours.
//
// Every search ends: what looks forward for working time gives up after
// HorizonDays and says so by its second result.
package worktime
