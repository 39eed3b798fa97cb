package discordtest

// Rename gives a channel or thread another name, and tells the bot.
func (s *Server) Rename(channel, name string) {
	s.mu.Lock()
	room := s.channels[channel]
	room.name = name
	s.tell(room)
}

// FreeTags ends that a forum's posts must have a tag, and tells the bot.
func (s *Server) FreeTags(forum string) {
	s.mu.Lock()
	room := s.channels[forum]
	room.flags &^= flagRequireTag
	s.tell(room)
}

// tell ends a change under mu with its event.
func (s *Server) tell(room *channel) {
	shape, kind := s.channelShape(room), "CHANNEL_UPDATE"
	if room.isThread() {
		kind = "THREAD_UPDATE"
	}
	s.mu.Unlock()
	s.dispatch(kind, intentGuilds, shape)
}
