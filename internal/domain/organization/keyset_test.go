package organization

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// together runs fn n times at once.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}

func TestKeyStoreKeepsAndReplaces(t *testing.T) {
	t.Parallel()
	k := setup(t)
	org, other, store := k.create("elm").ID, k.create("oak").ID, NewKeyStore(k.db)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	first := crypt.WrappedKeyset{Purpose: crypt.PurposeAEAD, Version: 1, Wrapped: []byte("one"), RotatedAt: at}
	if list, err := store.Load(t.Context(), org); err != nil || len(list) != 0 {
		t.Fatalf("at first: %v, %v", list, err)
	}
	k.check(store.Save(t.Context(), org, first))
	k.check(store.Save(t.Context(), org, crypt.WrappedKeyset{Purpose: crypt.PurposeMAC, Version: 1, Wrapped: []byte("mac"), RotatedAt: at}))
	second := crypt.WrappedKeyset{Purpose: crypt.PurposeAEAD, Version: 2, Wrapped: []byte("two"), RotatedAt: at.Add(time.Hour)}
	for _, bad := range []crypt.WrappedKeyset{first, {Purpose: crypt.PurposeAEAD, Version: 3, Wrapped: []byte("x"), RotatedAt: at}} {
		if err := store.Save(t.Context(), org, bad); !errors.Is(err, crypt.ErrVersion) {
			t.Errorf("version %d over 1: %v", bad.Version, err)
		}
	}
	if err := store.Save(t.Context(), other, second); !errors.Is(err, crypt.ErrVersion) {
		t.Errorf("version 2 over nothing: %v", err)
	}
	k.check(store.Save(t.Context(), org, second))
	k.check(store.Save(t.Context(), id.Nil, first)) // the platform's own
	list, err := store.Load(t.Context(), org)
	k.check(err)
	got := map[crypt.Purpose]crypt.WrappedKeyset{}
	for _, s := range list {
		got[s.Purpose] = s
	}
	if a := got[crypt.PurposeAEAD]; len(list) != 2 || a.Version != 2 || string(a.Wrapped) != "two" || !a.RotatedAt.Equal(second.RotatedAt) ||
		string(got[crypt.PurposeMAC].Wrapped) != "mac" {
		t.Errorf("%v", list)
	}
	k.check(store.Save(t.Context(), org, crypt.WrappedKeyset{Purpose: crypt.PurposeAEAD, Version: 3, RotatedAt: at}))
	if list, err := store.Load(t.Context(), other); err != nil || len(list) != 0 {
		t.Errorf("the other organization has %v, %v", list, err)
	}
	list, err = store.Load(t.Context(), org)
	k.check(err)
	for _, s := range list {
		if s.Destroyed() != (s.Purpose == crypt.PurposeAEAD) {
			t.Errorf("%v", s)
		}
	}
}

func TestOneProcessWinsEveryVersion(t *testing.T) {
	t.Parallel()
	k := setup(t)
	org, store := k.create("elm").ID, NewKeyStore(k.db)
	for version := int64(1); version <= 3; version++ {
		errs := make([]error, 6)
		together(len(errs), func(i int) {
			errs[i] = store.Save(t.Context(), org, crypt.WrappedKeyset{
				Purpose: crypt.PurposeAEAD, Version: version,
				Wrapped: fmt.Append(nil, i), RotatedAt: k.clock.Now(),
			})
		})
		won := -1
		for i, err := range errs {
			switch {
			case err == nil && won >= 0:
				t.Fatalf("version %d was saved twice", version)
			case err == nil:
				won = i
			case !errors.Is(err, crypt.ErrVersion):
				t.Errorf("version %d: %v", version, err)
			}
		}
		list, err := store.Load(t.Context(), org)
		if err != nil || len(list) != 1 || list[0].Version != version || won < 0 || string(list[0].Wrapped) != fmt.Sprint(won) {
			t.Fatalf("after version %d: %v, %v, won by %d", version, list, err, won)
		}
	}
}

