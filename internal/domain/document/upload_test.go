package document_test

import (
	"bytes"
	"io"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// A connection that breaks costs the part under way and nothing else; two that complete at once make one document.
func TestUploadResumes(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	ctx := t.Context()
	whole := append(pdf("resumed"), bytes.Repeat([]byte("line of the file\n"), 30_000)...)
	in := k.of("../plan.pdf", nil)
	in.Tags = []string{"plan"}
	u, err := k.s.Begin(ctx, k.admin, in, id.Nil, int64(len(whole)))
	k.check(err)
	third := int64(len(whole) / 3)
	u, err = k.s.Append(ctx, k.admin, u.ID, 0, bytes.NewReader(whole[:third]))
	k.check(err)
	_, err = k.s.Append(ctx, k.admin, u.ID, third, io.MultiReader(bytes.NewReader(whole[third:2*third]), failing{}))
	k.refused("a connection that breaks", err, "upload_cut_off")
	now, err := k.s.Upload(ctx, k.admin, u.ID)
	k.check(err)
	if now.Received != third {
		t.Errorf("it is at %d, want %d", now.Received, third)
	}
	for _, at := range []int64{0, third + 1, 2 * third} {
		_, err = k.s.Append(ctx, k.admin, u.ID, at, bytes.NewReader(whole))
		k.refused("a part from elsewhere", err, "upload_offset")
	}
	_, err = k.s.Complete(ctx, k.admin, u.ID)
	k.refused("completing too early", err, "upload_incomplete")
	_, err = k.s.Append(ctx, k.admin, u.ID, third, io.MultiReader(bytes.NewReader(whole[third:]), bytes.NewReader([]byte("more"))))
	k.refused("more than was announced", err, "upload_part_too_large")
	_, err = k.s.Append(ctx, k.admin, u.ID, third, bytes.NewReader(whole[third:]))
	k.check(err)
	for _, p := range []tenancy.Principal{k.stranger, k.person(k.admin.Organization, tenancy.RoleAdmin)} {
		if _, err := k.s.Upload(ctx, p, u.ID); !fault.As(err).Is404() {
			t.Errorf("somebody else's upload: %v", err)
		}
	}
	made := make([]document.Document, 4)
	var group errgroup.Group
	for i := range made {
		group.Go(func() (err error) {
			made[i], err = k.s.Complete(ctx, k.admin, u.ID)
			return err
		})
	}
	k.check(group.Wait())
	for _, d := range made {
		if d.ID != made[0].ID || d.Name != "plan.pdf" || len(d.Tags) != 1 {
			t.Errorf("completed as %+v and %+v", d, made[0])
		}
	}
	if n, files := k.count("documents"), k.stored(); n != 1 || len(files) != 1 {
		t.Errorf("%d documents, files %v", n, files)
	}
	if got := k.read(k.admin, made[0].ID, 0); !bytes.Equal(got, whole) {
		t.Error("the parts do not make the whole")
	}
	_, err = k.s.Append(ctx, k.admin, u.ID, int64(len(whole)), bytes.NewReader([]byte("x")))
	k.refused("a part after the end", err, "upload_offset")
	k.clock.Advance(document.UploadAge)
	if _, err := k.s.Upload(ctx, k.admin, u.ID); !fault.As(err).Is404() {
		t.Errorf("after its time: %v", err)
	}
}

func TestUploadOfAVersion(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	ctx := t.Context()
	d := k.add(k.of("a.pdf", pdf("first")))
	u, err := k.s.Begin(ctx, k.admin, document.New{Name: "b.pdf"}, d.ID, int64(len(pdf("second"))))
	k.check(err)
	_, err = k.s.Append(ctx, k.admin, u.ID, 0, bytes.NewReader(pdf("second")))
	k.check(err)
	after, err := k.s.Complete(ctx, k.admin, u.ID)
	k.check(err)
	if after.ID != d.ID || after.Revision != 2 || !bytes.Equal(k.read(k.admin, d.ID, 2), pdf("second")) {
		t.Errorf("%+v", after)
	}
	program, err := k.s.Begin(ctx, k.admin, k.of("c.pdf", nil), id.Nil, 512)
	k.check(err)
	_, err = k.s.Append(ctx, k.admin, program.ID, 0, bytes.NewReader(dosProgram()))
	k.check(err)
	_, err = k.s.Complete(ctx, k.admin, program.ID)
	k.refused("a program in parts", err, "file_kind_refused")
}
