package mail

// Page is what a mail says.
type Page struct {
	Title    string
	Lead     []string // sentences below the title
	Sections []Section
	Foot     []string // why it came
	Links    []Link   // how to change that
}

// Section is a part of a page.
type Section struct {
	Title   string // may be empty
	Why     string // why these came, where that is the same for all
	Entries []Entry
	More    *Link // to those that are left out
}

// Entry is one thing in a section.
type Entry struct {
	Said  []Piece  // the sentence
	Quote string   // what somebody wrote
	Loud  bool     // the quote is what the mail is for
	Also  []Note   // what else happened to it
	About []string // when, until when, why
	Steps []Link   // what can be done about it; the first is the likeliest
}

// Note is a further sentence of an entry.
type Note struct {
	Said  []Piece
	Quote string
}

// Piece is a part of a sentence. A name stands by itself in either direction of
// writing; with a URL it leads there.
type Piece struct {
	Text string
	Name bool
	URL  string
}

// Link leads somewhere.
type Link struct {
	Text string
	URL  string
}
