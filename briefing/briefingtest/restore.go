package briefingtest

import "dateline/store"

// CopyOf stands in a channel as an earlier life of the database posted it.
func (r *Room) CopyOf(p store.Post) {
	r.D.Set(func(d *Discord) {
		d.land(Landed{Channel: p.Channel, At: r.Clock.Now(), Text: p.Marker + "\nas it was then", nonce: "of another life"})
	})
}
