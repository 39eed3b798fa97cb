package setting

import (
	"errors"
	"strings"
	"time"

	"dateline/briefing/schedule"
)

// ErrCity says that no city or zone is called as was typed.
var ErrCity = errors.New("no such city or zone")

// When reads what was typed for when and by whose clock; what is empty stays, and so do
// both where there is an error: ErrCity, or that of schedule.Parse.
func When(rule schedule.Rule, zone *time.Location, when, city string) (schedule.Rule, *time.Location, error) {
	typed, found := rule, zone
	var err error
	if when = strings.TrimSpace(when); when != "" {
		if typed, err = schedule.Parse(when); err != nil {
			return rule, zone, err
		}
	}
	if city = strings.TrimSpace(city); city != "" && city != City(zone) {
		if found, err = schedule.Find(city); err != nil {
			return rule, zone, ErrCity
		}
	}
	return typed, found, nil
}
