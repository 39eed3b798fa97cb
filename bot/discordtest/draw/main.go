// Command draw draws messages of the bot as Discord shows them: a page, a
// picture where Chromium is installed, and what a screen reader says.
//
//	go run ./bot/discordtest/draw [-out FOLDER] [-width 390] [-lang en] FILE …
//
// A FILE is the body of a message or of a response (JSON), or a golden file of
// texts. NAME.html and NAME.txt, and NAME.png with Chromium, are written for each.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"dateline/bot/discordtest/picture"
)

func main() {
	out := flag.String("out", "pictures", "folder to write to")
	width := flag.Int("width", 390, "width of the screen in pixels; 390 is a phone")
	lang := flag.String("lang", "en", "language of the texts")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "draw: name at least one file: a message's body as JSON, or a golden file")
		os.Exit(2)
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
	failed := false
	for _, file := range flag.Args() {
		if err := draw(file, *out, picture.Look{Width: *width, Lang: *lang}); err != nil {
			fmt.Fprintf(os.Stderr, "draw: %s: %v\n", file, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// draw writes one file's page, picture and reading.
func draw(file, folder string, look picture.Look) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	messages, err := read(file, raw)
	if err != nil {
		return err
	}
	base := filepath.Join(folder, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
	var said []string
	for _, m := range messages {
		said = append(said, picture.Linear(m, time.UTC))
	}
	if err := os.WriteFile(base+".txt", []byte(strings.Join(said, "\n")), 0o644); err != nil {
		return err
	}
	page, err := os.Create(base + ".html")
	if err != nil {
		return err
	}
	if err := errors.Join(picture.Page(page, messages, look), page.Close()); err != nil {
		return err
	}
	return shoot(base, look.Width)
}

func read(file string, raw []byte) ([]picture.Message, error) {
	if filepath.Ext(file) != ".json" {
		return picture.Golden(string(raw)), nil
	}
	m, err := picture.Parse(raw)
	return []picture.Message{m}, err
}

// browsers are the names Chromium goes by.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "chrome-headless-shell"}

var heightOf = regexp.MustCompile(`data-height="(\d+)"`)

// narrowest is the least width of Chromium's window.
const narrowest = 500

// shoot takes a picture of a page, cut to its height, where a browser is there.
func shoot(base string, width int) error {
	browser := ""
	for _, name := range browsers {
		if found, err := exec.LookPath(name); err == nil {
			browser = found
			break
		}
	}
	if browser == "" {
		fmt.Fprintf(os.Stderr, "draw: %s.png is not drawn: Chromium is not installed\n", base)
		return nil
	}
	page, err := filepath.Abs(base + ".html")
	if err != nil {
		return err
	}
	home, err := os.MkdirTemp("", "draw")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	common := []string{"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
		"--disable-component-update", "--hide-scrollbars", "--user-data-dir=" + home}
	// the page says how high it is, then its picture is taken at that height
	measure := append(common, fmt.Sprintf("--window-size=%d,800", max(width, narrowest)), "--dump-dom", "file://"+page)
	dom, err := exec.Command(browser, measure...).Output()
	if err != nil {
		return fmt.Errorf("measure the page: %w", err)
	}
	height := "1200"
	if found := heightOf.FindSubmatch(dom); found != nil {
		height = string(found[1])
	}
	shot := append(common, fmt.Sprintf("--window-size=%d,%s", max(width, narrowest), height), "--screenshot="+base+".png", "file://"+page)
	if err := exec.Command(browser, shot...).Run(); err != nil {
		return fmt.Errorf("take the picture: %w", err)
	}
	return nil
}
