// Package quickadd reads what a person types or pastes into the quick-add line
// and makes task drafts of it, one a line. It changes nothing and asks nobody
// but the Setting it is given, so the web app has the same grammar in
// TypeScript; testdata/vectors.json holds the two together.
//
//	review pricing page by fri 3pm high #launch @ana
//
// What is understood is taken out of the title, and comes back as a span with
// its meaning in plain English, so that the person sees it before the task
// exists. What is not understood stays in the title. Nothing is guessed
// silently: what is doubtful comes with a problem that says how to mend it.
//
// # Where words count
//
// The trailing run is the longest end of a line in which every word is part of
// something recognised. There, anything below counts. Before it, only this does:
//   - #label and !level anywhere;
//   - @name and a URL anywhere, but inside the sentence they also stay in the
//     title, as the sentence needs them ("ask @ben about pricing");
//   - a date or time right after by, due, until, till or on.
//
// So "high availability doc" and "renew in 3 days and tell ops" stay as they are.
// Text in double quotes is never read, and neither is a word of the trailing
// run right after one that ties it to the sentence (bindsNext), such as is, the,
// of, from, to, last ("check that latency is low", "numbers from monday").
//
// # Levels
//
// urgent, high, medium, low, alone or followed by "priority" in the trailing
// run; with "!" in front anywhere, which wins over one without.
//
// # Due
//
// Everything is read in the owner's zone and against the owner's working days.
//   - today, tomorrow, a weekday: the next one to come, today included. "this
//     fri" is the same; "next fri" is the Friday of the following week (Monday
//     to Sunday).
//   - 2026-12-01, 1.12.2026, 1 dec, dec 1, 1st of december 2027: without a year
//     it is the next one to come, today included. 31/12/2026 when it can be
//     read in one way only. "the 15th" is the next 15th.
//   - in 3 days, weeks, months, years; in 3 working days, counted from the day
//     after today. A month later than the 31st is the last day of a shorter one.
//   - next week, month, quarter, year: its first working day. End of week,
//     month, quarter, year (eow, eom, eoq, eoy; "this week" is the same), also
//     of the next one: its last working day; when none of the present one is
//     left, that of the one after it.
//   - eod, cob, end of day: a date without a time, today if none is said.
//   - 15:00, 3pm, 3:30 pm, noon, midnight (23:59), with or without "at": a time
//     alone is today's, or the next working day's once it has passed.
//   - no date, no due date: said to have none.
//
// In the trailing run "on" or "for" may stand before a date ("slides for fri").
//
// A line has one due date. A date after by, due, until or till wins over any
// other, one in the trailing run over one that follows "on" inside the
// sentence, and among equals the last. What loses stays in the title.
//
// # Again and again
//
// In the trailing run alone; before it, "every" is a word of the sentence ("every
// friday report" is a title), and so is what is no rule here ("every hour").
//   - every day, week, month, quarter, year; every other week, every 3 months.
//   - every weekday (or working day): Monday to Friday, whoever the owner is.
//   - every friday; every mon, wed and fri; every 2 weeks on friday.
//   - every month on the 1st, the last day, the first or last working day (Monday
//     to Friday); on the 1st of every month. A month without that day is passed over.
//   - "each" is the same as every. "until 1 march" right behind it is its end.
//
// What comes again has a due date: the one that the line says, and otherwise the
// first one of the rule, today included where the time said has not passed.
//
// # Names
//
// The first @name that is found owns the task, further ones are mentioned.
// Inside Directory a name is, in this order: the part of the address before
// the @, the whole name (ana.silva), the first name, another word of the name,
// or the beginning of any of them (two letters or more).
//
// # Lines
//
// Empty lines are skipped; "- ", "* ", "+ ", "• ", "1. ", "1) " and "[ ] " in
// front of a line are stripped. At most MaxLines lines of MaxLineBytes bytes.
package quickadd
