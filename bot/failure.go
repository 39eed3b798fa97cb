package bot

import (
	"errors"
	"net/http"
	"time"
)

// failure is what a request that Discord did not take means, wherever it was
// sent from: a post, a reply, a part of an answer, a direct message, a look.
type failure int

const (
	failedForNow     failure = iota // Discord or the way to it is in trouble: the same may go well later
	failedAlways                    // this request is at fault: sent again it fails again
	failedForChannel                // this channel is closed to us until somebody changes something
	failedForGuild                  // the server is
	failedForPerson                 // this person cannot be written to
	failedForReply                  // the interaction is over: nothing more can be said to it
)

// Discord's codes that close something (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
var failureOfCode = map[int]failure{
	codeNoChannel: failedForChannel,
	codeNoAccess:  failedForChannel,
	codeMissing:   failedForChannel,
	30007:         failedForChannel, // too many webhooks or messages pinned there
	50083:         failedForChannel, // an archived thread
	160005:        failedForChannel, // a locked thread
	220001:        failedForChannel, // closed to bots
	10004:         failedForGuild,   // unknown guild
	10007:         failedForPerson,  // unknown member
	10013:         failedForPerson,  // unknown user
	50007:         failedForPerson,  // takes no direct messages
	50278:         failedForPerson,  // no server in common
	10062:         failedForReply,   // unknown interaction
	10015:         failedForReply,   // its webhook is gone
	50027:         failedForReply,   // its token has lapsed
	40333:         failedForNow,     // Cloudflare's refusal in Discord's form
	130000:        failedForNow,     // the resource is overloaded
	40003:         failedForNow,     // too many direct messages opened
}

// meaning reads a failed request. A refusal that is not in Discord's own form
// (a page of Cloudflare, or of a proxy) says nothing about channels.
func meaning(err error) failure {
	var e *apiError
	if !errors.As(err, &e) {
		return failedForNow
	}
	if kind, known := failureOfCode[e.Code]; known && e.Code != 0 {
		return kind
	}
	switch state := e.Status; {
	case state/100 != 4, state == http.StatusUnauthorized, state == http.StatusRequestTimeout, state == http.StatusTooManyRequests:
		return failedForNow
	case e.Code == 0 && (state == http.StatusForbidden || state == http.StatusNotFound || e.Foreign):
		return failedForNow
	case state == http.StatusForbidden, state == http.StatusNotFound:
		return failedForChannel
	}
	return failedAlways
}

// closed reports that a channel, its server or a person is closed to us.
func closed(err error) bool {
	switch meaning(err) {
	case failedForChannel, failedForGuild, failedForPerson:
		return true
	}
	return false
}

// waitOf is how long Discord wants to be left alone.
func waitOf(err error) time.Duration {
	var e *apiError
	if errors.As(err, &e) {
		return e.Wait
	}
	return 0
}
