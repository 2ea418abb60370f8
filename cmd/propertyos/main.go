// Command propertyos is the whole product: server, workers, and the commands that look after them.
package main

import (
	"os"
	_ "time/tzdata" // time zones, on machines that have no list of their own

	"github.com/propertyos/propertyos/internal/cli"
)

// version is set by the linker.
var version = "development"

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, version)) }
