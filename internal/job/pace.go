package job

import (
	"context"
	"time"
)

// stepFor is how long a transaction of a job should take: others' writes wait for it.
const stepFor = 25 * time.Millisecond

// Pace is how much a job does in one transaction: as much as this machine and its
// database do in little time just now.
type Pace struct{ now, most int }

// NewPace begins with little; it never does more than most.
func NewPace(most int) *Pace { return &Pace{now: min(2, most), most: most} }

// Take does a step of so much, and rests as long as it took, for others' sake.
func (p *Pace) Take(ctx context.Context, step func(most int) error) error {
	began := time.Now() //nolint:forbidigo // how long it takes, whatever the clock says
	if err := step(p.now); err != nil {
		return err
	}
	took := time.Since(began)
	switch {
	case took > stepFor:
		p.now = max(1, p.now/2)
	case took < stepFor/2:
		p.now = min(p.most, p.now+1)
	}
	select {
	case <-ctx.Done():
	case <-time.After(took):
	}
	return nil
}
