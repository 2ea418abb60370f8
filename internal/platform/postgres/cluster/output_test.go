package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheLogIsBoundedAndKeepsTheLastWords(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "log")
	o, err := openOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	block := strings.Repeat(strings.Repeat("x", 1023)+"\n", 1024) // 1 MB
	for range 6 * outputLimit / len(block) {
		o.collect(strings.NewReader(block))
	}
	o.collect(strings.NewReader("LOG:  on its way\nFATAL:  the last word"))
	o.close()
	o.add("after the end nothing is lost but the file\n")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != outputFiles {
		t.Errorf("%d files, want %d", len(files), outputFiles)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Size() > outputLimit {
			t.Errorf("%s: %v, %v", f.Name(), info, err)
		}
	}
	if got := lastWords(o.words()); got != "FATAL:  the last word" {
		t.Errorf("last words: %q", got)
	}
	if n := len(o.words()); n > tailLines {
		t.Errorf("%d lines in memory", n)
	}
	if o.forget(); len(o.words()) != 0 {
		t.Error("the words of an earlier server are still there")
	}
}
