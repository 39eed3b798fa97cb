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
		_, err = fmt.Fprintf(a.out, "wrote %s\n", c.File)
		return err
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
		_, err := fmt.Fprintf(a.out, "restored %s\n", c.File)
		return err
	})
}

type versionCmd struct{}

// Run prints the version.
func (c *versionCmd) Run(a *app) error {
	if a.cli.JSON {
		return writeJSON(a.out, map[string]string{"version": version, "go": runtime.Version()})
	}
	_, err := fmt.Fprintf(a.out, "dateline %s (%s)\n", version, runtime.Version())
	return err
}
