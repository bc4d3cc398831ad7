package login

import (
	"testing"

	"cairn/internal/errs"
)

// What others would try first is no password, however long it is.
func TestAPasswordThatIsEasyToGuessIsRefused(t *testing.T) {
	about := []string{"Layla Hassan", "layla.hassan@ternandtide.example", "Tern & Tide"}
	for _, weak := range []string{
		"password1234", "Password123!", "P@ssw0rd2026", "passwordpassword", "MyPassword!!", "passwort2026",
		"1234567890", "0987654321", "qwertyuiop", "qwertzuiop12", "1q2w3e4r5t", "1qaz2wsx3edc", "abcdefghij", "asdfghjkl123",
		"aaaaaaaaaa", "abcabcabcabc", "ababababab", "11111111112222", "iloveyou1234", "Welcome2026!", "changeme123", "letmein12345",
		"Summer2026!", "sunshine2025", "football1999", "LaylaHassan", "layla19840101", "hassanlayla1", "ternandtide26", "TernTide2026",
		"layla.hassan@ternandtide.example", "cairn-cairn-2026",
	} {
		err := checkPassword("body.password", weak, about...)
		refusal, ok := err.(*errs.Error) //nolint:errorlint // it is made right there
		if !ok || refusal.Code != errs.Invalid || refusal.Fields[0].Location != "body.password" {
			t.Errorf("%q is accepted", weak)
		}
	}
	for _, good := range []string{
		"four words in a row", "a stone beside the path", "nine stones on the pass", "entirely other words", "correct horse battery staple",
		"k8#mQ12vTz", "Xw3!pobRt9", "fünf Steine am Weg", "пять слов подряд", "我们走在山间的小路上", "layla likes to walk by night",
		"my password is a long story", "tjänsteresa till norr", "2026 oysters in a bucket",
	} {
		if err := checkPassword("body.password", good, about...); err != nil {
			t.Errorf("%q is refused: %v", good, err)
		}
	}
}

// The workspace's name is known to everybody in it, wherever a password is set.
func TestTheWorkspacesNameIsNoPassword(t *testing.T) {
	onBothEmpty(t, func(t *testing.T, r *rig) {
		link, err := r.SetupToken(r.ctx)
		r.must(err)
		first := FirstRun{
			Token: tokenOf(link), Workspace: "Fjordlaks", Name: "Olga", Email: "olga@example.com", Password: "Fjordlaks2026", TimeZone: "Europe/Oslo",
		}
		_, _, err = r.SetUp(r.ctx, first, agent)
		r.refused(err, errs.Invalid)
		first.Password = password
		secret, _, err := r.SetUp(r.ctx, first, agent)
		r.must(err)
		r.owner = r.as(secret)

		r.refused(r.ChangePassword(r.ctx, r.owner, password, "fjordlaks-2026"), errs.Invalid)
		invited, err := r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana", Role: "member"})
		r.must(err)
		acceptance := Acceptance{Token: tokenOf(invited.Link), Password: "fjordlaksana", TimeZone: "Europe/Oslo"}
		_, _, err = r.AcceptInvitation(r.ctx, acceptance, agent)
		r.refused(err, errs.Invalid)
		reset, err := r.ResetLinkFor(r.ctx, "olga@example.com")
		r.must(err)
		r.refused(r.UseReset(r.ctx, tokenOf(reset), "Fjordlaks!!!!"), errs.Invalid)
	})
}
