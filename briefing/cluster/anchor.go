package cluster

// vetoShare is the share of pairs of titles that must conflict to keep a
// story and an article, or two stories, apart: among the many titles of a
// large story one always looks like a template.
const vetoShare = .25

func vetoed(conflicts, asked int) bool {
	return conflicts > 0 && float64(conflicts) >= vetoShare*float64(asked)
}

// conflict reports two titles of one template about different things: the same
// words with other numbers, or with one name changed.
func conflict(a, b Doc) bool {
	plainA, plainB := a.Template, b.Template
	if len(plainA) < 2 || len(plainB) < 2 {
		return false
	}
	common := 0
	for t := range plainA {
		if plainB[t] {
			common++
		}
	}
	if float64(common) < .8*float64(max(len(plainA), len(plainB))) {
		return false
	}
	if len(a.Anchors) > 0 && len(b.Anchors) > 0 && !meet(a.Anchors, b.Anchors) {
		return true
	}
	return differ(a.TitleNames, b.TitleNames) && differ(b.TitleNames, a.TitleNames)
}

func meet(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// differ reports whether a has a name that b lacks.
func differ(a, b []string) bool {
	for _, x := range a {
		if !meet([]string{x}, b) {
			return true
		}
	}
	return false
}
