package wire

import (
	"strconv"
	"time"
)

// Snowflake is an id of Discord; 0 is none, or one that cannot be read.
type Snowflake int64

// UnmarshalJSON reads a string or a number.
func (s *Snowflake) UnmarshalJSON(b []byte) error {
	*s = 0
	if n := len(b); n > 2 && b[0] == '"' {
		b = b[1 : n-1]
	}
	if n, err := strconv.ParseInt(string(b), 10, 64); err == nil && n > 0 {
		*s = Snowflake(n)
	}
	return nil
}

// String is the id as it stands in paths.
func (s Snowflake) String() string { return strconv.FormatInt(int64(s), 10) }

// discordEpoch is the first millisecond of 2015, where Discord's ids begin.
const discordEpoch = 1420070400000

// Time is when the thing with this id was made.
func (s Snowflake) Time() time.Time { return time.UnixMilli(int64(s)>>22 + discordEpoch) }

// SnowflakeAt is the least id a message of that time can have.
func SnowflakeAt(t time.Time) int64 { return max(0, t.UnixMilli()-discordEpoch) << 22 }
