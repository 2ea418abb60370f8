package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
)

// benchPassword is what everybody of the bench signs in with.
const benchPassword = "nine patient herons"

func email(org int) string { return fmt.Sprintf("manager%d@example.com", org) }

// measureSignIn measures signing in by the page's form. What it writes of it (session, security event, audit log) is the same
// whether reads are recorded or not; nearly all of the time goes into the password's hash.
func (s *stand) measureSignIn(ctx context.Context, o options, r *report, servers []*serving, who []member, progress io.Writer) error {
	fmt.Fprintln(progress, "HTTP: sign in")
	var contenders []contender
	for _, server := range servers {
		contenders = append(contenders, signInContender(server, who))
	}
	last := len(servers) - 1 // without the audit of reads
	results, err := compare(ctx, o.plan, contenders, last)
	if err != nil {
		return fmt.Errorf("HTTP, sign in: %w", err)
	}
	for i, server := range servers {
		r.HTTP = append(r.HTTP, httpCell{Organizations: s.loaded, Request: "sign in (of unaudited)", Server: server.name, result: results[i]})
	}
	return nil
}

// signInContender signs in over connections that stay open, one a client.
func signInContender(server *serving, who []member) contender {
	return contender{server.name, func(ctx context.Context, r *rand.Rand) (func() error, func(), error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", server.address)
		if err != nil {
			return nil, nil, err
		}
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		from := bufio.NewReaderSize(conn, 64<<10)
		op := func() error {
			form := url.Values{"email": {email(who[r.IntN(len(who))].org)}, "password": {benchPassword}}.Encode()
			_, err := fmt.Fprintf(conn, "POST /sign-in HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench/1.0\r\nContent-Type: "+
				"application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", server.address, len(form), form)
			if err != nil {
				return err
			}
			response, err := http.ReadResponse(from, nil)
			if err != nil {
				return err
			}
			defer func() { _ = response.Body.Close() }()
			_, err = io.Copy(io.Discard, response.Body)
			if err == nil && (response.StatusCode != http.StatusSeeOther || len(response.Cookies()) == 0) {
				err = fmt.Errorf("%w: status %d for a sign-in", errWrong, response.StatusCode)
			}
			return err
		}
		return op, func() { stop(); _ = conn.Close() }, nil
	}}
}
