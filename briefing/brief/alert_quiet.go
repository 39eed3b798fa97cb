package brief

import (
	"cmp"
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/topic"
)

// AlertRule is what a channel has set for its alerts, for a briefing that tells what
// was no alert because of its quiet hours.
type AlertRule struct {
	Reports int                  // independent ones within AlertWithin
	Topic   string               // "": any
	Since   time.Time            // when alerts were switched on
	Quiet   func(time.Time) bool // reports whether the channel has no alert at a time
}

// quieted reports whether a story would have been an alert in quiet hours: in one of
// them came the last of enough reports. It then comes first in the next briefing,
// whatever its topic is, and says so.
func (c *candidate) quieted(rule *AlertRule, t *claim.Cache) bool {
	if rule == nil || c.history != nil || c.held() || c.reports < rule.Reports {
		return false
	}
	asked := topic.Parse(rule.Topic)
	if asked.Match(c.leads()) == 0 || asked.Excluded(c.leads()) != "" {
		return false
	}
	members := slices.DeleteFunc(slices.Clone(c.members), func(m claim.Article) bool { return !m.Item.Article.Time.After(rule.Since) })
	slices.SortStableFunc(members, func(a, b claim.Article) int { return a.Item.Article.Seen.Compare(b.Item.Article.Seen) })
	first := 0
	for i, m := range members {
		seen := m.Item.Article.Seen
		for !members[first].Item.Article.Seen.After(seen.Add(-AlertWithin)) {
			first++
		}
		if i-first+1 < rule.Reports || !rule.Quiet(seen) {
			continue
		}
		burst := keep(members[first:i+1], func(m claim.Article) bool { return m.Item.Article.Time.After(seen.Add(-alertFresh)) })
		if _, n := t.Origins(burst); n >= rule.Reports {
			return true
		}
	}
	return false
}

// inOrder puts the stories of quiet hours first and those held over last. Those of the
// window between them are varied in topic where the request asks for none.
func inOrder(ranked []*candidate, stories int, vary bool) []*candidate {
	rank := func(c *candidate) int {
		switch {
		case c.quiet:
			return -1
		case c.held():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(ranked, func(a, b *candidate) int { return cmp.Compare(rank(a), rank(b)) })
	begin, _ := slices.BinarySearchFunc(ranked, 0, func(c *candidate, want int) int { return cmp.Compare(rank(c), want) })
	end, _ := slices.BinarySearchFunc(ranked, 1, func(c *candidate, want int) int { return cmp.Compare(rank(c), want) })
	if !vary {
		return ranked
	}
	return slices.Concat(ranked[:begin], varied(ranked[begin:end:end], stories), ranked[end:])
}
