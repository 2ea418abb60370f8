package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

const (
	hush    = "hunter2-correct-horse"
	address = "postgres://propertyos_app:" + hush + "@db.example.com/propertyos"
)

// names are all the settings of the environment.
var names = []string{
	envApp, envSystem, envOwner, envReadonly, envMover, envPooled, envMaster, envProxy, envSecure, envLevel, envFormat,
	envMetrics, envURL, envSMTPHost, envSMTPPort, envSMTPUser, envSMTPPassword, envSMTPFrom, envSMTPTLS, envLoopback,
}

// setup empties the environment of the settings for one test and then sets some. Such tests cannot run in parallel.
func setup(t *testing.T, env map[string]string) {
	t.Helper()
	for _, n := range names {
		t.Setenv(n, "")
		t.Setenv(n+"_FILE", "")
	}
	for k, v := range env {
		t.Setenv(k, v)
	}
}

func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaults(t *testing.T) {
	setup(t, nil)
	c, err := Load("", "")
	if err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs("data")
	if err != nil {
		t.Fatal(err)
	}
	want := Config{Data: here, MasterKey: "local-file://" + filepath.Join(here, "master.key"), KeyRate: 1200, AddressRate: 6000, Files: Files{MaxSize: 50 << 20}}
	if c != want || c.Database.External() {
		t.Errorf("%+v, want %+v", c, want)
	}
	if c.String() != "data="+here+" listen= database=private cluster" {
		t.Error(c)
	}
}

func TestEverySettingOfTheEnvironment(t *testing.T) {
	setup(t, map[string]string{
		envApp: address, envSystem: address + "1", envOwner: address + "2", envReadonly: address + "3", envMover: address + "4", envPooled: "true",
		envMaster: "local-file:///keys/master.key", envProxy: "1", envSecure: "TRUE", envLevel: "debug", envFormat: "json",
		envMetrics: "127.0.0.1:9090", envURL: "https://app.example.com/", envSMTPHost: "mail.example.com", envSMTPPort: "2525",
		envSMTPUser: "propertyos", envSMTPPassword: hush, envSMTPFrom: "PropertyOS <no-reply@example.com>", envSMTPTLS: "tls",
		envLoopback: "true", envStore: "s3://files?region=us-east-2", envFileSize: "20", envScanner: "tcp://127.0.0.1:3310",
	})
	c, err := Load("/srv/data/../data", "localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Data: "/srv/data", Listen: "localhost:8080", MasterKey: "local-file:///keys/master.key", TrustProxy: true, SecureCookies: true,
		LoopbackProviders: true,
		LogLevel:          "debug", LogFormat: "json", MetricsListen: "127.0.0.1:9090",
		Database: Database{
			App: secret.New(address), System: secret.New(address + "1"), Owner: secret.New(address + "2"), Readonly: secret.New(address + "3"),
			Mover: secret.New(address + "4"), Pooled: true,
		},
		Files: Files{Store: "s3://files?region=us-east-2", MaxSize: 20 << 20, Scanner: "tcp://127.0.0.1:3310"},
		URL:   "https://app.example.com", KeyRate: 1200, AddressRate: 6000,
		Mail: Mail{
			Host: "mail.example.com", Port: 2525, User: "propertyos", Password: secret.New(hush),
			From: "PropertyOS <no-reply@example.com>", TLS: "tls",
		},
	}
	if c != want || !c.Database.External() {
		t.Errorf("%+v, want %+v", c, want)
	}
}

func TestSecretsFromFiles(t *testing.T) {
	setup(t, map[string]string{
		envApp + "_FILE": file(t, "  "+address+"\n\n"), envSystem + "_FILE": file(t, address+"1"),
		envOwner: address + "2", envOwner + "_FILE": "/nowhere",
	})
	c, err := Load("", "")
	if err != nil {
		t.Fatal(err)
	}
	if c.Database.App.Reveal() != address || c.Database.System.Reveal() != address+"1" || c.Database.Owner.Reveal() != address+"2" {
		t.Error("the files' contents are not the settings, or a file goes before the environment")
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		what, listen string
		env          map[string]string
		pointer      string
	}{
		{"missing file", "", map[string]string{envApp + "_FILE": "/nowhere/at/all"}, envApp + "_FILE"},
		{"a folder", "", map[string]string{envApp + "_FILE": "/"}, envApp + "_FILE"},
		{"empty file", "", map[string]string{envApp + "_FILE": file(t, " \n")}, envApp + "_FILE"},
		{"pooled", "", map[string]string{envPooled: "perhaps"}, envPooled},
		{"proxy", "", map[string]string{envProxy: "2"}, envProxy},
		{"cookies", "", map[string]string{envSecure: "on"}, envSecure},
		{"level", "", map[string]string{envLevel: "loud"}, envLevel},
		{"format", "", map[string]string{envFormat: "xml"}, envFormat},
		{"no port", "localhost", nil, "--listen"},
		{"empty port", "localhost:", nil, "--listen"},
		{"too many colons", "::1:8080", nil, "--listen"},
		{"system without app", "", map[string]string{envSystem: address}, envApp},
		{"owner without app", "", map[string]string{envOwner + "_FILE": file(t, address)}, envApp},
		{"readonly without app", "", map[string]string{envReadonly: address}, envApp},
		{"mover without app", "", map[string]string{envMover: address}, envApp},
	} {
		t.Run(c.what, func(t *testing.T) {
			setup(t, c.env)
			_, err := Load("", c.listen)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Pointer != c.pointer {
				t.Fatalf("%v, %+v, want an Invalid fault of %s", err, f, c.pointer)
			}
			if strings.Contains(fmt.Sprintf("%v %+v", err, f), hush) {
				t.Errorf("the error tells a secret: %+v", f)
			}
		})
	}
}

func TestNoSecretIsPrinted(t *testing.T) {
	t.Parallel()
	s := secret.New(address)
	c := Config{Data: "/d", Listen: "localhost:1", Database: Database{App: s, System: s, Owner: s, Readonly: s, Mover: s}}
	for _, v := range []any{c, &c, c.Database, &c.Database, []Config{c}, map[string]Config{"a": c}, struct{ cfg Config }{c}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%t", "%T"} {
			if got := fmt.Sprintf(verb, v); strings.Contains(got, hush) || strings.Contains(got, fmt.Sprintf("%x", hush)) {
				t.Errorf("%s of %T: %s", verb, v, got)
			}
		}
	}
	if got := c.String(); got != "data=/d listen=localhost:1 database=external" {
		t.Error(got)
	}
}

func TestLoopbackListen(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]bool{
		"localhost:80": true, "127.0.0.1:80": true, "127.9.9.9:0": true, "[::1]:80": true, ":80": false, "0.0.0.0:80": false,
		"[::]:80": false, "192.0.2.1:80": false, "example.com:80": false, "localhost.example.com:80": false, "": false, "localhost": false,
	} {
		if got := (Config{Listen: listen}).LoopbackListen(); got != want {
			t.Errorf("%q: %t", listen, got)
		}
	}
}
