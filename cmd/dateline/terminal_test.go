//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"dateline/cmd/dateline/screen"
)

// terminal is a pseudo-terminal of so many columns, and what is shown on it (pty(7)).
func terminal(t *testing.T, columns uint16) (screen, shown *os.File) {
	t.Helper()
	shown, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { shown.Close() })
	control := func(request uintptr, value unsafe.Pointer) {
		t.Helper()
		if _, _, fault := syscall.Syscall(syscall.SYS_IOCTL, shown.Fd(), request, uintptr(value)); fault != 0 {
			t.Fatal(fault)
		}
	}
	var locked, number int32
	control(syscall.TIOCSPTLCK, unsafe.Pointer(&locked))
	control(syscall.TIOCGPTN, unsafe.Pointer(&number))
	size := [4]uint16{24, columns}
	control(syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	screen, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return screen, shown
}

// escapes are what makes words bold and links clickable.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*[A-Za-z]|\x1b\\]8;;[^\x1b]*\x1b\\\\")

func TestTry_LinesAreAsWideAsTheTerminal(t *testing.T) {
	t.Setenv("OPENAI_MODEL", "")
	for columns, most := range map[uint16]int{60: 60, 90: 90, 200: 100} {
		out, shown := terminal(t, columns)
		read := make(chan int)
		go func() {
			widest := 0
			lines := bufio.NewScanner(shown)
			for lines.Scan() {
				if line := escapes.ReplaceAllString(strings.TrimRight(lines.Text(), "\r"), ""); !strings.HasPrefix(line, "Ask about") {
					widest = max(widest, screen.Columns(line))
				}
			}
			read <- widest
		}()
		code := execute(t.Context(), []string{"try"}, strings.NewReader("How many people were found alive in Senn?\n\n"), out, io.Discard)
		out.Close()
		if widest := <-read; code != 0 || widest > most || widest < most-15 {
			t.Errorf("%d columns: exit %d, the widest line has %d, want nearly %d", columns, code, widest, most)
		}
	}
}
