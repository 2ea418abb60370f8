//go:build oidc_server

// Command provider is the OpenID Connect server that the browser journey signs in at: the server that the library
// github.com/zitadel/oidc ships to show itself, with its log-in form and its store in memory, put on a loopback address.
// Its dependencies are those of tools/oidc-server.mod and not the product's:
//
//	go build -modfile=tools/oidc-server.mod -tags=oidc_server ./test/journey/provider
//
// Its arguments are the address to listen on, the file of its users, and the address to send people back to. The client is
// "web" with the secret "secret".
package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: provider ADDRESS USERS-FILE REDIRECT-ADDRESS")
		os.Exit(2)
	}
	users, err := storage.StoreFromFile(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	storage.RegisterClients(storage.WebClient("web", "secret", os.Args[3]))
	log := slog.New(slog.DiscardHandler)
	server := &http.Server{
		Addr: os.Args[1], Handler: exampleop.SetupServer("http://"+os.Args[1]+"/", storage.NewStorage(users), log, false),
		ReadHeaderTimeout: 5 * time.Second,
	}
	fmt.Fprintln(os.Stderr, server.ListenAndServe())
	os.Exit(1)
}
