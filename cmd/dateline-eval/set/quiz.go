package set

// Quiz is one question of RealtimeQA.
type Quiz struct {
	ID       string   `json:"id"`
	Date     string   `json:"date"`
	Question string   `json:"question"`
	Choices  []string `json:"choices"`
	Answer   []int    `json:"answer"`
	Gold     []string `json:"gold"`
	Nota     struct {
		Choices []string `json:"choices"`
		Answer  []int    `json:"answer"`
	} `json:"nota"`
}
