package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

const (
	maxBody  = 1 << 20 // bytes
	maxDepth = 16      // levels of nesting
)

// read reads the request's body into a struct of opt fields.
func (c *call) read(into any) error {
	if err := c.readRaw(); err != nil {
		return err
	}
	value, err := parseJSON(c.raw)
	if err != nil {
		return err
	}
	var f fault.Fields
	bindObject(into, "", value, &f)
	return f.Err()
}

func (c *call) readRaw() error {
	media, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return errMediaType
	}
	patch := c.op.method == http.MethodPatch && media == "application/merge-patch+json"
	if media != "application/json" && !patch {
		return errMediaType
	}
	if c.r.ContentLength > maxBody {
		return errBodySize
	}
	c.raw, err = io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return errBodySize
	case err != nil:
		return errJSON.With(err) // cut short on its way
	}
	return nil
}

// parseJSON reads one JSON value into maps, slices, strings, json.Number, bool and nil. Beyond what encoding/json minds
// it refuses keys that occur twice, text that cannot be stored, and deep nesting.
func parseJSON(raw []byte) (any, error) {
	p := parser{json: json.NewDecoder(bytes.NewReader(raw))}
	p.json.UseNumber()
	value, err := p.value("", 0)
	if err != nil {
		return nil, err
	}
	if _, err := p.json.Token(); !errors.Is(err, io.EOF) {
		return nil, errJSON // something follows
	}
	return value, p.faults.Err()
}

type parser struct {
	json   *json.Decoder
	faults fault.Fields
}

func (p *parser) value(at string, depth int) (any, error) {
	token, err := p.json.Token()
	if err != nil {
		return nil, errJSON
	}
	switch t := token.(type) {
	case json.Delim:
		if depth == maxDepth {
			return nil, errDepth
		}
		if t == '{' {
			return p.object(at, depth+1)
		}
		return p.array(at, depth+1)
	case string:
		p.faults.Text(at, t, false, math.MaxInt)
	}
	return token, nil
}

func (p *parser) object(at string, depth int) (any, error) {
	out := map[string]any{}
	for p.json.More() {
		token, err := p.json.Token()
		key, ok := token.(string)
		if err != nil || !ok {
			return nil, errJSON
		}
		place := join(at, key)
		if _, twice := out[key]; twice {
			p.faults.Add(place, "duplicate_field", "This is given twice.")
		}
		if out[key], err = p.value(place, depth); err != nil {
			return nil, err
		}
	}
	return out, p.end()
}

func (p *parser) array(at string, depth int) (any, error) {
	out := []any{}
	for p.json.More() {
		v, err := p.value(at, depth)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, p.end()
}

func (p *parser) end() error {
	if _, err := p.json.Token(); err != nil {
		return errJSON
	}
	return nil
}

var plainName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// join is the JSON pointer of a field. A name that cannot be one of ours is not repeated: the pointer stays at its parent.
func join(at, name string) string {
	if !plainName.MatchString(name) {
		return at
	}
	return at + "/" + name
}
