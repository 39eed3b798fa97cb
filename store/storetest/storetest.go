// Package storetest gives tests a throw-away store of each kind. It is never
// linked into the product.
package storetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dateline/store"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// Open opens an empty SQLite store that ends with the test.
func Open(t testing.TB) *store.Store {
	t.Helper()
	path := filepath.Join(Dir(t), "test.db")
	empty, err := blank()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, empty, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+path)
}

// blank is the file of a store without rows: a copy costs less than the migrations.
var blank = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp(memory(), "dateline-test-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "blank.db")
	opened, err := store.Open(context.Background(), "sqlite:"+path)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := opened.Close(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	empty, err := os.ReadFile(path)
	return empty, errors.Join(err, os.RemoveAll(dir))
})

// Dir is an empty folder that goes with the test, in memory where there is room:
// what is thrown away need not reach a disk, and a disk is waited for at each commit.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(memory(), "dateline-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// memoryLeast is how many bytes must be free in memory for the databases of tests:
// a server takes 0.1 GB, and several packages are tested at once.
const memoryLeast = 2 << 30

// memory is a folder in memory with room, "" where there is none: the usual folder.
var memory = sync.OnceValue(func() string {
	const dir = "/dev/shm" // Linux; containers often have 64 MB there
	var fs syscall.Statfs_t
	if syscall.Statfs(dir, &fs) != nil || uint64(fs.Bavail)*uint64(fs.Bsize) < memoryLeast {
		return ""
	}
	probe, err := os.MkdirTemp(dir, "dateline-test-")
	if err != nil || os.Remove(probe) != nil {
		return ""
	}
	return dir
})

func open(t testing.TB, url string) *store.Store {
	t.Helper()
	opened, err := store.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened
}

// Each runs a test on SQLite and on PostgreSQL; without the latter it says so.
func Each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, Open(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, OpenPostgres(t)) })
}

// OpenPostgres opens an empty PostgreSQL store that ends with the test.
func OpenPostgres(t testing.TB) *store.Store {
	t.Helper()
	base := server(t)
	name, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	made, err := create(base, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // hundreds of them would not fit in memory
		if err := drop(base, made); err != nil {
			t.Error(err)
		}
	})
	return open(t, made)
}

// HasPostgres reports whether OpenPostgres opens a store and skips nothing.
func HasPostgres() bool {
	base, _ := address()
	return base != ""
}

// PostgresURL is the address of an empty PostgreSQL database of the test's
// own: on TEST_DATABASE_URL's server, or on a private one that the installed
// binaries start. Without either the test is skipped.
func PostgresURL(t testing.TB) string {
	t.Helper()
	made, err := create(server(t), "template1")
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// server is the address of the server that all tests of this process share;
// without one the test is skipped.
func server(t testing.TB) string {
	t.Helper()
	base, why := address()
	if base == "" {
		t.Skipf("NOT TESTED ON POSTGRESQL: %s; install postgresql or set TEST_DATABASE_URL", why)
	}
	return base
}

func address() (base, why string) {
	if base := os.Getenv("TEST_DATABASE_URL"); base != "" {
		return base, ""
	}
	shared := own()
	return shared.url, shared.why
}

// create makes a database on a server as a copy of another, and returns its address.
func create(base, template string) (string, error) {
	parsed, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	admin, err := sql.Open("pgx", base)
	if err != nil {
		return "", err
	}
	defer admin.Close()
	parsed.Path = "/t" + fmt.Sprintf("%x", rand.Text()[:12])
	if _, err := admin.Exec(`CREATE DATABASE ` + parsed.Path[1:] + ` TEMPLATE ` + template); err != nil {
		return "", fmt.Errorf("make a database for the test: %w", err)
	}
	return parsed.String(), nil
}

// drop drops a database that was made on a server.
func drop(base, made string) error {
	parsed, err := url.Parse(made)
	if err != nil {
		return err
	}
	admin, err := sql.Open("pgx", base)
	if err != nil {
		return err
	}
	defer admin.Close()
	_, err = admin.Exec(`DROP DATABASE ` + parsed.Path[1:] + ` WITH (FORCE)`)
	return err
}

// migrated is the name of a database with the program's tables, of which others
// are copies: that takes half as long as to make the tables.
var migrated = sync.OnceValues(func() (string, error) {
	base, _ := address()
	made, err := create(base, "template1")
	if err != nil {
		return "", err
	}
	opened, err := store.Open(context.Background(), made)
	if err != nil {
		return "", err
	}
	parsed, err := url.Parse(made)
	return strings.TrimPrefix(parsed.Path, "/"), errors.Join(err, opened.Close())
})

// private is the one server of a test process.
type private struct {
	url, why string
	alive    io.WriteCloser // closed with the process: then the server ends
}

var own = sync.OnceValue(start)

// start runs a server in a folder that goes when the process does: a shell
// waits for the end of the test process (its standard input) and stops it.
func start() private {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return private{why: "it is not installed"}
	}
	bin := bins[len(bins)-1]
	dir, err := os.MkdirTemp(memory(), "dateline-pg-")
	if err != nil {
		return private{why: err.Error()}
	}
	var as *syscall.Credential
	if os.Getuid() == 0 { // the server refuses to run as root
		account, err := user.Lookup("postgres")
		if err != nil {
			return private{why: "there is no user postgres to run it as"}
		}
		uid, _ := strconv.Atoi(account.Uid)
		gid, _ := strconv.Atoi(account.Gid)
		as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			return private{why: err.Error()}
		}
	}
	port, err := freePort()
	if err != nil {
		return private{why: err.Error()}
	}
	// It sorts as people do, as most servers do, where it can (version 15).
	script := fmt.Sprintf(`set -e; cd %[1]s; init() { %[2]s/initdb -D data -U dateline -A trust --no-sync "$@" >/dev/null; }
init --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US 2>/dev/null || init
%[2]s/pg_ctl -D data -w -t 60 -l log -o "-p %[3]d -c listen_addresses=127.0.0.1 \
	-c unix_socket_directories='' -c fsync=off -c max_connections=200" start >/dev/null
echo ready; cat >/dev/null; %[2]s/pg_ctl -D data -m immediate stop >/dev/null; cd /; rm -rf %[1]s`, dir, bin, port)
	cmd := exec.Command("bash", "-c", script)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	cmd.Dir = dir
	alive, err := cmd.StdinPipe()
	if err != nil {
		return private{why: err.Error()}
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return private{why: err.Error()}
	}
	if err := cmd.Start(); err != nil {
		return private{why: err.Error()}
	}
	buf := make([]byte, 16)
	if n, err := out.Read(buf); err != nil || string(buf[:min(n, 5)]) != "ready" {
		return private{why: fmt.Sprintf("the server did not start: %v", err)}
	}
	return private{url: fmt.Sprintf("postgres://dateline@127.0.0.1:%d/postgres?sslmode=disable", port), alive: alive}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// Article is an incoming article with sensible parts.
func Article(src store.Source, id, title, text string, at time.Time) store.Incoming {
	return store.Incoming{Source: src.ID, Article: store.Article{Domain: src.Domain, Ident: "id:" + id, ExtID: id,
		URL: "https://news.example/" + id, Outlet: "Outlet", Published: at, PublishedFrom: "file", Seen: at},
		Version: store.Version{Seen: at, Hash: fmt.Sprintf("%x", sha256.Sum256([]byte(title+text))), Title: title, Lang: "en",
			Genre: "news", Text: text, Spans: []byte{1}, Sketch: make([]byte, 256)}}
}
