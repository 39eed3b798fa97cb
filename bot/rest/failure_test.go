package rest

import "testing"

func TestMeaning_OneForEveryRefusal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  *Error
		want Failure
	}{
		"Discord's missing permission": {&Error{Status: 403, Code: 50013}, FailedForChannel},
		"no access":                    {&Error{Status: 403, Code: 50001}, FailedForChannel},
		"a refusal with another code":  {&Error{Status: 403, Code: 50008}, FailedForChannel},
		"Cloudflare's page":            {&Error{Status: 403, Foreign: true}, FailedForNow},
		"Cloudflare in Discord's form": {&Error{Status: 403, Code: 40333}, FailedForNow},
		"a proxy's 404":                {&Error{Status: 404, Foreign: true}, FailedForNow},
		"a proxy's 400":                {&Error{Status: 400, Foreign: true}, FailedForNow},
		"a wrong body":                 {&Error{Status: 400, Code: 50035}, FailedAlways},
		"a filter of the server":       {&Error{Status: 400, Code: 200000}, FailedAlways},
		"an unknown guild":             {&Error{Status: 404, Code: 10004}, FailedForGuild},
		"closed direct messages":       {&Error{Status: 403, Code: 50007}, FailedForPerson},
		"an interaction that is over":  {&Error{Status: 404, Code: 10062}, FailedForReply},
		"a 5xx":                        {&Error{Status: 503}, FailedForNow},
		"too many requests":            {&Error{Status: 429}, FailedForNow},
		"a token that was reset":       {&Error{Status: 401}, FailedForNow},
		"no answer":                    {&Error{Unsent: true}, FailedForNow},
	} {
		if got := Meaning(c.err); got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}
