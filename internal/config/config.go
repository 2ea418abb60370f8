// Package config is what an operator can set: flags first, then the environment, then defaults. Secrets come from the
// environment or from files, never from flags, which other users of a machine can read.
package config

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// Config is everything that can be set. Load fills it.
type Config struct {
	Data   string // folder of the private cluster, the master key and what else is kept on this machine
	Listen string // HOST:PORT

	Database Database
	Mail     Mail
	Files    Files

	// URL is where browsers reach the site, without a slash at the end: the start of every link in a mail. Where nobody
	// says, it is made of Listen; a process that listens on nothing may have none.
	URL        string
	urlAssumed bool

	MasterKey  string // URI of the key that wraps every organization's keys; default a file in Data
	TrustProxy bool   // take the client's address from the last X-Forwarded-For entry
	// LoopbackProviders lets an organization's identity provider be on this machine, by http too: for development.
	LoopbackProviders bool
	SecureCookies     bool   // the browser reaches the server by https, through a proxy
	LogLevel          string // debug, info, warn or error
	LogFormat         string // text or json
	NoReadAudit       bool   // leaves reads out of the audit log; for a program that measures, and no setting
	MetricsListen     string // HOST:PORT of /metrics; empty puts it on Listen, if that is a loopback address
	SignUp            string // open lets anybody make an organization, closed leaves that to the operator; empty is open in up, else closed

	// KeyRate and AddressRate are how many requests a minute each process answers to an API key, and to an address,
	// whoever asks from it. A sixth of it may come at once. 0 limits nothing.
	KeyRate, AddressRate int
}

// The values of SignUp.
const (
	SignUpOpen   = "open"
	SignUpClosed = "closed"
)

// Database is how the roles reach PostgreSQL. An empty App means the private cluster in Data.
type Database struct {
	App, System, Owner, Readonly, Mover secret.Text
	Pooled                              bool // App leads through a pooler in transaction mode
}

// External reports whether another PostgreSQL than the private cluster is used.
func (d Database) External() bool { return !d.App.IsZero() }

// Environment variables. Each NAME of a secret can also be given as NAME_FILE.
const (
	envApp      = "DATABASE_URL"
	envSystem   = "DATABASE_SYSTEM_URL"
	envOwner    = "DATABASE_OWNER_URL"
	envReadonly = "DATABASE_READONLY_URL"
	envMover    = "DATABASE_MOVER_URL"
	envPooled   = "DATABASE_POOLED"
	envMaster   = "MASTER_KEY_URI"
	envProxy    = "TRUST_PROXY"
	envSecure   = "SECURE_COOKIES"
	envLevel    = "LOG_LEVEL"
	envFormat   = "LOG_FORMAT"
	envMetrics  = "METRICS_LISTEN"
	envKeyRate  = "API_RATE_PER_KEY"
	envIPRate   = "API_RATE_PER_ADDRESS"
	envSignUp   = "PROPERTYOS_SIGN_UP"
	envLoopback = "PROPERTYOS_LOOPBACK_PROVIDERS"
)

// The rates that hold unless others are set. An office behind one address has many people.
const (
	defaultKeyRate     = 1200
	defaultAddressRate = 6000
)

// Load reads the environment. data and listen are what flags said.
func Load(data, listen string) (Config, error) {
	c := Config{
		Data: data, Listen: listen, MasterKey: os.Getenv(envMaster), LogLevel: os.Getenv(envLevel),
		LogFormat: os.Getenv(envFormat), MetricsListen: os.Getenv(envMetrics),
		SignUp: os.Getenv(envSignUp),
	}
	if c.Data == "" {
		c.Data = "./data"
	}
	var err error
	if c.Data, err = filepath.Abs(c.Data); err != nil {
		return c, invalid("--data", "The data folder cannot be resolved.").With(err)
	}
	for name, into := range map[string]*secret.Text{
		envApp: &c.Database.App, envSystem: &c.Database.System,
		envOwner: &c.Database.Owner, envReadonly: &c.Database.Readonly, envMover: &c.Database.Mover,
	} {
		if *into, err = read(name); err != nil {
			return c, err
		}
	}
	for name, into := range map[string]*bool{
		envPooled: &c.Database.Pooled, envProxy: &c.TrustProxy, envSecure: &c.SecureCookies, envLoopback: &c.LoopbackProviders,
	} {
		if v := os.Getenv(name); v != "" {
			if *into, err = strconv.ParseBool(v); err != nil {
				return c, invalid(name, name+" is true or false.")
			}
		}
	}
	c.KeyRate, c.AddressRate = defaultKeyRate, defaultAddressRate
	for name, into := range map[string]*int{envKeyRate: &c.KeyRate, envIPRate: &c.AddressRate} {
		if v := os.Getenv(name); v != "" {
			if *into, err = strconv.Atoi(v); err != nil || *into < 0 {
				return c, invalid(name, name+" is a number of requests a minute; 0 limits nothing.")
			}
		}
	}
	if c.MasterKey == "" {
		c.MasterKey = (&url.URL{Scheme: "local-file", Path: filepath.Join(c.Data, "master.key")}).String()
	}
	if err := c.loadMail(); err != nil {
		return c, err
	}
	if err := c.loadFiles(); err != nil {
		return c, err
	}
	return c, c.Validate()
}

// Validate checks what can be checked without reaching anything.
func (c Config) Validate() error {
	if c.Listen != "" {
		if _, port, err := net.SplitHostPort(c.Listen); err != nil || port == "" {
			return invalid("--listen", "Listen on HOST:PORT, such as localhost:8080.")
		}
	}
	switch c.LogLevel {
	case "", "debug", "info", "warn", "error":
	default:
		return invalid(envLevel, envLevel+" is debug, info, warn or error.")
	}
	switch c.LogFormat {
	case "", "text", "json":
	default:
		return invalid(envFormat, envFormat+" is text or json.")
	}
	switch c.SignUp {
	case "", SignUpOpen, SignUpClosed:
	default:
		return invalid(envSignUp, envSignUp+" is open or closed.")
	}
	d := c.Database
	if !d.External() && (!d.System.IsZero() || !d.Owner.IsZero() || !d.Readonly.IsZero() || !d.Mover.IsZero()) {
		return invalid(envApp, "Set "+envApp+" too when you set the URL of another role.")
	}
	if err := c.validateFiles(); err != nil {
		return err
	}
	return c.validateMail()
}

// String prints the settings without secrets.
func (c Config) String() string {
	db := "private cluster"
	if c.Database.External() {
		db = "external"
	}
	return fmt.Sprintf("data=%s listen=%s database=%s", c.Data, c.Listen, db)
}

// LoopbackListen reports whether only this machine can reach Listen.
func (c Config) LoopbackListen() bool {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func read(name string) (secret.Text, error) {
	if v := os.Getenv(name); v != "" {
		return secret.New(v), nil
	}
	file := os.Getenv(name + "_FILE")
	if file == "" {
		return secret.Text{}, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return secret.Text{}, invalid(name+"_FILE", "The file that "+name+"_FILE names cannot be read.").With(err)
	}
	v := secret.New(strings.TrimSpace(string(b)))
	if v.IsZero() { // an empty address would quietly mean the private cluster
		return v, invalid(name+"_FILE", "The file that "+name+"_FILE names is empty.")
	}
	return v, nil
}

func invalid(setting, message string) *fault.Fault {
	f := fault.New(fault.Invalid, "setting_invalid", message)
	f.Fields = []fault.Field{{Pointer: setting, Code: "setting_invalid", Message: message}}
	return f
}
