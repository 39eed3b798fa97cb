package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
)

// Lease is the right to be the one holder of a named piece of work until
// Until. Every write under it names the epoch.
type Lease struct {
	Name, Holder string
	Epoch        int64
	Until        time.Time
}

// TakeLease takes a lease, or renews it; ErrLost when another holds it. The
// epoch grows with every change of holder. One that holds for most of the time
// is not written again: a loop that looks every second would wear out a disk.
func (s *Store) TakeLease(ctx context.Context, name, holder string, d time.Duration) (Lease, error) {
	now := s.stamp()
	lease := Lease{Name: name, Holder: holder}
	var until int64
	err := s.read.QueryRowContext(ctx, `SELECT epoch, until_at FROM leases WHERE name = $1 AND holder = $2 AND until_at > `+now+
		` + $3 AND until_at <= `+now+` + $4`,
		name, holder, d.Milliseconds()*2/3, d.Milliseconds()).Scan(&lease.Epoch, &until)
	if err == nil {
		lease.Until = fromMS(until)
		return lease, nil
	}
	err = s.write.QueryRowContext(ctx, `INSERT INTO leases(name, holder, epoch, until_at) VALUES($1, $2, 1, `+now+` + $3)
		ON CONFLICT(name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at,
		epoch = CASE WHEN leases.holder = excluded.holder THEN leases.epoch ELSE leases.epoch + 1 END
		WHERE leases.holder = excluded.holder OR `+s.free("leases.until_at")+` RETURNING epoch, until_at`, name, holder, d.Milliseconds()).
		Scan(&lease.Epoch, &until)
	if errors.Is(err, sql.ErrNoRows) {
		return lease, ErrLost
	}
	if err != nil {
		return lease, fmt.Errorf("take lease %s: %w", name, database.Explain(err))
	}
	lease.Until = fromMS(until)
	return lease, nil
}

// LeaseHolder is who holds a lease now; "" is nobody.
func (s *Store) LeaseHolder(ctx context.Context, name string) (holder string, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT holder FROM leases WHERE name = $1 AND NOT `+s.free("until_at"), name).Scan(&holder)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return holder, err
}

// leaseMost is longer than any lease: one that ends later was taken by a clock
// that has been set back since, and would hold the work up for as long.
const leaseMost = time.Hour

// free is the condition that a lease has ended.
func (s *Store) free(until string) string {
	now := s.stamp()
	return fmt.Sprintf("(%s <= %s OR %s > %s + %d)", until, now, until, now, leaseMost.Milliseconds())
}

// ReleaseLease gives a lease back at once; a lost one is left alone.
func (s *Store) ReleaseLease(ctx context.Context, l Lease) error {
	_, err := s.write.ExecContext(ctx, `UPDATE leases SET until_at = 0 WHERE name = $1 AND holder = $2 AND epoch = $3`, l.Name,
		l.Holder, l.Epoch)
	return err
}

// holds proves inside a transaction that the lease is still ours, and keeps
// others from taking it until the transaction ends.
func (s *Store) holds(ctx context.Context, tx *sql.Tx, l Lease) error {
	result, err := tx.ExecContext(ctx, `UPDATE leases SET until_at = until_at WHERE name = $1 AND holder = $2 AND epoch = $3
		AND until_at > `+s.stamp(), l.Name, l.Holder, l.Epoch)
	if err != nil {
		return err
	}
	return one(result)
}

// one turns "no row changed" into ErrLost.
func one(r sql.Result) error {
	n, err := r.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrLost
	}
	return nil
}
