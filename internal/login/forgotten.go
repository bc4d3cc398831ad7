package login

import (
	"context"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/job"
)

// ForgottenJob is the kind of the job that answers a forgotten password.
const ForgottenJob = "login.forgotten"

// forgottenFor is how long a link is good that somebody asked for by mail.
const forgottenFor = time.Hour

// longestAddress is that of RFC 5321, in bytes.
const longestAddress = 254

// forgotten is the payload of the job.
type forgotten struct {
	Email string `json:"email,omitempty"`
}

// Forgotten has a link for a new password sent to an address, if it is the one that
// somebody logs in with. Whether it is, a job finds out: here the same is done and
// answered for every address. Links that were sent before stay good beside it, so
// that nobody who asks for another's keeps them from using theirs.
func (s *Service) Forgotten(ctx context.Context, email, remoteAddr string) error {
	if !s.Mails() {
		return errs.New(errs.StateConflict, "this server sends no mail; an admin of the workspace can make you a link for a new password")
	}
	email = strings.ToLower(strings.TrimSpace(email))
	if email == "" || len(email) > longestAddress {
		return errs.InvalidField("body.email", "an email address is needed, such as ana@example.com")
	}
	if err := s.brakes.ask(email, remoteAddr); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := s.Jobs.Enqueue(ctx, tx, job.Job{Kind: ForgottenJob, Payload: forgotten{email}})
		return err
	})
}

// AnswerForgotten is the job: it posts the letter, where there is somebody to post
// it to, and forgets the address. Who has no password yet joins by an invitation.
func (s *Service) AnswerForgotten(ctx context.Context, lease *job.Lease) error {
	var asked forgotten
	if err := lease.Payload(&asked); err != nil {
		return err
	}
	found, err := db.All(ctx, s.db, db.Value[string], `SELECT p.id FROM person p JOIN password w ON w.person_id = p.id
		WHERE p.email = $1 AND p.active`, asked.Email)
	if err != nil {
		return err
	}
	_, err = s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		for _, personID := range found {
			_, t, err := s.issue(ctx, tx.Tx, s.mailed(reset, personID, asked.Email, forgottenFor))
			if err == nil {
				err = s.post(ctx, tx, t)
			}
			if err != nil {
				return err
			}
		}
		if err := lease.Checkpoint(ctx, tx.Tx, forgotten{}); err != nil {
			return err
		}
		return lease.Finish(ctx, tx.Tx)
	})
	return err
}
