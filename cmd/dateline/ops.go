package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

type backupCmd struct {
	File string `arg:"" name:"FILE"`
}

// Run writes the database to a file that either database can restore. The
// file appears whole or not at all.
func (c *backupCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(d *desk) error {
		tmp, err := os.CreateTemp(filepath.Dir(c.File), ".backup-*")
		if errors.Is(err, fs.ErrNotExist) {
			err = errors.New("its folder does not exist: create it or name another")
		}
		if err != nil {
			return fmt.Errorf("create %s: %w", c.File, fileFault(err))
		}
		defer os.Remove(tmp.Name())
		err = d.store.Backup(ctx, tmp)
		if err == nil {
			err = tmp.Sync()
		}
		if err = errors.Join(err, tmp.Close()); err != nil {
			return fmt.Errorf("write %s: %w", c.File, err)
		}
		if err := os.Rename(tmp.Name(), c.File); err != nil {
			return err
		}
		return a.say(map[string]string{"wrote": c.File}, "wrote %s", c.File)
	})
}

type restoreCmd struct {
	File string `arg:"" name:"FILE"`
}

// Run reads a backup into an empty database.
func (c *restoreCmd) Run(ctx context.Context, a *app) error {
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, fileFault(err))
	}
	defer file.Close()
	return a.with(ctx, func(d *desk) error {
		if err := d.store.Restore(ctx, file); err != nil {
			return fmt.Errorf("restore %s: %w", c.File, err)
		}
		return a.say(map[string]string{"restored": c.File}, "restored %s", c.File)
	})
}

type versionCmd struct{}

// Run prints the version.
func (c *versionCmd) Run(a *app) error {
	return a.say(map[string]string{"version": version, "go": runtime.Version()}, "dateline %s (%s)", version, runtime.Version())
}
