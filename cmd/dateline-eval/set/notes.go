package set

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// Notes are lines of JSON in a file, for whoever reads after the table. Nil writes nothing.
type Notes struct {
	file    *os.File
	encoder *json.Encoder
}

// OpenNotes begins a file of notes; without a name there are none.
func OpenNotes(path string) (*Notes, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write the notes: %w", err)
	}
	encoder := json.NewEncoder(file)
	encoder.SetEscapeHTML(false)
	return &Notes{file, encoder}, nil
}

// Write adds a line.
func (n *Notes) Write(line any) error {
	if n == nil {
		return nil
	}
	if err := n.encoder.Encode(line); err != nil {
		return fmt.Errorf("write the notes: %w", err)
	}
	return nil
}

// Close closes the file.
func (n *Notes) Close() error {
	if n == nil {
		return nil
	}
	return errors.Join(n.file.Sync(), n.file.Close())
}
