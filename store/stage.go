package store

import (
	"errors"
	"time"
)

const PollLease = 5 * time.Minute // longer than a visit of a source may take

const PollMost = 6 * time.Hour // interval of a source that seldom does

const LeaseTime = 30 * time.Second // a stage renews its lease each batch; a dead holder is replaced after this

// ErrBusy says that another process holds the lease of a stage and does its work.
var ErrBusy = errors.New("another process is doing this work")
