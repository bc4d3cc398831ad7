package imports

import "cairn/internal/work"

// Result is what became of a row.
type Result string

// What may become of a row.
const (
	Imported    Result = "imported"     // it is a task now
	Existing    Result = "existing"     // it was a task already, and nothing about it has changed
	DateChanged Result = "date_changed" // it was, and the file has another date, which was not given to it
	Updated     Result = "updated"      // it was, and has the file's date now
	NotImported Result = "not_imported" // Why says what to mend
)

// Report says for every row what became of it.
type Report struct {
	DryRun  bool    `json:"dry_run" doc:"Nothing was changed: so it would be"`
	Summary Summary `json:"summary"`
	Rows    []Row   `json:"rows"`
}

// Row is what became of one row.
type Row struct {
	Line      int          `json:"line" doc:"Where the row begins in the file, from 1"`
	Title     string       `json:"title"`
	Result    Result       `json:"result" enum:"imported,existing,date_changed,updated,not_imported"`
	Why       string       `json:"why" doc:"Why not, and how to mend it"`
	TaskID    *string      `json:"task_id"`
	Status    *work.Status `json:"status" enum:"triage,todo,in_progress,blocked,done,canceled"`
	OwnerID   *string      `json:"owner_id"`
	Owner     string       `json:"owner" doc:"The owner's name"`
	Mentioned []string     `json:"mentioned" doc:"Names of those who read the task too"`
	Level     *work.Level  `json:"level" enum:"urgent,high,medium,low"`
	Due       *work.Due    `json:"due" doc:"As the file has it"`
	DuePassed bool         `json:"due_passed"`
	Notes     []string     `json:"notes" doc:"What else to know, in sentences"`
}

// Summary counts the rows.
type Summary struct {
	Rows        int `json:"rows"`
	Imported    int `json:"imported"`
	Existing    int `json:"existing"`
	DateChanged int `json:"date_changed"`
	Updated     int `json:"updated"`
	NotImported int `json:"not_imported"`
	InTriage    int `json:"in_triage" doc:"Of the imported ones: their owners decide first"`
	WithoutDate int `json:"without_date" doc:"Of the imported ones"`
	DuePassed   int `json:"due_passed" doc:"Of the imported ones: due already"`
	Blank       int `json:"blank" doc:"Rows with nothing in them, passed over"`
}

func newReport(rows []Row, blank int, dryRun bool) *Report {
	s := Summary{Rows: len(rows), Blank: blank}
	for _, row := range rows {
		switch row.Result {
		case Imported:
			s.Imported++
			s.InTriage += count(row.Status != nil && *row.Status == work.Triage)
			s.WithoutDate += count(row.Due == nil)
			s.DuePassed += count(row.DuePassed)
		case Existing:
			s.Existing++
		case DateChanged:
			s.DateChanged++
		case Updated:
			s.Updated++
		case NotImported:
			s.NotImported++
		}
	}
	return &Report{DryRun: dryRun, Summary: s, Rows: rows}
}

func count(counts bool) int {
	if counts {
		return 1
	}
	return 0
}
