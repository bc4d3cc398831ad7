package people

import "strings"

// The verbs of this package in the activity log.
const (
	WorkspaceCreated     = "workspace.created"
	WorkspaceChanged     = "workspace.changed"
	PersonCreated        = "person.created"
	PersonChanged        = "person.changed"
	PersonEmailChanged   = "person.email_changed"
	PersonRoleChanged    = "person.role_changed"
	PersonManagerChanged = "person.manager_changed"
	PersonJoinedTeam     = "person.joined_team"
	PersonLeftTeam       = "person.left_team"
	PersonDeactivated    = "person.deactivated"
	PersonReactivated    = "person.reactivated"
	TeamCreated          = "team.created"
	TeamChanged          = "team.changed"
	TeamDeleted          = "team.deleted"
	TimeOffAdded         = "time_off.added"
	TimeOffRemoved       = "time_off.removed"
	HolidayAdded         = "holiday.added"
	HolidayRemoved       = "holiday.removed"
)

// The verbs of log-in, which stands above this package and whose acts are
// told here as well.
const (
	Invited           = "invitation.created"
	InvitationRevoked = "invitation.revoked"
	ResetLinkCreated  = "password.reset_link_created"
	PasswordReset     = "password.reset"
	PasswordChanged   = "password.changed"
	TokenCreated      = "token.created"
	TokenRevoked      = "token.revoked"
)

// Data is what an entry of the activity log keeps beside its verb: identifiers
// and codes, never free text.
type Data struct {
	Fields []string `json:"fields,omitempty"`
	From   string   `json:"from,omitempty"`
	To     string   `json:"to,omitempty"`
	TeamID string   `json:"team_id,omitempty"`

	object string
}

// sentence tells an act to a reader. A name that is gone is replaced by a word.
func sentence(act AdminAct, readerID string, names map[string]string) string {
	name := func(id, gone string) string {
		if name := names[id]; name != "" {
			return name
		}
		return gone
	}
	who := name(act.ActorID, "Somebody")
	if act.ActorID == "" {
		who = "Whoever runs the server"
	}
	whom := "somebody"
	if act.AboutID != nil {
		whom = name(*act.AboutID, whom)
	}
	whose := whom + "'s"
	byReader := readerID != "" && act.ActorID == readerID
	if byReader {
		who = "You"
	}
	switch {
	case act.AboutID == nil:
	case *act.AboutID == act.ActorID && byReader:
		whom, whose = "yourself", "your own"
	case *act.AboutID == act.ActorID:
		whom, whose = "themselves", "their own"
	case *act.AboutID == readerID:
		whom, whose = "you", "your"
	}
	manager := func(id string) string { return name(id, "nobody") }
	switch d := act.data; act.Verb {
	case WorkspaceCreated:
		return who + " created the workspace."
	case WorkspaceChanged:
		text := who + " changed the workspace's settings: " + fieldNames(d.Fields) + "."
		if d.From != d.To {
			text += " Worklists were read by “" + d.From + "”, and are now by “" + d.To + "”."
		}
		return text
	case PersonCreated:
		return who + " added " + whom + " to the workspace."
	case PersonChanged:
		return who + " changed " + whose + " profile: " + fieldNames(d.Fields) + "."
	case PersonEmailChanged:
		return who + " changed " + whose + " email address."
	case PersonRoleChanged:
		return who + " changed " + whose + " role from " + d.From + " to " + d.To + "."
	case PersonManagerChanged:
		return who + " changed " + whose + " manager from " + manager(d.From) + " to " + manager(d.To) + "."
	case PersonJoinedTeam:
		return who + " added " + whom + " to the team " + name(d.TeamID, "that is gone") + "."
	case PersonLeftTeam:
		return who + " took " + whom + " out of the team " + name(d.TeamID, "that is gone") + "."
	case PersonDeactivated:
		return who + " ended " + whose + " access; open work and reports go to " + manager(d.To) + "."
	case PersonReactivated:
		return who + " gave " + whom + " access again."
	case TeamCreated:
		return who + " created the team " + name(d.object, "that is gone") + "."
	case TeamChanged:
		what := ""
		if len(d.Fields) > 0 { // they were not kept before
			what = ": " + fieldNames(d.Fields)
		}
		return who + " changed the team " + name(d.object, "that is gone") + what + "."
	case TeamDeleted:
		return who + " deleted a team."
	case TimeOffAdded:
		return who + " added to " + whose + " time off."
	case TimeOffRemoved:
		return who + " removed some of " + whose + " time off."
	case HolidayAdded:
		return who + " added a holiday of the workspace."
	case HolidayRemoved:
		return who + " removed a holiday of the workspace."
	case PasswordReset:
		// The link says who it was: whoever had it.
		if *act.AboutID == readerID {
			return "Your password was set anew by a link; all sessions and tokens were ended."
		}
		return name(*act.AboutID, "Somebody") + "'s password was set anew by a link; all sessions and tokens were ended."
	default:
		return loginSentence(act.Verb, who, whom, whose)
	}
}

func loginSentence(verb, who, whom, whose string) string {
	switch verb {
	case Invited:
		return who + " invited " + whom + "."
	case InvitationRevoked:
		return who + " took " + whose + " invitation back."
	case ResetLinkCreated:
		return who + " made a link with which " + whose + " password can be set anew."
	case TokenCreated:
		return who + " made an API token for " + whom + "."
	case TokenRevoked:
		return who + " revoked an API token of " + whom + "."
	default:
		return who + " did “" + verb + "”."
	}
}

// fieldNames lists fields by the words of the screens.
func fieldNames(fields []string) string {
	words := make([]string, len(fields))
	for i, field := range fields {
		words[i] = strings.ReplaceAll(field, "_", " ")
	}
	return strings.Join(words, ", ")
}
