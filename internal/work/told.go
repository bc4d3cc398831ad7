package work

import "cairn/internal/notify"

// What is told of proposals: the words to people, and the sentences in a task's
// history.

// proposal tells of a proposal who is to answer it, and of an answer who made it.
func (w *words) proposal() {
	data, _ := w.data.(proposedData)
	said := notify.Data{To: string(data.Level), From: string(data.FromLevel), Reason: data.Why}
	if data.Due != nil {
		said.ToDate = data.Due.Date
	}
	if data.FromDue != nil {
		said.FromDate = data.FromDue.Date
	}
	how := notify.Elsewhere
	if w.verb == verbProposalWithdrawn || w.verb == "task.proposal_settled" {
		how = notify.NoLongerNeeded
	}
	for _, person := range []string{w.now.OwnerID, w.now.AskedByID} {
		for _, code := range []string{verbProposed, verbCountered} {
			w.over(person, code, how) // the one before
		}
	}
	switch w.verb {
	case verbProposed, verbCountered:
		if p := w.now.Proposal; p != nil && p.CommentID != nil {
			said.CommentID = *p.CommentID
		}
		w.add(data.ToID, w.verb, notify.ToDecide, said)
	case verbProposalWithdrawn: // what there was to be answered is gone
	default:
		w.add(data.ByID, w.verb, notify.Changed, said)
	}
}

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
