package write

import "dateline/briefing/llm"

// Messages fills the prompt of a template that has the parts "system" and "user".
func Messages(template string, data any) ([]llm.Message, error) {
	system, err := prompt(template, "system", data)
	if err != nil {
		return nil, err
	}
	user, err := prompt(template, "user", data)
	return []llm.Message{{Role: "system", Content: system}, {Role: "user", Content: user}}, err
}
