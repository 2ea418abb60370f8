package crypt_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// meeting lets the first n callers go on only when all of them have arrived; later callers pass.
func meeting(n int) func() {
	var mu sync.Mutex
	arrived, all := 0, make(chan struct{})
	return func() {
		mu.Lock()
		arrived++
		if arrived == n {
			close(all)
		}
		mu.Unlock()
		<-all
	}
}

func TestTwoProcessesAgreeOnTheFirstKeyset(t *testing.T) {
	t.Parallel()
	b := setup(t)
	meet := meeting(2) // both have seen that there is no keyset before either saves its own
	b.store.beforeSave = func(crypt.WrappedKeyset) { meet() }
	org, row := id.New(), id.New()
	processes := []*crypt.Keyring{b.process(), b.process()}
	sealed, errs := make([]crypt.Sealed, 2), make([]error, 2)
	var wg sync.WaitGroup
	for i, k := range processes {
		wg.Go(func() { sealed[i], errs[i] = k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)) })
	}
	wg.Wait()
	check(t, errors.Join(errs...))
	if sealed[0].KeyID != sealed[1].KeyID {
		t.Fatalf("two first keys: %d and %d", sealed[0].KeyID, sealed[1].KeyID)
	}
	for i := range processes {
		must[[]byte](t)(processes[1-i].Open(t.Context(), org, crypt.TenantSSN, row, sealed[i]))
	}
	if v := b.store.row(org, crypt.PurposeAEAD).Version; v != 1 {
		t.Errorf("stored version %d", v)
	}
}

func TestConcurrentRotationsLoseNoKey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org, row := id.New(), id.New()
	first := must[crypt.Sealed](t)(b.process().Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	meet := meeting(2)
	b.store.beforeSave = func(crypt.WrappedKeyset) { meet() }
	values, errs := make([]crypt.Sealed, 2), make([]error, 2)
	var wg sync.WaitGroup
	for i := range values {
		wg.Go(func() {
			k := b.process()
			_, err := k.Rotate(t.Context(), org)
			if err == nil {
				values[i], err = k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN))
			}
			errs[i] = err
		})
	}
	wg.Wait()
	check(t, errors.Join(errs...))
	reader := b.process()
	for _, s := range append(values, first) {
		must[[]byte](t)(reader.Open(t.Context(), org, crypt.TenantSSN, row, s))
	}
	if v := b.store.row(org, crypt.PurposeAEAD).Version; v != 3 {
		t.Errorf("stored version %d after two rotations of version 1", v)
	}
}

func TestManyCallersOfOneProcessShareOneLoad(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org, row := id.New(), id.New()
	s := must[crypt.Sealed](t)(b.process().Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	k, before := b.process(), b.store.loadCount()
	check(t, k.Warm(t.Context(), org)) // makes the index keyset: reads before and after
	warm := b.store.loadCount()
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			if _, err := k.Open(t.Context(), org, crypt.TenantSSN, row, s); err != nil {
				t.Errorf("open: %v", err)
			}
		})
	}
	wg.Wait()
	if warm-before != 2 || b.store.loadCount() != warm {
		t.Errorf("%d loads to warm, %d after", warm-before, b.store.loadCount()-warm)
	}
}

// lagging is a store whose Save always loses, as if others were always faster.
type lagging struct{ *memory }

func (lagging) Save(context.Context, id.ID, crypt.WrappedKeyset) error { return crypt.ErrVersion }

func TestEndlessConflictsEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k := crypt.NewKeyring(b.master, lagging{b.store}, b.clock)
	if _, err := k.Rotate(t.Context(), id.New()); !errors.Is(err, crypt.ErrBusy) {
		t.Errorf("rotate gave %v", err)
	}
	if _, err := k.Seal(t.Context(), id.New(), crypt.TenantSSN, id.New(), nil); !errors.Is(err, crypt.ErrBusy) {
		t.Errorf("seal gave %v", err)
	}
}

// failing is a store that is down.
type failing struct{ err error }

func (f failing) Load(context.Context, id.ID) ([]crypt.WrappedKeyset, error) { return nil, f.err }
func (f failing) Save(context.Context, id.ID, crypt.WrappedKeyset) error     { return f.err }

func TestStoreFaultsKeepTheirKind(t *testing.T) {
	t.Parallel()
	b := setup(t)
	down := fault.New(fault.Unavailable, "database_down", "The database is not reachable.")
	k := crypt.NewKeyring(b.master, failing{down}, b.clock)
	_, err := k.Seal(t.Context(), id.New(), crypt.TenantSSN, id.New(), nil)
	if fault.As(err).Kind != fault.Unavailable {
		t.Errorf("seal without a store gave %v", err)
	}
}

// blocked is a store that answers only when it is released.
type blocked struct {
	*memory
	entered, release chan struct{}
}

func (s blocked) Load(ctx context.Context, org id.ID) ([]crypt.WrappedKeyset, error) {
	s.entered <- struct{}{}
	<-s.release
	return s.memory.Load(ctx, org)
}

func TestCallerThatGivesUpDoesNotWait(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s := blocked{b.store, make(chan struct{}), make(chan struct{})}
	k := crypt.NewKeyring(b.master, s, b.clock)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := k.Open(ctx, id.New(), crypt.TenantSSN, id.New(), crypt.Sealed{})
		done <- err
	}()
	<-s.entered
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("gave %v", err)
	}
	close(s.release)
}

func TestForgetDuringLoadKeepsNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := id.New()
	oldID := must[int64](t)(b.process().PrimaryKeyID(t.Context(), org))
	s := slow{b.store, make(chan struct{}, 1), make(chan struct{}, 1)}
	k := crypt.NewKeyring(b.master, s, b.clock)
	done := make(chan int64)
	go func() {
		got, err := k.PrimaryKeyID(t.Context(), org)
		if err != nil {
			t.Errorf("load: %v", err)
		}
		done <- got
	}()
	<-s.read // the rows were read, the keys are not in memory yet
	newID := must[int64](t)(b.process().Rotate(t.Context(), org))
	k.Forget(org)
	s.goOn <- struct{}{}
	if got := <-done; got != oldID {
		t.Errorf("the load that had begun gave %d, want %d", got, oldID)
	}
	s.goOn <- struct{}{}
	if got := must[int64](t)(k.PrimaryKeyID(t.Context(), org)); got != newID {
		t.Errorf("forgotten keys came back: %d, want %d", got, newID)
	}
}

// slow is a store whose Load reads, tells so, and returns when it may go on.
type slow struct {
	*memory
	read, goOn chan struct{}
}

func (s slow) Load(ctx context.Context, org id.ID) ([]crypt.WrappedKeyset, error) {
	rows, err := s.memory.Load(ctx, org)
	s.read <- struct{}{}
	<-s.goOn
	return rows, err
}
