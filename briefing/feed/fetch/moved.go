package fetch

import (
	"errors"
	"net/http"
)

// ErrGone says that whoever runs a server has removed what was there for good.
var ErrGone = errors.New("its publisher has removed it for good (status 410)")

// movedTo is where the first address of a request says for good that it is:
// behind the permanent redirects that the way there begins with (301 and 308).
// What follows a temporary one is not for good. "" without any.
func movedTo(last *http.Request) string {
	var way []*http.Request // the newest first
	for request := last; request != nil; {
		way = append(way, request)
		if request.Response == nil {
			break
		}
		request = request.Response.Request
	}
	moved := ""
	for i := len(way) - 2; i >= 0; i-- {
		status := way[i].Response.StatusCode
		if status != http.StatusMovedPermanently && status != http.StatusPermanentRedirect {
			break
		}
		moved = way[i].URL.String()
	}
	return moved
}
