package rest

import (
	"errors"
	"net/http"
	"time"
)

// Failure is what a request that Discord did not take means, wherever it was
// sent from: a post, a reply, a part of an answer, a direct message, a look.
type Failure int

// Failures.
const (
	FailedForNow     Failure = iota // Discord or the way to it is in trouble: the same may go well later
	FailedAlways                    // this request is at fault: sent again it fails again
	FailedForChannel                // this channel is closed to us until somebody changes something
	FailedForGuild                  // the server is
	FailedForPerson                 // this person cannot be written to
	FailedForReply                  // the interaction is over: nothing more can be said to it
)

// Codes of Discord's errors that are told apart.
const (
	CodeAcknowledged = 40060 // the interaction was acknowledged before
	CodeMissing      = 50013 // a permission is missing
	CodeNoAccess     = 50001
	CodeNoChannel    = 10003
	CodeNoMessage    = 10008
	CodePublished    = 40033  // the message was published before
	CodeNoReply      = 160002 // a message may be answered only by who may read the history
	CodeArchived     = 50083  // a thread is archived
	codeLocked       = 160005 // a thread is locked
)

// failureOfCode has Discord's codes that close something
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
var failureOfCode = map[int]Failure{
	CodeNoChannel: FailedForChannel,
	CodeNoAccess:  FailedForChannel,
	CodeMissing:   FailedForChannel,
	30007:         FailedForChannel, // too many webhooks or messages pinned there
	CodeArchived:  FailedForChannel,
	codeLocked:    FailedForChannel,
	40066:         FailedForChannel, // a forum that wants a tag which only moderators may set
	40067:         FailedForChannel, // a forum that wants a tag
	220001:        FailedForChannel, // closed to bots
	CodeNoMessage: FailedAlways,
	10004:         FailedForGuild,  // unknown guild
	10007:         FailedForPerson, // unknown member
	10013:         FailedForPerson, // unknown user
	50007:         FailedForPerson, // takes no direct messages
	50278:         FailedForPerson, // no server in common
	10062:         FailedForReply,  // unknown interaction
	10015:         FailedForReply,  // its webhook is gone
	50027:         FailedForReply,  // its token has lapsed
	40333:         FailedForNow,    // Cloudflare's refusal in Discord's form
	130000:        FailedForNow,    // the resource is overloaded
	40003:         FailedForNow,    // too many direct messages opened
	30046:         FailedForNow,    // too many edits of messages older than an hour, for a while
}

// Meaning reads a failed request. A refusal that is not in Discord's own form
// (a page of Cloudflare, or of a proxy) says nothing about channels.
func Meaning(err error) Failure {
	var e *Error
	if !errors.As(err, &e) {
		return FailedForNow
	}
	if kind, known := failureOfCode[e.Code]; known && e.Code != 0 {
		return kind
	}
	switch state := e.Status; {
	case state/100 != 4, state == http.StatusUnauthorized, state == http.StatusRequestTimeout, state == http.StatusTooManyRequests:
		return FailedForNow
	case e.Code == 0 && (state == http.StatusForbidden || state == http.StatusNotFound || e.Foreign):
		return FailedForNow
	case state == http.StatusForbidden, state == http.StatusNotFound:
		return FailedForChannel
	}
	return FailedAlways
}

// Closed reports that a channel, its server or a person is closed to us.
func Closed(err error) bool {
	switch Meaning(err) {
	case FailedForChannel, FailedForGuild, FailedForPerson:
		return true
	}
	return false
}

// Gone reports that this very channel or thread was deleted or shut, whatever the
// bot may do.
func Gone(err error) bool {
	switch Code(err) {
	case CodeNoChannel, CodeArchived, codeLocked:
		return true
	}
	return false
}

// WaitOf is how long Discord wants to be left alone.
func WaitOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.Wait
	}
	return 0
}
