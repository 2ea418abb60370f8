package organization

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/organization/internal/organizationdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// KeyStore keeps each organization's wrapped keysets in platform.keysets. It implements crypt.Store.
type KeyStore struct{ db *tenancy.DB }

// NewKeyStore makes the store.
func NewKeyStore(db *tenancy.DB) *KeyStore { return &KeyStore{db: db} }

var _ crypt.Store = (*KeyStore)(nil)

// Load returns every keyset of org.
func (s *KeyStore) Load(ctx context.Context, org id.ID) ([]crypt.WrappedKeyset, error) {
	var list []crypt.WrappedKeyset
	err := tenancy.InSystemTx(ctx, s.db, "load keysets", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := organizationdb.New(tx).LoadKeysets(ctx, org)
		list = make([]crypt.WrappedKeyset, 0, len(rows))
		for _, r := range rows {
			list = append(list, crypt.WrappedKeyset{
				Purpose: crypt.Purpose(r.Purpose), Version: r.Version, Wrapped: r.Wrapped,
				RotatedAt: r.RotatedAt.UTC(),
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load keysets: %w", err)
	}
	return list, nil
}

// Save writes k over the version before it, or returns crypt.ErrVersion.
func (s *KeyStore) Save(ctx context.Context, org id.ID, k crypt.WrappedKeyset) error {
	err := tenancy.InSystemTx(ctx, s.db, "save keyset", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := organizationdb.New(tx)
		var (
			n   int64
			err error
		)
		wrapped := append([]byte{}, k.Wrapped...) // destroyed keysets are empty, not NULL
		if k.Version == 1 {
			n, err = q.InsertKeyset(ctx, organizationdb.InsertKeysetParams{
				OrganizationID: org, Purpose: string(k.Purpose),
				Version: k.Version, Wrapped: wrapped, RotatedAt: k.RotatedAt,
			})
		} else {
			n, err = q.ReplaceKeyset(ctx, organizationdb.ReplaceKeysetParams{
				Version: k.Version, Wrapped: wrapped,
				RotatedAt: k.RotatedAt, OrganizationID: org, Purpose: string(k.Purpose),
			})
		}
		if err == nil && n == 0 {
			return crypt.ErrVersion
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("save keyset: %w", err)
	}
	return nil
}
