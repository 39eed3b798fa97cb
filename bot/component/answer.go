package component

import "dateline/bot/wire"

// Most that is read of what a form or a menu brings back, whatever was sent.
const (
	fieldsRead = 10
	valuesRead = 25
	depthRead  = 3 // a row or a label, and what is in it
)

// Answers are what a person put into a form: foreign, and not more than was
// asked for at most by courtesy.
type Answers struct {
	fields   map[string]wire.ModalField
	resolved wire.Resolved
}

// Read takes a sent form apart. What has an unexpected form is left out.
func Read(data wire.InteractionData) Answers {
	answers := Answers{fields: map[string]wire.ModalField{}, resolved: data.Resolved.V}
	answers.collect(data.Components.V, depthRead)
	return answers
}

func (a Answers) collect(list []wire.ModalField, depth int) {
	for _, field := range list[:min(len(list), fieldsRead)] {
		if field.CustomID.V != "" {
			a.fields[field.CustomID.V] = field
		}
		if depth == 0 {
			continue
		}
		a.collect(field.Components.V, depth-1)
		if field.Component != nil {
			a.collect([]wire.ModalField{field.Component.V}, depth-1)
		}
	}
}

// Text is what was put into a text input.
func (a Answers) Text(id string) string { return a.fields[id].Value.V }

// Values are the values chosen in a menu: of options, or ids.
func (a Answers) Values(id string) []string {
	values := a.fields[id].Values.V
	return values[:min(len(values), valuesRead)]
}

// Files are the files that were sent. Their names, types and sizes are what the
// sender says.
func (a Answers) Files(id string) []wire.Attachment {
	var out []wire.Attachment
	for _, key := range a.Values(id) {
		if file, ok := a.resolved.Attachments.V[key]; ok && len(out) < uploadMost {
			out = append(out, file)
		}
	}
	return out
}

// Channels are the channels chosen in a menu that Discord says exist.
func (a Answers) Channels(id string) []wire.ResolvedChannel {
	return channels(a.resolved, a.Values(id))
}

// PickedChannels are the channels chosen in a menu of a message.
func PickedChannels(data wire.InteractionData) []wire.ResolvedChannel {
	values := data.Values.V
	return channels(data.Resolved.V, values[:min(len(values), valuesRead)])
}

func channels(resolved wire.Resolved, ids []string) []wire.ResolvedChannel {
	var out []wire.ResolvedChannel
	for _, key := range ids {
		if room, ok := resolved.Channels.V[key]; ok && room.ID.String() == key {
			out = append(out, room)
		}
	}
	return out
}
