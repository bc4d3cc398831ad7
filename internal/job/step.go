package job

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// A Step does some of what falls due, in little time, and returns how much that
// was: nothing when nothing is due. It is how work is done that the clock causes,
// and no write: a row says from when on something is to be done with it.
//
// Any number of nodes may take the same steps at once. It is for a step to leave
// out, or to wait for, what another node is at.
type Step func(ctx context.Context) (done int, err error)

// Run takes step after step until ctx ends. Each is followed by a rest as long as
// it took, so that this never has more than its share of the machine; one that
// found nothing to do, or failed, is followed by a pause. While it fails, it warns
// of that once; what it set back ([Setbacks]) holds up nothing, and is told by id.
func (s Step) Run(ctx context.Context, log *slog.Logger, what string, pause time.Duration) {
	trouble := false
	for {
		began := time.Now() //nolint:forbidigo // how long it takes, whatever the clock says
		done, err := s(ctx)
		met, err := parted(err)
		for _, back := range met {
			log.WarnContext(ctx, "work by the clock was set back", "what", what, "id", back.id, "failures", back.failures,
				"again", back.again, "why", plain(back.cause))
		}
		rest := pause
		if done > 0 && err == nil {
			rest = time.Since(began)
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !trouble:
			log.WarnContext(ctx, "work by the clock stands still", "what", what, "error", err)
		case err == nil && trouble:
			log.InfoContext(ctx, "work by the clock goes on", "what", what)
		}
		trouble = err != nil
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
		}
	}
}

// Drain takes steps until nothing is due, and returns how much they did, and what
// they set back as an error: for who has a clock of their own.
func (s Step) Drain(ctx context.Context) (int, error) {
	var setBack error
	for all := 0; ; {
		done, err := s(ctx)
		all += done
		_, stopped := parted(err)
		if stopped != nil || done == 0 {
			return all, errors.Join(setBack, err)
		}
		setBack = errors.Join(setBack, err)
	}
}