// TestProcessesMakeOneFirstKeyset lets several processes need an organization's first keys at the same moment: what any
// of them seals every other opens.
func TestProcessesMakeOneFirstKeyset(t *testing.T) {
	t.Parallel()
	k := setup(t)
	org, row := k.create("elm").ID, id.New()
	const n = 4
	rings, sealed, indexes, errs := make([]*crypt.Keyring, n), make([]crypt.Sealed, n), make([][]byte, n), make([]error, n)
	for i := range rings {
		rings[i] = k.keyring()
	}
	together(n, func(i int) {
		sealed[i], errs[i] = rings[i].Seal(t.Context(), org, crypt.TenantSSN, row, fmt.Append(nil, i))
		if errs[i] == nil {
			indexes[i], errs[i] = rings[i].BlindIndex(t.Context(), org, crypt.TenantSSN, []byte("900-00-0001"))
		}
	})
	k.check(errors.Join(errs...))
	for i := range n {
		if sealed[i].KeyID != sealed[0].KeyID || !bytes.Equal(indexes[i], indexes[0]) {
			t.Errorf("process %d has keys of its own", i)
		}
		for j := range n {
			if got, err := rings[j].Open(t.Context(), org, crypt.TenantSSN, row, sealed[i]); err != nil || string(got) != fmt.Sprint(i) {
				t.Errorf("process %d opens what %d sealed: %q, %v", j, i, got, err)
			}
		}
	}
	if got := k.one(`SELECT string_agg(purpose || version, ' ' ORDER BY purpose) FROM platform.keysets WHERE organization_id = $1`, org); got !=
		"aead1 mac1" {
		t.Errorf("keysets: %s", got)
	}
}

// sensitive are the columns of organizations.
func sensitive() []crypt.ColumnInfo {
	var list []crypt.ColumnInfo
	for _, c := range crypt.Columns() {
		if !c.Platform {
			list = append(list, c)
		}
	}
	return list
}

// vault is an organization with two rows in every table, one of them soft-deleted wherever that can be, and a sealed
// value in every sensitive column.
type vault struct {
	*kit
	org  id.ID
	keys *crypt.Keyring
}

func plaintext(c crypt.Column, row id.ID) string { return "plain " + c.String() + " " + row.String() }

func fillVault(k *kit, slug string) *vault {
	k.Helper()
	v := &vault{kit: k, org: k.create(slug).ID, keys: k.keyring()}
	for i := range 2 {
		rows := fill.Into(k.T, k.pg, v.org)
		for _, c := range sensitive() {
			row := rows.IDs[c.Table]
			s, err := v.keys.Seal(k.Context(), v.org, c.Column, row, []byte(plaintext(c.Column, row)))
			k.check(err)
			k.exec(fmt.Sprintf(`UPDATE %s SET %s = $1, %s = $2 WHERE id = $3`, c.Table, c.EncryptedColumn(), c.KeyIDColumn()), s.Ciphertext,
				s.KeyID, row)
			if i == 1 && k.one(`SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1
				AND column_name = 'deleted_at'`, c.Table) == "1" {
				k.exec(fmt.Sprintf(`UPDATE %s SET deleted_at = now() WHERE id = $1`, c.Table), row)
			}
		}
	}
	return v
}

type stored struct {
	row id.ID
	crypt.Sealed
}

func (v *vault) stored(c crypt.Column) []stored {
	v.Helper()
	rows, err := v.super.Query(v.Context(), fmt.Sprintf(`SELECT id, %s, %s FROM %s WHERE tenant_id = $1 AND %[1]s IS NOT NULL ORDER BY id`,
		c.EncryptedColumn(), c.KeyIDColumn(), c.Table), v.org)
	v.check(err)
	defer rows.Close()
	var list []stored
	for rows.Next() {
		var s stored
		v.check(rows.Scan(&s.row, &s.Ciphertext, &s.KeyID))
		list = append(list, s)
	}
	v.check(rows.Err())
	return list
}

