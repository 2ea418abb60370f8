package organization

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/organization/internal/organizationdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Resealed is how many values of one column were encrypted again.
type Resealed struct {
	Column string `json:"column"`
	Values int    `json:"values"`
}

// resealBatch is how many rows are encrypted again in one transaction.
const resealBatch = 500

// RotateKeys gives org a new primary key and encrypts every sensitive value of it again, table by table. It can be stopped
// and run again: what still has an older key is done then. Old keys stay readable until they are pruned.
func (s *Service) RotateKeys(ctx context.Context, keys *crypt.Keyring, org id.ID) ([]Resealed, error) {
	keyID, err := keys.Rotate(ctx, org)
	if err != nil {
		return nil, fmt.Errorf("rotate key: %w", err)
	}
	err = tenancy.InSystemTx(ctx, s.db, "note key rotation", func(ctx context.Context, tx tenancy.SystemTx) error {
		detail, err := json.Marshal(map[string]int64{"key_id": keyID})
		if err != nil {
			return err
		}
		return organizationdb.New(tx).NoteRotation(ctx, id.New(), org, detail, tx.Now())
	})
	if err != nil {
		return nil, fmt.Errorf("note key rotation: %w", err)
	}
	var done []Resealed
	for _, c := range crypt.Columns() {
		if c.Platform {
			continue
		}
		r := Resealed{Column: c.String()}
		// From row to row and not until none is left: when another rotation runs at the same time, its key is the newer
		// one, and what it has done never gets this one's.
		for after, n := id.Nil, resealBatch; n == resealBatch; {
			var changed int
			n, changed, after, err = s.resealSome(ctx, keys, org, c.Column, keyID, after)
			if err != nil {
				return done, fmt.Errorf("encrypt %s again: %w", c, err)
			}
			r.Values += changed
		}
		done = append(done, r)
	}
	return done, nil
}

type sealedRow struct {
	id     id.ID
	sealed crypt.Sealed
}

// resealSome does one batch of one column: rows after an id. It returns how many it found, how many it changed, and the
// last one's id. The statements are made from crypt's list of columns, which a test compares with the catalogue; nothing
// of them comes from a caller.
func (s *Service) resealSome(ctx context.Context, keys *crypt.Keyring, org id.ID, c crypt.Column, keyID int64, after id.ID) (found, changed int, last id.ID, err error) {
	find := fmt.Sprintf(`SELECT id, %s, %s FROM %s WHERE tenant_id = $1 AND %s <> $2 AND id > $3 ORDER BY id LIMIT $4 FOR NO KEY UPDATE`,
		c.EncryptedColumn(), c.KeyIDColumn(), c.Table, c.KeyIDColumn())
	save := fmt.Sprintf(`UPDATE %s SET %s = $3, %s = $4 WHERE tenant_id = $1 AND id = $2`,
		c.Table, c.EncryptedColumn(), c.KeyIDColumn())
	err = tenancy.InTx(ctx, s.db, tenancy.Operator(org, "keys rotate"), func(ctx context.Context, tx tenancy.Tx) error {
		found, changed, last = 0, 0, after
		batch, err := sealedRows(ctx, tx, find, org, keyID, after)
		if err != nil {
			return err
		}
		for _, r := range batch {
			again, fresh, err := keys.Reseal(ctx, org, c, r.id, r.sealed)
			if err != nil {
				return err
			}
			found, last = found+1, r.id
			if !fresh {
				continue
			}
			if _, err := tx.Exec(ctx, save, org, r.id, again.Ciphertext, again.KeyID); err != nil {
				return err
			}
			changed++
		}
		return nil
	})
	return found, changed, last, err
}

func sealedRows(ctx context.Context, tx tenancy.Tx, find string, org id.ID, keyID int64, after id.ID) ([]sealedRow, error) {
	found, err := tx.Query(ctx, find, org, keyID, after, resealBatch)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var batch []sealedRow
	for found.Next() {
		var r sealedRow
		if err := found.Scan(&r.id, &r.sealed.Ciphertext, &r.sealed.KeyID); err != nil {
			return nil, err
		}
		batch = append(batch, r)
	}
	return batch, found.Err()
}
