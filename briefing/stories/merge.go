package stories

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"dateline/briefing/cluster"
	"dateline/store"
)

// merge records which stories became one with the last article.
func (p *placer) merge(ctx context.Context, stories *cluster.Clusterer, ch *chunk) error {
	merges := stories.Merged()
	var known []int64
	for _, m := range merges {
		for _, id := range []int64{m.From, m.Into} {
			if id > 0 && !slices.Contains(known, id) {
				known = append(known, id)
			}
		}
	}
	told := map[int64]bool{}
	if len(known) > 1 {
		var err error
		if told, err = p.store.ToldAnywhere(ctx, known); err != nil {
			return fmt.Errorf("read which stories were told: %w", err)
		}
	}
	for _, one := range united(merges, told) {
		stories.Rename(one.live, one.stays)
		for i := range ch.as {
			if slices.Contains(one.gone, ch.as[i].Story) {
				ch.as[i].Story = one.stays
			}
		}
		for _, id := range one.gone {
			if id < 0 {
				delete(ch.fresh, id)
				delete(ch.owner, id)
				continue
			}
			p.into[id] = one.stays
			ch.merges = append(ch.merges, store.Merge{From: id, Into: one.stays})
		}
	}
	return nil
}

// union is stories that are one.
type union struct {
	live  int64   // what the clusterer calls it
	stays int64   // the id that it keeps
	gone  []int64 // the others, ascending
}

// united are the stories that merges make one, each with all of its ids at once: what
// stays can be said only when it is known what goes. It is the story that was told, or
// else any that is stored; the oldest where these are several.
func united(merges []cluster.Merge, told map[int64]bool) []union {
	into := map[int64]int64{}
	for _, m := range merges {
		into[m.From] = m.Into
	}
	all := map[int64][]int64{} // by what lives on
	for from := range into {
		live := from
		for into[live] != 0 {
			live = into[live]
		}
		all[live] = append(all[live], from)
	}
	var out []union
	for _, live := range slices.Sorted(maps.Keys(all)) {
		ids := append(all[live], live)
		slices.Sort(ids)
		stays := slices.IndexFunc(ids, func(id int64) bool { return told[id] })
		if stays < 0 {
			stays = slices.IndexFunc(ids, func(id int64) bool { return id > 0 })
		}
		if stays < 0 {
			stays = slices.Index(ids, live)
		}
		out = append(out, union{live: live, stays: ids[stays], gone: slices.Delete(slices.Clone(ids), stays, stays+1)})
	}
	return out
}
