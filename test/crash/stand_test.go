package crash

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
	"github.com/propertyos/propertyos/test/cli/program"
)

// stand is a program with one organization, whose server dies and comes back.
type stand struct {
	*testing.T
	binary *program.Binary
	data   string
	key    string // of the API

	mu     sync.RWMutex
	server *program.Process
}

// unlimited lets the tellers ask as fast as they can.
var unlimited = []string{"API_RATE_PER_KEY=0", "API_RATE_PER_ADDRESS=0"}

// open starts the program with the rent roll's portfolio taken into the books.
func open(t *testing.T) *stand {
	t.Helper()
	s := &stand{T: t}
	var err error
	if s.binary, err = program.Build(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.server.Kill()
		if err := s.binary.Remove(); err != nil {
			t.Error(err)
		}
	})
	if s.data, err = s.binary.MakeDir("data"); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.do("org", "create", "--slug", "crash", "--name", "Crash")
	s.binary.Do(t, 0, program.Call{In: "a lamp beside the harbor", Args: []string{
		"--data", s.data, "user", "create", "--org", "crash", "--email", "ada@crash.example", "--role", "admin", "--password-file", "-",
	}})
	s.key = strings.TrimSpace(s.do("apikey", "create", "--org", "crash"))
	roll := filepath.Join(s.binary.Root, "internal", "domain", "intake", "rentroll", "testdata", "appfolio-rent-roll.csv")
	s.do("import", roll, "--org", "crash", "--as-of", "2026-10-31")
	s.takeOn()
	return s
}

// do runs a command on the data.
func (s *stand) do(args ...string) string {
	s.Helper()
	return s.binary.Do(s.T, 0, program.Call{Args: append([]string{"--data", s.data}, args...)}).Out
}

func (s *stand) start() {
	s.Helper()
	p, err := s.binary.Start(program.Call{Args: []string{"up", "--data", s.data, "--no-demo"}, Env: unlimited})
	if err != nil {
		s.Fatal(err)
	}
	s.mu.Lock()
	s.server = p
	s.mu.Unlock()
}

// url is where the server that runs now serves.
func (s *stand) url() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.server.URL
}

// superuser connects past the wall, to look at what is really there.
func (s *stand) superuser() *pgx.Conn {
	s.Helper()
	info, err := cluster.Open(s.data)
	if err != nil {
		s.Fatal(err)
	}
	conn, err := pgx.Connect(s.Context(), info.URL(cluster.Superuser, "propertyos").Reveal())
	if err != nil {
		s.Fatal(err)
	}
	return conn
}

// takeOn gives every property its banks and opens its books with what the roll says.
func (s *stand) takeOn() {
	s.Helper()
	conn := s.superuser()
	defer func() { _ = conn.Close(context.WithoutCancel(s.Context())) }()
	banks := map[string]string{}
	for _, purpose := range []string{"operating_trust", "deposit_trust"} {
		banks[purpose] = id.New().String()
		if _, err := conn.Exec(s.Context(), `INSERT INTO bank_accounts (tenant_id, id, purpose, account_holder_name, account_type, bank_name, last_four)
			SELECT id, $1::uuid, $2, 'Crash', 'checking', 'First Bank', '0001' FROM organizations WHERE slug = 'crash'`, banks[purpose], purpose); err != nil {
			s.Fatal(err)
		}
	}
	s.must(http.StatusNoContent, "PUT", "/v1/trust-banks", map[string]any{
		"operating_bank_id": banks["operating_trust"], "deposit_bank_id": banks["deposit_trust"],
	})
	for _, property := range rows(s.must(http.StatusOK, "GET", "/v1/properties?limit=100", nil)) {
		body := map[string]any{"property_id": property["id"], "on": "2026-10-31", "first_period": "2026-11-01", "operating": "0.00", "deposits": "0.00"}
		brings := s.must(http.StatusOK, "POST", "/v1/take-ons/preview", body)
		body["operating"], body["deposits"] = brings["prepaid"], brings["deposits_held"]
		s.must(http.StatusCreated, "POST", "/v1/take-ons", body)
	}
}

// tenancies are the stays of the portfolio that the API lists first.
func (s *stand) tenancies() []string {
	s.Helper()
	var list []string
	for _, stay := range rows(s.must(http.StatusOK, "GET", "/v1/tenancies?limit=100", nil)) {
		list = append(list, stay["id"].(string))
	}
	return list
}

func rows(list map[string]any) []map[string]any {
	var out []map[string]any
	for _, row := range list["data"].([]any) {
		out = append(out, row.(map[string]any))
	}
	return out
}

// must asks the API for what must be answered with a status.
func (s *stand) must(want int, method, path string, body any) map[string]any {
	s.Helper()
	status, out, err := s.ask(s.Context(), method, path, "", body)
	if err != nil || status != want {
		s.Fatalf("%s %s: %d %v, %v", method, path, status, out, err)
	}
	return out
}

// ask sends one request to the server that runs now. An error says that no whole answer came.
func (s *stand) ask(ctx context.Context, method, path, key string, body any) (int, map[string]any, error) {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		sent = bytes.NewReader(text)
	}
	ctx, cancel := context.WithTimeout(ctx, program.Patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, s.url()+path, sent)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+s.key)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, nil, err
	}
	out := map[string]any{}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &out); err != nil {
			return 0, nil, fmt.Errorf("%d %s: %w", answer.StatusCode, text, err)
		}
	}
	return answer.StatusCode, out, nil
}

// killServer ends the server as a power cut would, and starts it again.
func (s *stand) killServer() {
	s.server.Kill()
	s.start()
}

// killDatabase ends PostgreSQL under the running server, which brings it back by itself.
func (s *stand) killDatabase() {
	s.Helper()
	info, err := cluster.Open(s.data)
	if err != nil {
		s.Fatal(err)
	}
	if err := syscall.Kill(info.PID(), syscall.SIGKILL); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.Fatal(err)
	}
}
