package write

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestWhyNot_HidesTheOperatorsServers(t *testing.T) {
	inner := errors.New("the model at 10.0.0.5:8080 refuses the key: check OPENAI_API_KEY")
	if got := WhyNot(inner, true); got != "it gave no usable answer" {
		t.Errorf("in a channel: %q", got)
	}
	if got := WhyNot(inner, false); got != inner.Error() {
		t.Errorf("in a terminal: %q", got)
	}
	spent := &SpentError{Until: time.Now()}
	if got := WhyNot(spent, true); got != spent.Error() || !strings.Contains(got, "used up") {
		t.Errorf("a spent budget: %q", got)
	}
}