// opens demands that every value has the key and opens, for a process that has just started.
func (v *vault) opens(key int64, least int) {
	v.Helper()
	fresh := v.keyring()
	for _, c := range sensitive() {
		list := v.stored(c.Column)
		if len(list) < least {
			v.Errorf("%s has %d values, want %d at least", c, len(list), least)
		}
		for _, s := range list {
			got, err := fresh.Open(v.Context(), v.org, c.Column, s.row, s.Sealed)
			if err != nil || string(got) != plaintext(c.Column, s.row) || key != 0 && s.KeyID != key {
				v.Errorf("%s of %s: key %d, want %d, opens to %q, %v", c, s.row, s.KeyID, key, got, err)
			}
		}
	}
}

func (v *vault) primary() int64 {
	v.Helper()
	key, err := v.keyring().PrimaryKeyID(v.Context(), v.org)
	v.check(err)
	return key
}

func TestRotationResealsEverySensitiveColumn(t *testing.T) {
	t.Parallel()
	k := setup(t)
	v, other := fillVault(k, "elm"), fillVault(k, "oak")
	before, theirs := v.primary(), other.primary()
	old := map[string][]stored{}
	for _, c := range sensitive() {
		old[c.String()] = v.stored(c.Column)
	}
	audited := k.one(`SELECT count(*) FROM audit_logs`)
	done, err := k.service.RotateKeys(t.Context(), v.keys, v.org)
	k.check(err)
	after := v.primary()
	if after == before || len(done) != len(sensitive()) {
		t.Errorf("key %d after %d, %v", after, before, done)
	}
	for i, c := range sensitive() {
		if done[i] != (Resealed{c.String(), 2}) {
			t.Errorf("%s: %+v", c, done[i])
		}
		for j, s := range v.stored(c.Column) {
			if was := old[c.String()][j]; s.KeyID == was.KeyID || bytes.Equal(s.Ciphertext, was.Ciphertext) {
				t.Errorf("%s of %s was left as it was", c, s.row)
			}
		}
	}
	v.opens(after, 2)
	other.opens(theirs, 2)
	if got := k.one(`SELECT count(*) FROM tenants WHERE tenant_id = $1 AND deleted_at IS NOT NULL`, v.org); got != "1" {
		t.Errorf("%s deleted renters, want one: it has to be rotated too", got)
	}
	if got := k.one(`SELECT detail ->> 'key_id' FROM platform.security_events WHERE kind = 'keys_rotated' AND organization_id = $1`, v.org); got !=
		fmt.Sprint(after) {
		t.Errorf("the security event names key %s, want %d", got, after)
	}
	if now := k.one(`SELECT count(*) FROM audit_logs`); now == audited {
		t.Log("the audit log says nothing of the rotation, whose columns it leaves out")
	}
	v.noTrace(old)
}

// noTrace looks for plain values and ciphertexts, old and new, in everything that the audit log and the events hold.
func (v *vault) noTrace(old map[string][]stored) {
	v.Helper()
	text := v.one(`SELECT string_agg(a::text, ' ') FROM audit_logs AS a`) + v.one(`SELECT string_agg(e::text, ' ') FROM events AS e`) +
		v.one(`SELECT string_agg(s::text, ' ') FROM platform.security_events AS s`)
	for _, c := range sensitive() {
		for _, s := range append(v.stored(c.Column), old[c.String()]...) {
			cipher := hex.EncodeToString(s.Ciphertext)
			for what, trace := range map[string]string{
				"ciphertext": cipher[len(cipher)-40:], "plain value": plaintext(c.Column, s.row),
				"plain bytes": hex.EncodeToString([]byte(plaintext(c.Column, s.row))),
			} {
				if strings.Contains(text, trace) {
					v.Errorf("the logs hold a %s of %s", what, c)
				}
			}
		}
		if strings.Contains(text, c.EncryptedColumn()) {
			v.Errorf("the logs name %s", c.EncryptedColumn())
		}
	}
}

