package reply

import "strings"

// agree is what one writes to take something on.
const agree = "yes"

// Example is a first line that is understood, with what it does.
type Example struct {
	Write string
	Means string
}

// Examples are the first lines that answer a question, for whoever's was not
// understood and for the mail that asks.
func Examples(kind Kind, choices []string) []Example {
	var all []Example
	switch kind {
	case Task:
		all = append(all, Example{"done", "it is done"}, Example{agree, "you take it on"})
	case Done:
		all = append(all, Example{"done", "it is done"}, Example{agree, "you take it on, and it is done later"})
	case Seen:
		all = append(all, Example{"seen", "you have seen it"})
	case Text:
		all = append(all, Example{"your answer", "in as many lines as you need"})
	case Link:
		all = append(all, Example{"https://…", "the link that is asked for"}, Example{agree, "you take it on, and send the link later"})
	case Count:
		all = append(all, Example{"1250.50", "the number that is asked for, without words before it"}, Example{agree, "you take it on, and send the number later"})
	case Choice:
		all = append(all, Example{strings.Join(choices, "  /  "), "one of these choices"})
	}
	return append(all, Example{"by Friday", "you propose another date; so do “by 4 dec” and “by tomorrow 15:00”"},
		Example{"no: and why", "you decline it, with the reason"})
}
