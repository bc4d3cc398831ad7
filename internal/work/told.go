package work

// The sentences about proposals in a task's history.

// proposed says what was proposed, and what became of it.
func (n namer) proposed(verb string, d eventData, who string) string {
	whose := n.name(d.ByID) + "'s proposal"
	switch verb {
	case verbProposed:
		return who + " proposed " + offered(d)
	case verbCountered:
		return who + " answered with a proposal: " + offered(d)
	case "task.proposal_accepted":
		if d.Taken {
			return who + " agreed to " + whose + ", and it is on the list"
		}
		return who + " agreed to " + whose
	case "task.proposal_declined":
		return who + " declined " + whose
	case verbProposalWithdrawn:
		return who + " took the proposal back"
	default:
		return whose + " fell away: " + settled(d.Why)
	}
}

// offered is the date and the level of a proposal, beside those before.
func offered(d eventData) string {
	words := ""
	switch {
	case d.Due == nil:
	case d.Due.Date == nil:
		words = "no date"
	default:
		words = dueWords(d.Due)
	}
	if words != "" && d.FromDue != nil && d.FromDue.Date != nil {
		words += " instead of " + dueWords(d.FromDue)
	}
	if d.Level == "" {
		return words
	}
	if words != "" {
		words += ", and "
	}
	words += string(d.Level)
	if d.FromLevel != "" {
		words += " instead of " + string(d.FromLevel)
	}
	return words
}

func settled(why string) string {
	switch why {
	case "closed":
		return "the task was closed"
	case "handed_over":
		return "the task has another owner"
	case "accepted":
		return "the task was accepted as it was"
	case "due_moved":
		return "the date was moved"
	default:
		return "the level was changed"
	}
}

func (n namer) asProposed(d eventData) string {
	if d.ProposedBy == "" {
		return ""
	}
	return ", as " + n.name(d.ProposedBy) + " proposed"
}
