// Package bot is Dateline in Discord: slash commands, direct messages, buttons,
// posting, and what happens to servers and channels. It thinks nothing up: what is
// told and answered comes from the rooms of briefing, what is remembered lies in
// package store. Below it, gateway keeps the connection, ongoing knows what is being done
// for whom, rest sends requests, wire reads what Discord sends, proof proves what stands in a channel, command has the
// slash commands as Discord is told of them, component builds what people press and
// fill in, setting says what is set, change who set it and reason why something did
// not work, sources reads what people type who add sources and words how these fare,
// setup is the screen on which a server begins, card knows the buttons under a story and
// which story somebody means, follow draws what one person alone is
// told, and layout draws. Only this package, command, component, setup, follow and
// gateway import discordgo.
package bot
