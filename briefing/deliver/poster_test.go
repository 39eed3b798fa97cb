package deliver_test

import (
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/store"
)

// script gives each request the next fault; those after the last have none.
func script(fs ...briefingtest.Fault) func(int, store.Channel, deliver.Message) briefingtest.Fault {
	return func(n int, _ store.Channel, _ deliver.Message) briefingtest.Fault {
		if n <= len(fs) {
			return fs[n-1]
		}
		return briefingtest.None
	}
}
