package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// serving is a server in a process of its own.
type serving struct {
	name    string
	address string
	command *exec.Cmd
	end     func() error // asks it to end
	list    func(m member) string
	get     func(m member, n int) string
}

// member is who asks: an organization and the API key of one of its managers.
type member struct {
	org   int
	token secret.Text
}

// members is how many organizations ask in turn. Each has its own API key, as each integration does.
const members = 8

// measureHTTP measures the product's server against the smallest, and what they hold in memory afterwards.
func (s *stand) measureHTTP(ctx context.Context, o options, r *report, progress io.Writer) (err error) {
	who, err := s.makeMembers(ctx)
	if err != nil {
		return err
	}
	var servers []*serving
	defer func() {
		for _, server := range servers {
			err = errors.Join(err, server.stop())
		}
	}()
	for _, start := range []func(context.Context, options) (*serving, error){s.startSmallest, s.startProduct, s.startUnaudited} {
		server, err := start(ctx, o)
		if err != nil {
			return err
		}
		servers = append(servers, server)
	}
	for _, request := range []struct {
		name string
		aim  float64
		text func(*serving, member, int) string
	}{
		{"list 50 units", 0.9, func(s *serving, m member, _ int) string { return s.list(m) }},
		{"get a unit", 0.75, func(s *serving, m member, n int) string { return s.get(m, n) }},
	} {
		fmt.Fprintln(progress, "HTTP:", request.name)
		var contenders []contender
		for _, server := range servers {
			contenders = append(contenders, httpContender(server, who, request.text))
		}
		results, err := compare(ctx, o.plan, contenders, 0)
		if err != nil {
			return fmt.Errorf("HTTP, %s: %w", request.name, err)
		}
		for i, server := range servers {
			cell := httpCell{Organizations: s.loaded, Request: request.name, Server: server.name, result: results[i]}
			if server.name == childProduct {
				cell.Aim = request.aim
			}
			r.HTTP = append(r.HTTP, cell)
		}
	}
	for _, server := range servers {
		m := server.memory("list and get")
		if server.name == childProduct {
			m.AimMiB = 60
		}
		r.Memory = append(r.Memory, m)
	}
	if err := s.measureSignIn(ctx, o, r, servers[1:], who, progress); err != nil {
		return err
	}
	for _, server := range servers[1:] { // a hash takes 19 MiB while it is computed, several at a time
		r.Memory = append(r.Memory, server.memory("sign in"))
	}
	return nil
}

// makeMembers makes a manager and an API key for each of the organizations that ask.
func (s *stand) makeMembers(ctx context.Context) ([]member, error) {
	var list []member
	for org := 1; org <= min(members, s.loaded); org++ {
		m, err := s.makeMember(ctx, org)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// makeMember makes a manager and an API key for an organization.
func (s *stand) makeMember(ctx context.Context, org int) (member, error) {
	people := identity.New(s.db, clock.System{}, slog.New(slog.DiscardHandler), identity.Options{})
	organization := ours(kindOrganization, org, 0)
	user, err := people.CreateUser(ctx, identity.CreateUserInput{
		Organization: organization,
		Email:        email(org), FirstName: "Bench", LastName: "Manager", Role: tenancy.RoleManager,
		Password: secret.New(benchPassword),
	})
	if err != nil {
		return member{}, fmt.Errorf("make a manager: %w", err)
	}
	token, _, err := people.CreateAPIKey(ctx, identity.CreateAPIKeyInput{
		Organization: organization, User: user.ID,
		Name: "bench", Role: tenancy.RoleManager,
	})
	if err != nil {
		return member{}, fmt.Errorf("make an API key: %w", err)
	}
	return member{org, token}, nil
}

// environment of a server: the database and nothing of ours; all else as it comes, logs of every request included.
func (s *stand) environment(more ...string) []string {
	return append(more, "PATH="+os.Getenv("PATH"), "HOME="+s.dir, "API_RATE_PER_KEY=0", "API_RATE_PER_ADDRESS=0",
		"DATABASE_URL="+s.url(postgres.RoleApp).Reveal(), "DATABASE_SYSTEM_URL="+s.url(postgres.RoleSystem).Reveal())
}

// startBinary starts the real program, on a port that is free at the moment, and waits until it is ready.
func (s *stand) startBinary(ctx context.Context, as *serving, path string) error {
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	as.address = probe.Addr().String()
	if err := probe.Close(); err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	as.command = exec.CommandContext(ctx, path, "serve", "--listen", as.address)
	as.command.Dir, as.command.Env, as.command.WaitDelay = s.dir, s.environment(), 20*time.Second
	as.command.Stderr = os.Stderr // what it logs is thrown away
	as.command.Cancel = func() error { return as.command.Process.Signal(syscall.SIGTERM) }
	as.end = as.command.Cancel
	if err := as.command.Start(); err != nil {
		return err
	}
	patience, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for !ready(patience, as.address) {
		select {
		case <-patience.Done():
			return errors.Join(errors.New("the server did not become ready"), as.stop())
		case <-time.After(100 * time.Millisecond):
		}
	}
	return nil
}

func ready(ctx context.Context, address string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func (s *serving) stop() error {
	err := s.end()
	if waited := s.command.Wait(); waited != nil && s.command.ProcessState.ExitCode() > 0 {
		err = errors.Join(err, fmt.Errorf("server %q: %w", s.name, waited))
	}
	return err
}

// memory reads what the process holds after some requests. Zero where /proc is missing.
func (s *serving) memory(after string) memory {
	path := "/proc/" + strconv.Itoa(s.command.Process.Pid) + "/status"
	mib := func(name string) float64 {
		kb, _ := strconv.ParseFloat(strings.TrimSuffix(procField(path, name), " kB"), 64)
		return kb / 1024
	}
	return memory{After: after, Server: s.name, ResidentMiB: mib("VmRSS"), PeakMiB: mib("VmHWM")}
}

// httpContender asks a server over connections that stay open, one a client. It writes requests by hand, since a general
// client would cost more than the servers do and they share the processors.
func httpContender(server *serving, who []member, path func(*serving, member, int) string) contender {
	return contender{server.name, func(ctx context.Context, r *rand.Rand) (func() error, func(), error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", server.address)
		if err != nil {
			return nil, nil, err
		}
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		from := bufio.NewReaderSize(conn, 64<<10)
		op := func() error {
			m := who[r.IntN(len(who))]
			target := path(server, m, r.IntN(unitsEach))
			_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nUser-Agent: bench/1.0\r\n\r\n",
				target, server.address, m.token.Reveal())
			if err != nil {
				return err
			}
			response, err := http.ReadResponse(from, nil)
			if err != nil {
				return err
			}
			defer func() { _ = response.Body.Close() }()
			n, err := io.Copy(io.Discard, response.Body)
			if err == nil && (response.StatusCode != http.StatusOK || n < 200) {
				err = fmt.Errorf("%w: status %d with %d bytes for %s", errWrong, response.StatusCode, n, target)
			}
			return err
		}
		return op, func() { stop(); _ = conn.Close() }, nil
	}}
}
