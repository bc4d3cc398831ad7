package httpapi_test

import (
	"context"
	"net/http"

	"cairn/internal/db"
	"cairn/internal/mail"
)

// refusing is a mail server that takes nothing.
type refusing struct{}

// Send refuses.
func (refusing) Send(context.Context, *mail.Message) error {
	return &mail.Failure{Words: "the mail server refuses the address (550)", Permanent: true}
}

func mailExamples() map[string]example {
	return map[string]example{
		"GET /mail": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			w.deadLetter()
			return "/mail", nil
		}},
		"POST /mail/test": {again: true, status: http.StatusOK, make: always("/mail/test", nil)},
		"POST /deliveries/{id}/retry": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/deliveries/" + w.deadLetter() + "/retry", nil
		}},
		"DELETE /deliveries/{id}": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) {
			return "/deliveries/" + w.deadLetter(), nil
		}},
	}
}

// deadLetter is a mail of the task owner's that could not be delivered.
func (w *world) deadLetter() string {
	w.Helper()
	digest := w.digestOf(owner)
	if _, err := w.house.Delivery.Drain(w.Context()); err != nil {
		w.Fatal(err)
	}
	var letter string
	if err := w.house.DB.Write(w.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		letter, err = db.One(ctx, tx, db.Value[string], `UPDATE delivery SET state = 'dead', ended_at = $2, next_at = NULL
			WHERE object_id = $1 RETURNING id`, digest, w.clock.Now().UnixMilli())
		return err
	}); err != nil {
		w.Fatal(err)
	}
	return letter
}
