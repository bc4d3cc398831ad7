package quickadd

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxMentions bounds the names that are looked up for one line.
const maxMentions = 10

// Directory finds people by what is written after an @. It is made once for a
// Parse, and not changed afterwards.
type Directory struct {
	entries []entry
}

type entry struct {
	person Person
	local  string   // the address before its @
	joined string   // the whole name without its spaces
	words  []string // of the name
}

// NewDirectory prepares people for Resolve, in their order, and fills in their
// handles. It is for those who may be given work: leave deactivated people out.
func NewDirectory(people []Person) *Directory {
	d := &Directory{entries: make([]entry, len(people))}
	locals := map[string]int{}
	for i, p := range people {
		local, _, _ := strings.Cut(p.Email, "@")
		words := strings.Fields(fold(p.Name))
		d.entries[i] = entry{person: p, local: fold(local), joined: strings.Join(words, ""), words: words}
		locals[fold(local)]++
	}
	for i := range d.entries {
		e := &d.entries[i]
		e.person.Handle = e.local
		if e.local == "" || locals[e.local] > 1 {
			e.person.Handle = strings.Join(e.words, ".")
		}
	}
	return d
}

// Resolve gives everybody whom a name can mean, by the first of these that
// anybody meets: the address before its @, the whole name, the first name,
// another word of the name, the beginning of any. Case, accents and the signs
// . - _ inside a name don't matter.
func (d *Directory) Resolve(name string) []Person {
	name = fold(name)
	joined := strings.NewReplacer(".", "", "-", "", "_", "").Replace(name)
	if joined == "" {
		return nil
	}
	for _, meets := range []func(e *entry) bool{
		func(e *entry) bool { return e.local == name },
		func(e *entry) bool { return e.joined == joined },
		func(e *entry) bool { return len(e.words) > 0 && e.words[0] == name },
		func(e *entry) bool { return slices.Contains(e.words, name) },
		func(e *entry) bool {
			begins := func(w string) bool { return strings.HasPrefix(w, name) }
			return len([]rune(name)) >= 2 && (begins(e.local) || slices.ContainsFunc(e.words, begins) || strings.HasPrefix(e.joined, joined))
		},
	} {
		var found []Person
		for i := range d.entries {
			if meets(&d.entries[i]) {
				found = append(found, d.entries[i].person)
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// fold makes "João" and "joao" the same.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// mention is an @name that means exactly one person.
type mention struct {
	word   int
	person Person
	owns   bool
}

// readMentions settles owner and mentioned people.
func (p *lineParser) readMentions() []mention {
	var found []mention
	looked, owned := 0, false
	for i, w := range p.words {
		name, ok := mentionName(w)
		if !ok {
			continue
		}
		if looked++; looked > maxMentions {
			p.draft.problem(w.core, fmt.Sprintf("Only the first %d names of a line are looked up.", maxMentions))
			break
		}
		people := p.setting.Resolve(name)
		if len(people) != 1 {
			p.draft.problem(w.core, mendName(name, people))
			continue
		}
		m := mention{word: i, person: people[0], owns: !owned}
		switch {
		case m.owns:
			p.draft.OwnerID, owned = m.person.ID, true
			p.understand(i, i+1, KindOwner, m.person.Name+" owns it")
		default:
			p.understand(i, i+1, KindMention, m.person.Name+" is mentioned")
			if m.person.ID != p.draft.OwnerID && !slices.Contains(p.draft.MentionIDs, m.person.ID) {
				p.draft.MentionIDs = append(p.draft.MentionIDs, m.person.ID)
			}
		}
		found = append(found, m)
	}
	return found
}

// mentionName reads "@ana.silva".
func mentionName(w word) (string, bool) {
	name, ok := strings.CutPrefix(w.core, "@")
	if !ok || w.literal || !strings.ContainsFunc(name, unicode.IsLetter) {
		return "", false
	}
	for _, r := range name {
		if !isWordRune(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(".-_", r) {
			return "", false
		}
	}
	return name, true
}

// mendName says how to write a name that means nobody, or several people.
func mendName(name string, people []Person) string {
	if len(people) == 0 {
		return fmt.Sprintf("Nobody here is called %q. Write a first name, or the part of their address before the @.", name)
	}
	const most = 5
	var names, handles []string
	for i, person := range people {
		if i == most {
			names = append(names, fmt.Sprintf("%d more", len(people)-most))
			break
		}
		names = append(names, person.Name)
		handles = append(handles, "@"+person.Handle)
	}
	return fmt.Sprintf("%q can be %s. Write %s.", name, join(names), join(handles))
}

// join makes "a, b or c".
func join(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " or " + items[last]
}