// TestRotationStoppedAndRunAgain breaks one value, so that a rotation stops in the middle, and mends it.
func TestRotationStoppedAndRunAgain(t *testing.T) {
	t.Parallel()
	k := setup(t)
	v := fillVault(k, "elm")
	broken := v.stored(crypt.VendorTaxID)[0]
	bad := bytes.Clone(broken.Ciphertext)
	bad[len(bad)-1] ^= 1
	k.exec(`UPDATE vendors SET tax_id_encrypted = $1 WHERE id = $2`, bad, broken.row)
	done, err := k.service.RotateKeys(t.Context(), v.keys, v.org)
	if !errors.Is(err, crypt.ErrDecrypt) || len(done) == 0 || len(done) >= len(sensitive()) {
		t.Fatalf("%v, %v", done, err)
	}
	if strings.Contains(err.Error(), "plain ") || fault.As(err).Kind != fault.Internal {
		t.Errorf("%v", err)
	}
	half := v.primary()
	for _, c := range sensitive() {
		reached := false
		for _, d := range done {
			reached = reached || d.Column == c.String()
		}
		for _, s := range v.stored(c.Column) {
			if (s.KeyID == half) != reached {
				t.Errorf("%s, reached %t, has key %d; the new one is %d", c, reached, s.KeyID, half)
			}
		}
	}
	k.exec(`UPDATE vendors SET tax_id_encrypted = $1 WHERE id = $2`, broken.Ciphertext, broken.row)
	v.opens(0, 2)
	done, err = k.service.RotateKeys(t.Context(), k.keyring(), v.org)
	if err != nil || len(done) != len(sensitive()) {
		t.Fatalf("run again: %v, %v", done, err)
	}
	v.opens(v.primary(), 2)
}

// renters adds n renters with a sealed number.
func (v *vault) renters(n int) {
	v.Helper()
	ids, values, keys := make([]id.ID, n), make([][]byte, n), make([]int64, n)
	for i := range ids {
		ids[i] = id.New()
		s, err := v.keys.Seal(v.Context(), v.org, crypt.TenantSSN, ids[i], []byte(plaintext(crypt.TenantSSN, ids[i])))
		v.check(err)
		values[i], keys[i] = s.Ciphertext, s.KeyID
	}
	v.exec(`INSERT INTO tenants (tenant_id, id, first_name, last_name, ssn_encrypted, ssn_key_id)
		SELECT $1, i, 'Ida', 'Iris', v, k FROM unnest($2::uuid[], $3::bytea[], $4::bigint[]) AS x (i, v, k)`, v.org, ids, values, keys)
}

func TestRotationOfMoreThanABatch(t *testing.T) {
	t.Parallel()
	k := setup(t)
	v := &vault{kit: k, org: k.create("elm").ID, keys: k.keyring()}
	const n = 2 * resealBatch
	v.renters(n)
	done, err := k.service.RotateKeys(t.Context(), v.keys, v.org)
	if err != nil || done[0] != (Resealed{crypt.TenantSSN.String(), n}) {
		t.Fatalf("%v, %v", done, err)
	}
	v.opens(v.primary(), 0)
}

// TestRotationOvertaken lets another process give the organization a newer key while a rotation runs. The values get the
// newer one, and the rotation ends although none of them ever has its own.
func TestRotationOvertaken(t *testing.T) {
	t.Parallel()
	k := setup(t)
	v := &vault{kit: k, org: k.create("elm").ID, keys: k.keyring()}
	v.renters(resealBatch + 1)
	overtaken := crypt.NewKeyring(k.master, &overtaking{KeyStore: NewKeyStore(k.db), then: func() error {
		_, err := k.keyring().Rotate(t.Context(), v.org)
		return err
	}}, k.clock)
	done, err := k.service.RotateKeys(t.Context(), overtaken, v.org)
	if err != nil || done[0].Values != resealBatch+1 {
		t.Fatalf("%v, %v", done, err)
	}
	v.opens(v.primary(), 0)
}

// overtaking is a KeyStore after whose first save another process does something.
type overtaking struct {
	*KeyStore
	once sync.Once
	then func() error
}

func (o *overtaking) Save(ctx context.Context, org id.ID, w crypt.WrappedKeyset) error {
	err := o.KeyStore.Save(ctx, org, w)
	if err == nil {
		o.once.Do(func() { err = o.then() })
	}
	return err
}
