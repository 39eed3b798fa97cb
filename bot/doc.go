// Package bot is everything Discord: the session supervisor, slash commands,
// direct messages, rendering of neutral blocks, posting. It is the only
// importer of discordgo, and it thinks nothing up: what is told and answered
// comes from the packages below briefing, what is remembered lies in package store.
package bot
