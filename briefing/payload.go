package briefing

import (
	"encoding/json"
	"fmt"
)

// ParsePayload reads a post's content as it is stored.
func ParsePayload(s string) (Payload, error) {
	var p Payload
	if err := json.Unmarshal([]byte(s), &p); err != nil {
		return p, fmt.Errorf("read a post's content: %w", err)
	}
	return p, nil
}
