package notify

import (
	"fmt"
	"time"

	"cairn/internal/worktime"
)

// The sentences of mails and of the command line. The web app makes its own from
// the same codes.

// Sentence says in plain words what happened. Who is the name of the person who
// did it, other that of the person in the data; both may be empty. Without a title
// it is "it": what it is about has been said.
func Sentence(code, who, other, title string, data Data) string {
	if who == "" {
		who = "Cairn"
	}
	what := "it"
	if title != "" {
		what = "“" + title + "”"
	}
	if text, ok := special(code, who, other, what, data); ok {
		return text
	}
	if text, ok := plain()[code]; ok {
		return fmt.Sprintf(text, who, what)
	}
	return fmt.Sprintf("%s changed %s", who, what)
}

// special are the sentences that need what the word holds beside.
func special(code, who, other, what string, data Data) (string, bool) {
	switch code {
	case "task.moved", "task.stepped_down":
		if data.From == data.To {
			return fmt.Sprintf("%s moved %s within your list", who, what), true
		}
		return fmt.Sprintf("%s moved %s from %s to %s", who, what, data.From, data.To), true
	case "task.due_moved":
		return fmt.Sprintf("%s moved %s %s", who, what, dates(data)), true
	case "task.date_to_agree":
		return fmt.Sprintf("%s moved %s %s; do you agree?", who, what, dates(data)), true
	case "task.date_agreed":
		return fmt.Sprintf("The new date of %s is agreed: nobody said a word against it", what), data.Reason == "silence"
	case "task.handed_over", "task.handed_up":
		return fmt.Sprintf("%s handed %s over to %s", who, what, somebody(other)), true
	case "task.unanswered":
		return fmt.Sprintf("%s has not answered about %s yet", other, what), other != ""
	case "task.may_let_go":
		return fmt.Sprintf("%s has not said whether %s is still needed: you may let it go", somebody(other), what), true
	case "task.proposed":
		return fmt.Sprintf("%s proposes %s for %s", who, offer(data), what), true
	case "task.countered":
		return fmt.Sprintf("%s answers your proposal for %s with %s", who, what, offer(data)), true
	case "task.canceled":
		return fmt.Sprintf(canceled(data.Reason), who, what), true
	case "task.completed":
		return fmt.Sprintf("%s has done %s, after its date", who, what), data.Late
	}
	return "", false
}

func somebody(name string) string {
	if name == "" {
		return "somebody"
	}
	return name
}

func canceled(reason string) string {
	switch reason {
	case "withdrawn":
		return "%s took %s back"
	case "duplicate":
		return "%s closed %s as a duplicate"
	default:
		return "%s says that %s is no longer needed"
	}
}

// offer is the date, the level or both that somebody proposes.
func offer(data Data) string {
	switch {
	case data.ToDate != nil && data.To != "":
		return Day(*data.ToDate) + ", " + data.To
	case data.ToDate != nil:
		return Day(*data.ToDate)
	case data.To != "":
		return data.To
	}
	return "something else"
}

func dates(data Data) string {
	switch {
	case data.ToDate == nil && data.FromDate == nil:
		return "to another time"
	case data.ToDate == nil:
		return "off its date, " + Day(*data.FromDate)
	case data.FromDate == nil:
		return "to " + Day(*data.ToDate)
	}
	return "from " + Day(*data.FromDate) + " to " + Day(*data.ToDate)
}

// Day names a day as one says it: "Friday 27 November".
func Day(date worktime.Date) string {
	year, month, day := date.Civil()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format("Monday 2 January")
}

// plain are the sentences that need who did it and what it is about, no more.
func plain() map[string]string {
	return map[string]string{
		"task.arrived":         "%s asks for %s",
		"task.unanswered":      "Nobody has answered about %[2]s yet",
		"task.still_needed":    "%s asks whether %s is still needed",
		"task.need_asked":      "%s asks whether %s is still needed",
		"task.still_urgent":    "%s asks whether %s is still urgent",
		"task.kept":            "%s still needs %s",
		"task.kept_urgent":     "%s says that %s is still urgent",
		"task.let_go":          "%s let %s go, since you had not said whether it is still needed",
		"task.repeats":         "%s lets %s come again and again",
		"task.repeat_ended":    "%s ended the repeating of %s",
		"task.talk":            "%s proposes that you two talk %s through",
		"task.talked":          "%s wrote down what came of your talk about %s",
		"task.question":        "%s asks you something about %s",
		StateAsked:             "%s asks how %s stands",
		"request.summed_up":    "What came of %[2]s",
		"task.answer_proposed": "%s says that %s is answered elsewhere; is it?",
		"task.snoozed":         "%s looks at %s later",

		"task.proposal_accepted": "%s agreed to your proposal for %s",
		"task.proposal_declined": "%s declined your proposal for %s",
		"task.proposal_settled":  "%s did something by which your proposal for %s fell away",
		"task.given":             "%s put %s on your list",
		"task.mentioned":         "%s mentioned you in %s",
		"task.imported":          "%s imported %s onto your list",
		"task.accepted":          "%s took %s on",
		"task.declined":          "%s declined %s",
		"task.started":           "%s began %s",
		"task.blocked":           "%s waits with %s",
		"task.waits_for_you":     "%s waits for you with %s",
		"task.waited_for":        "%s waits for your %s",
		"task.can_start":         "What it waited for is done by %s: %s can start now",
		"task.unblocked":         "%s can go on with %s",
		"task.completed":         "%s has done %s",
		"task.outcome_told":      "%s told what came of %s",
		"task.reopened":          "%s took %s up again",
		"task.put_back":          "%s put %s back to where it was",
		"task.date_agreed":       "%s agreed to the date of %s",
		"task.described":         "%s changed what %s says",
		"task.handed_to_you":     "%s handed %s over to you",
		"task.hidden":            "%s made %s confidential",
		"task.revealed":          "%s lifted the confidentiality of %s",
		"task.commented":         "%s wrote about %s",
	}
}

// Why says which rule sent something, as the end of "This is here, because …".
func Why(rule Rule) string {
	switch rule {
	case CannotWait:
		return "its sender says that it cannot wait"
	case AskedNow:
		return "its sender interrupted you, within your hours and budgets"
	case SectionQuiet:
		return "you keep this kind quiet, so it came along with a digest"
	case AtHour:
		return "this is one of your digest hours"
	case BeforeNext:
		return "something must be decided before your next digest"
	case AfterFocus:
		return "your focus time ended then"
	case AfterQuiet:
		return "your quiet hours ended then"
	case AfterTimeOff:
		return "you are back from time off"
	case CairnAsks:
		return "Cairn asks this by itself, three things a day at most"
	case HeldUp:
		return "Cairn was not running at your digest hour"
	default:
		return "nothing interrupts you by default: it waits for your digest"
	}
}
