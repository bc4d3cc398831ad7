package activity

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"cairn/internal/authz"
)

// Hub wakes the event streams whose scopes a commit changed. It carries no
// content: whoever is woken reads the change feed. What it holds may be lost
// at any time; a stream that reconnects reads the feed first.
type Hub struct {
	mu       sync.Mutex
	streams  map[*Stream]struct{}
	byScope  map[authz.Scope]map[*Stream]struct{}
	byPerson map[string]map[*Stream]struct{}
	pending  hint
}

// Stream is one reader waiting for changes.
type Stream struct {
	hub    *Hub
	person string
	scopes []authz.Scope
	wake   chan struct{}
	moved  bool // what the reader may read has changed
}

// hint is what one node tells the others: which streams to wake.
type hint struct {
	Scopes []authz.Scope `json:"s,omitempty"`
	People []string      `json:"p,omitempty"`
	All    bool          `json:"a,omitempty"`
}

// NewHub returns a hub without streams.
func NewHub() *Hub {
	return &Hub{
		streams:  map[*Stream]struct{}{},
		byScope:  map[authz.Scope]map[*Stream]struct{}{},
		byPerson: map[string]map[*Stream]struct{}{},
	}
}

// Subscribe opens a stream for a person over scopes that they hold.
func (h *Hub) Subscribe(personID string, scopes []authz.Scope) *Stream {
	s := &Stream{hub: h, person: personID, wake: make(chan struct{}, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.streams[s] = struct{}{}
	add(h.byPerson, personID, s)
	s.follow(scopes)
	return s
}

// Wake gives a value after a change in one of the stream's scopes. Several
// changes may come as one.
func (s *Stream) Wake() <-chan struct{} { return s.wake }

// GrantsMoved reports, once, that the reader's scopes must be looked up again.
func (s *Stream) GrantsMoved() bool {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	moved := s.moved
	s.moved = false
	return moved
}

// Follow replaces the stream's scopes.
func (s *Stream) Follow(scopes []authz.Scope) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.follow(scopes)
}

func (s *Stream) follow(scopes []authz.Scope) {
	for _, scope := range s.scopes {
		remove(s.hub.byScope, scope, s)
	}
	s.scopes = slices.Clone(scopes)
	for _, scope := range s.scopes {
		add(s.hub.byScope, scope, s)
	}
}

// Close ends the stream.
func (s *Stream) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.follow(nil)
	remove(s.hub.byPerson, s.person, s)
	delete(s.hub.streams, s)
}

// Streams is how many streams are open, for the metrics.
func (h *Hub) Streams() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}

// changed wakes this node's streams and keeps the hint for the other nodes.
func (h *Hub) changed(scopes []authz.Scope, people []string) {
	if len(scopes) == 0 && len(people) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wakeLocked(hint{Scopes: scopes, People: people})
	for _, scope := range scopes {
		if !slices.Contains(h.pending.Scopes, scope) {
			h.pending.Scopes = append(h.pending.Scopes, scope)
		}
	}
	h.pending.People = append(h.pending.People, people...)
	if len(h.pending.Scopes)+len(h.pending.People) > maxHinted {
		h.pending = hint{All: true}
	}
}

// maxHinted keeps a hint under PostgreSQL's 8,000 bytes; beyond it every
// stream is woken, which costs reads and loses nothing.
const maxHinted = 100

func (h *Hub) wakeLocked(what hint) {
	if what.All {
		for s := range h.streams {
			s.moved = true
			s.poke()
		}
		return
	}
	for _, scope := range what.Scopes {
		for s := range h.byScope[scope] {
			s.poke()
		}
	}
	for _, person := range what.People {
		for s := range h.byPerson[person] {
			s.moved = true
			s.poke()
		}
	}
}

func (s *Stream) poke() {
	select {
	case s.wake <- struct{}{}:
	default: // a wake-up is waiting already
	}
}

// Wire is how nodes that share a database tell each other that it changed.
type Wire interface {
	// Tell sends a message of at most 8,000 bytes to the other nodes.
	Tell(ctx context.Context, message string) error
	// Listen calls heard for every message of another node, and with "" when
	// messages may have been missed. It returns when ctx ends.
	Listen(ctx context.Context, heard func(message string))
}

// hintEvery bounds how often a node tells the others.
const hintEvery = 100 * time.Millisecond

// Run exchanges hints with the other nodes until ctx ends.
func (h *Hub) Run(ctx context.Context, wire Wire) {
	var listening sync.WaitGroup
	listening.Go(func() { wire.Listen(ctx, h.heard) })
	defer listening.Wait()
	tick := time.NewTicker(hintEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			h.tell(ctx, wire)
		}
	}
}

func (h *Hub) tell(ctx context.Context, wire Wire) {
	h.mu.Lock()
	pending := h.pending
	h.pending = hint{}
	h.mu.Unlock()
	if !pending.All && len(pending.Scopes) == 0 && len(pending.People) == 0 {
		return
	}
	message, err := json.Marshal(pending)
	if err == nil {
		err = wire.Tell(ctx, string(message))
	}
	if err != nil {
		// The other nodes hear of it with the next hint that gets through.
		h.mu.Lock()
		h.pending = hint{All: true}
		h.mu.Unlock()
	}
}

func (h *Hub) heard(message string) {
	what := hint{All: true}
	if message != "" {
		what = hint{}
		if err := json.Unmarshal([]byte(message), &what); err != nil {
			what = hint{All: true}
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wakeLocked(what)
}

func add[K comparable](index map[K]map[*Stream]struct{}, key K, s *Stream) {
	if index[key] == nil {
		index[key] = map[*Stream]struct{}{}
	}
	index[key][s] = struct{}{}
}

func remove[K comparable](index map[K]map[*Stream]struct{}, key K, s *Stream) {
	delete(index[key], s)
	if len(index[key]) == 0 {
		delete(index, key)
	}
}
