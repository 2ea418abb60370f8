package config

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Files is where documents' files are kept and what is done with them.
type Files struct {
	// Store is the address of the file store: file:///folder or s3://bucket?region=…; see Config.FileStore.
	Store   string
	MaxSize int64  // of one file, in bytes
	Scanner string // of clamd, tcp://HOST:PORT or unix:///path; empty scans nothing
}

const (
	envStore    = "PROPERTYOS_FILE_STORE"
	envFileSize = "PROPERTYOS_FILE_MAX_MB"
	envScanner  = "PROPERTYOS_CLAMD"
)

const (
	defaultFileSize = 50   // megabytes
	mostFileSize    = 5120 // megabytes: what S3 takes as one object without ado
)

// FileStore is the address of the file store; where none was set, the folder files in Data.
func (c Config) FileStore() string {
	if c.Files.Store != "" {
		return c.Files.Store
	}
	folder, err := filepath.Abs(filepath.Join(c.Data, "files"))
	if err != nil {
		return "" // refused where it is opened
	}
	return (&url.URL{Scheme: "file", Path: folder}).String()
}

func (c *Config) loadFiles() error {
	c.Files = Files{Store: os.Getenv(envStore), MaxSize: defaultFileSize << 20, Scanner: os.Getenv(envScanner)}
	if v := os.Getenv(envFileSize); v != "" {
		mb, err := strconv.Atoi(v)
		if err != nil || mb < 1 || mb > mostFileSize {
			return invalid(envFileSize, envFileSize+" is the largest file in megabytes, from 1 to 5120.")
		}
		c.Files.MaxSize = int64(mb) << 20
	}
	return nil
}

func (c Config) validateFiles() error {
	if u, err := url.Parse(c.Files.Store); c.Files.Store != "" && (err != nil || (u.Scheme != "file" || !strings.HasPrefix(u.Path, "/")) &&
		(u.Scheme != "s3" || u.Host == "") || u.User != nil) {
		return invalid(envStore, envStore+" is a folder, such as file:///var/lib/propertyos/files, or a bucket, such as s3://bucket?region=us-east-1.")
	}
	if s := c.Files.Scanner; s != "" && !strings.HasPrefix(s, "tcp://") && !strings.HasPrefix(s, "unix:///") {
		return invalid(envScanner, envScanner+" is tcp://HOST:PORT or unix:///path/to/clamd.ctl.")
	}
	return nil
}
