package notify

import "fmt"

// The sentences of mails and of the command line. The web app makes its own from
// the same codes.

// Sentence says in plain words what happened. Who is the name of the person who
// did it, other that of the person in the data; both may be empty.
func Sentence(code, who, other, title string, data Data) string {
	if who == "" {
		who = "Cairn"
	}
	if other == "" {
		other = "somebody"
	}
	if text, ok := plain()[code]; ok {
		return fmt.Sprintf(text, who, title)
	}
	switch code {
	case "task.moved", "task.stepped_down":
		if data.From == data.To {
			return fmt.Sprintf("%s moved “%s” within your list", who, title)
		}
		return fmt.Sprintf("%s moved “%s” from %s to %s", who, title, data.From, data.To)
	case "task.due_moved", "task.date_to_agree":
		return fmt.Sprintf("%s moved “%s” %s", who, title, dates(data)) + asks(code)
	case "task.handed_over", "task.handed_up":
		return fmt.Sprintf("%s handed “%s” over to %s", who, title, other)
	case "task.completed":
		if data.Late {
			return fmt.Sprintf("%s has done “%s”, after its date", who, title)
		}
		return fmt.Sprintf("%s has done “%s”", who, title)
	default:
		return fmt.Sprintf("%s changed “%s”", who, title)
	}
}

func asks(code string) string {
	if code == "task.date_to_agree" {
		return "; do you agree?"
	}
	return ""
}

func dates(data Data) string {
	switch {
	case data.ToDate == nil && data.FromDate == nil:
		return "to another time"
	case data.ToDate == nil:
		return fmt.Sprintf("off its date, %s", data.FromDate)
	case data.FromDate == nil:
		return fmt.Sprintf("to %s", data.ToDate)
	}
	return fmt.Sprintf("from %s to %s", data.FromDate, data.ToDate)
}

// plain are the sentences that need who did it and what it is about, no more.
func plain() map[string]string {
	return map[string]string{
		"task.arrived":         "%s asks for “%s”",
		"task.unanswered":      "%[1]s says that nobody has answered about “%[2]s” yet",
		"task.still_needed":    "%s asks whether “%s” is still needed",
		"task.need_asked":      "%s asks whether “%s” is still needed",
		"task.still_urgent":    "%s asks whether “%s” is still urgent",
		"task.kept":            "%s still needs “%s”",
		"task.kept_urgent":     "%s says that “%s” is still urgent",
		"task.may_let_go":      "%s heard nothing about whether “%s” is still needed: you may let it go",
		"task.let_go":          "%s let “%s” go, since you had not said whether it is still needed",
		"task.repeats":         "%s lets “%s” come again and again",
		"task.repeat_ended":    "%s ended the repeating of “%s”",
		"task.talk":            "%s proposes that you two talk “%s” through",
		"task.talked":          "%s wrote down what came of your talk about “%s”",
		"task.question":        "%s asks you something about “%s”",
		StateAsked:             "%s asks how “%s” stands",
		"request.summed_up":    "What came of “%[2]s”",
		"task.answer_proposed": "%s says that “%s” is answered elsewhere; is it?",
		"task.snoozed":         "%s looks at “%s” later",
		"task.proposed":        "%s proposes something else for “%s”",
		"task.countered":       "%s answers your proposal for “%s” with another",

		"task.proposal_accepted": "%s agreed to your proposal for “%s”",
		"task.proposal_declined": "%s declined your proposal for “%s”",
		"task.proposal_settled":  "%s did something by which your proposal for “%s” fell away",
		"task.given":             "%s put “%s” on your list",
		"task.mentioned":         "%s mentioned you in “%s”",
		"task.imported":          "%s imported “%s” onto your list",
		"task.accepted":          "%s took “%s” on",
		"task.declined":          "%s declined “%s”",
		"task.started":           "%s began “%s”",
		"task.blocked":           "%s waits with “%s”",
		"task.waits_for_you":     "%s waits for you with “%s”",
		"task.waited_for":        "%s waits for your “%s”",
		"task.can_start":         "What it waited for is done by %s: “%s” can start now",
		"task.unblocked":         "%s can go on with “%s”",
		"task.canceled":          "%s canceled “%s”",
		"task.outcome_told":      "%s told what came of “%s”",
		"task.reopened":          "%s took “%s” up again",
		"task.put_back":          "%s put “%s” back to where it was",
		"task.date_agreed":       "%s agreed to the date of “%s”",
		"task.described":         "%s changed what “%s” says",
		"task.handed_to_you":     "%s handed “%s” over to you",
		"task.hidden":            "%s made “%s” confidential",
		"task.revealed":          "%s lifted the confidentiality of “%s”",
		"task.commented":         "%s wrote about “%s”",
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
